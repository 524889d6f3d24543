package report

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"redress/flows/complaint"
)

// rate is a share as a workbook keeps it: 0.93, shown as 93 %.
type rate float64

// page of a workbook that is written line by line.
type sheetLines struct {
	s   *sheets
	out *excelize.StreamWriter
	row int
}

func (b *Book) lines(name string, widths ...float64) (*sheetLines, error) {
	if b.sheets.sheet != nil { // the complaints come first, and are whole now
		if err := b.sheets.sheet.Flush(); err != nil {
			return nil, err
		}
		b.sheets.sheet = nil
	}
	out, err := b.sheets.begin(name, false, widths)
	if err != nil {
		return nil, err
	}
	return &sheetLines{s: b.sheets, out: out}, out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (l *sheetLines) head(keys ...string) error {
	cells := make([]any, len(keys))
	for i, key := range keys {
		cells[i] = excelize.Cell{StyleID: l.s.styles.head, Value: l.s.t.Voice.Str(key)}
	}
	return l.add(cells, excelize.RowOpts{Height: 24})
}

func (l *sheetLines) say(values ...any) error {
	cells := make([]any, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case rate:
			cells[i] = excelize.Cell{StyleID: l.s.styles.percent, Value: float64(v)}
		case string:
			cells[i] = excelize.Cell{StyleID: l.s.styles.plain, Value: fit(tidy(v))}
			if risky(v) {
				cells[i] = excelize.Cell{StyleID: l.s.styles.risky, Value: fit(tidy(v))}
			}
		default:
			cells[i] = l.s.cell(v)
		}
	}
	return l.add(cells)
}

func (l *sheetLines) add(cells []any, opts ...excelize.RowOpts) error {
	l.row++
	return l.out.SetRow("A"+strconv.Itoa(l.row), cells, opts...)
}

// figureSheet is every number with the one before it and how it is counted.
func (b *Book) figureSheet() error {
	l, err := b.lines(b.t.Voice.Str("sheet_figures"), 38, 14, 44, 44, 90)
	if err != nil {
		return err
	}
	if err := l.head("table_figure", "table_value", "table_in_words", "table_before", "table_how"); err != nil {
		return err
	}
	readings := b.t.readings(b.p.Figures, b.p.Before)
	for i, f := range figures() {
		r := readings[i]
		if err := l.say(r.Name, b.exact(f), r.Value, r.Before, r.How); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

// exact is a figure as a number to reckon with; nil where it is none.
func (b *Book) exact(f figure) any {
	if f.part != nil {
		if r := f.part(b.p.Figures); r.Whole > 0 {
			return rate(float64(r.Part) / float64(r.Whole))
		}
		return nil
	}
	if n, err := strconv.Atoi(f.of(b.t, b.p.Figures)); err == nil && f.key != "satisfied" {
		return n
	}
	return nil
}

func (b *Book) categorySheet() error {
	return b.shares("sheet_categories", "table_category", ordered(b.tally.categories))
}

func (b *Book) peopleSheet() error {
	return b.shares("sheet_people", "table_person", ordered(b.tally.people))
}

// shares is a sheet with a line for every part of the whole.
func (b *Book) shares(sheet, first string, parts []*share) error {
	l, err := b.lines(b.t.Voice.Str(sheet), 40, 12, 12, 12, 14, 14, 14)
	if err != nil {
		return err
	}
	if err := l.head(first, "table_received", "table_severe", "table_closed", "table_open", "table_broken", "table_score"); err != nil {
		return err
	}
	for _, s := range parts {
		if err := l.say(s.Name, s.received, s.severe, s.closed, s.open, s.broken, s.mean()); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

// mean is the mean score, from five answers on; nil of fewer.
func (s *share) mean() any {
	if s.scores < 5 {
		return nil
	}
	return float64(int64(100*float64(s.score)/float64(s.scores)+0.5)) / 100
}

func (b *Book) limitSheet() error {
	l, err := b.lines(b.t.Voice.Str("sheet_limits"), 14, 60, 10, 10, 10, 14)
	if err != nil {
		return err
	}
	if err := l.head("table_rule", "table_limit", "table_met", "table_missed", "table_share", "table_provisional"); err != nil {
		return err
	}
	for _, k := range b.allLimits() {
		var kept any
		if r := ratioOf(k); r.Whole > 0 {
			kept = rate(float64(r.Part) / float64(r.Whole))
		}
		if err := l.say(b.rule(k), b.t.clock(k.Rule), k.Met, k.Breached, kept, k.Provisional); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

// allLimits are the limits of the policy and, last, what staff promised.
func (b *Book) allLimits() []complaint.Limit {
	all := b.p.Figures.Limits
	if p := b.p.Figures.Promises; p.Met+p.Breached > 0 {
		all = append(all[:len(all):len(all)], p)
	}
	return all
}

// aboutSheet says what the workbook is: of when, of whom, by which rules, and what is left out.
func (b *Book) aboutSheet() error {
	l, err := b.lines(b.t.Voice.Str("sheet_about"), 34, 100)
	if err != nil {
		return err
	}
	if err := l.add([]any{excelize.Cell{StyleID: b.sheets.styles.title, Value: fit(tidy(b.title()))}}, excelize.RowOpts{Height: 26}); err != nil {
		return err
	}
	for _, line := range b.about() {
		if err := l.say(line[0], line[1]); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

// about are name and value of what the report is.
func (b *Book) about() [][2]string {
	v := b.t.Voice
	lines := [][2]string{
		{v.Str("about_period"), b.period()},
		{v.Str("about_of"), b.deskName()},
		{v.Str("about_made"), b.t.stamp(b.p.Made)},
		{v.Str("about_zone"), b.t.zone().String()},
		{v.Str("about_policy"), b.t.Policy.Title.In(v.Lang) + " · " + b.t.Policy.Version},
		{v.Str("about_rows"), b.rows()},
		{v.Str("about_reckoned"), v.Str("about_reckoned_how")},
		{v.Str("about_tables"), v.Str("about_tables_how")},
	}
	if b.t.Privacy != Full {
		lines = append(lines, [2]string{v.Str("about_privacy"), v.Str("about_privacy_how")})
	}
	for _, c := range b.p.Corrections {
		lines = append(lines, [2]string{v.Str("about_correction"), c})
	}
	return lines
}

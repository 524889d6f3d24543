package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
)

//go:embed page.html
var pageSource string

//go:embed style.css
var styleSheet string

// line is a row of a table on a page.
type line []string

// table is a table on a page: its heads are sentences.
type table struct {
	Title string
	Note  string
	Heads []string
	Lines []line
	Wide  int // the column that takes the room that is left
}

// paper is what the page is made of.
type paper struct {
	Lang, Title, Period, Of, Made string
	Style                         template.CSS
	Curve                         template.HTML
	Corrections                   []string
	Top, All                      []reading
	HasBefore                     bool
	Tables                        []table
	About                         [][2]string
}

// T says a sentence.
func (p *pageWords) T(key string) string { return p.t.Voice.Str(key) }

// pageWords lets a page speak.
type pageWords struct {
	t *Terms
	paper
}

// page is the report for reading and printing: one file that needs nothing else.
func (b *Book) page() ([]byte, error) {
	p := &pageWords{t: b.t, paper: paper{
		Lang: b.t.Voice.Lang, Title: b.title(), Period: b.period(), Of: b.deskName(), Made: b.t.stamp(b.p.Made),
		Style: template.CSS(styleSheet), Curve: b.t.curve(b.p.Figures.Days), Corrections: b.p.Corrections,
		All: b.t.readings(b.p.Figures, b.p.Before), HasBefore: b.p.Before != nil, About: b.about(),
	}}
	for _, r := range p.All {
		if r.Top {
			p.Top = append(p.Top, r)
		}
	}
	for _, t := range []table{b.graveTable(), b.limitTable(), b.shareTable("sheet_categories", "table_category", ordered(b.tally.categories)),
		b.shareTable("sheet_people", "table_person", ordered(b.tally.people)), b.validityTable(), b.topicTable(), b.lowTable()} {
		if len(t.Lines) > 0 {
			p.Tables = append(p.Tables, t)
		}
	}
	return render("page", pageSource, p)
}

// render fills a page that stands for itself.
func render(name, source string, data any) ([]byte, error) {
	page, err := template.New(name).Parse(source)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, data)
	return out.Bytes(), err
}

func (b *Book) heads(keys ...string) (out []string) {
	for _, key := range keys {
		out = append(out, b.t.Voice.Str(key))
	}
	return out
}

// graveTable names important and graver complaints one by one (VK-N2).
func (b *Book) graveTable() table {
	t := table{Title: b.t.Voice.Str("report_grave"), Wide: 5,
		Heads: b.heads("column_number", "column_severity", "column_filed_at", "column_status", "column_owner", "column_summary")}
	for i := range b.tally.grave {
		r := &b.tally.grave[i]
		t.Lines = append(t.Lines, line{r.Number, strings.TrimSpace(r.Severity.String() + " " + b.t.Policy.Level(r.Severity, b.t.Voice.Lang)),
			r.FiledAt.In(b.t.zone()).Format(time.DateOnly), b.state(r), b.t.colleague(r.Owner, r.OwnerName), b.t.path(r.Category) + " – " + tidy(b.t.words(r.Summary))})
	}
	if b.tally.graveMore > 0 {
		t.Note = b.t.Voice.Str("report_more", "n", b.tally.graveMore)
	}
	return t
}

// state is where a complaint stands, and how it ended.
func (b *Book) state(r *complaint.Record) string {
	state := b.t.named("standing_", string(r.Status))
	if r.Status.Ended() && r.Outcome != "" {
		state += " · " + b.t.named("outcome_", r.Outcome)
	}
	return state
}

func (b *Book) limitTable() table {
	t := table{Title: b.t.Voice.Str("sheet_limits"), Wide: 1, Heads: b.heads("table_rule", "table_limit", "table_met", "table_missed", "table_share")}
	for _, l := range b.allLimits() {
		t.Lines = append(t.Lines, line{b.rule(l), b.t.clock(l.Rule), strconv.Itoa(l.Met), strconv.Itoa(l.Breached), b.t.percent(ratioOf(l))})
	}
	return t
}

// rule is the id of a limit; what staff promise has none in the policy (M18).
func (b *Book) rule(l complaint.Limit) string {
	if _, ok := b.t.Policy.Clock(l.Rule); ok {
		return l.Rule
	}
	return "M18"
}

func (b *Book) shareTable(title, first string, parts []*share) table {
	t := table{Title: b.t.Voice.Str(title), Heads: b.heads(first, "table_received", "table_severe", "table_closed", "table_open", "table_broken", "table_score")}
	for _, s := range parts {
		score := "–"
		if m, ok := s.mean().(float64); ok {
			score = strconv.FormatFloat(m, 'f', 1, 64)
		}
		t.Lines = append(t.Lines, line{s.Name, strconv.Itoa(s.received), strconv.Itoa(s.severe), strconv.Itoa(s.closed), strconv.Itoa(s.open), strconv.Itoa(s.broken), score})
	}
	return t
}

// validityTable is the mix of what became of complaints (M21).
func (b *Book) validityTable() table {
	t := table{Title: b.t.Voice.Str("report_outcomes"), Heads: b.heads("column_outcome", "table_closed", "table_share")}
	for _, v := range b.p.Figures.Validity {
		t.Lines = append(t.Lines, line{b.t.named("outcome_", v.ID), strconv.Itoa(v.N), b.t.percent(complaint.Ratio{Part: v.N, Whole: b.p.Figures.Closed})})
	}
	return t
}

// topicTable is what stands out (M22).
func (b *Book) topicTable() table {
	t := table{Title: b.t.Voice.Str("report_topics"), Wide: 3, Heads: b.heads("table_category", "table_people", "table_month", "table_numbers")}
	for _, topic := range b.p.Figures.Topics {
		t.Lines = append(t.Lines, line{b.t.path(topic.Category), strconv.Itoa(topic.People), strconv.Itoa(topic.Month), strings.Join(topic.Numbers, ", ")})
	}
	return t
}

// lowTable is what customers said who were not satisfied.
func (b *Book) lowTable() table {
	t := table{Title: b.t.Voice.Str("report_low"), Wide: 2, Heads: b.heads("column_number", "column_score_result", "column_score_words")}
	for _, s := range b.p.Figures.Low {
		if len(t.Lines) == listed {
			t.Note = b.t.Voice.Str("report_more", "n", len(b.p.Figures.Low)-listed)
			break
		}
		t.Lines = append(t.Lines, line{s.Number, strconv.Itoa(s.Result), tidy(b.t.words(s.Comment))})
	}
	return t
}

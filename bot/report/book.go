package report

import (
	"bytes"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"redress/flows/complaint"
)

// Period is what a regular report is about.
type Period struct {
	Names       []string // what the policy calls it, with the id of each
	From, To    time.Time
	Made        time.Time // by what was on record then
	Desk        complaint.Desk
	Figures     *complaint.Figures
	Before      *complaint.Figures // of the period before; nil: unknown
	Corrections []string           // what the last report said otherwise
}

// mostRows is how many complaints a workbook for a chat holds: Telegram takes files up to 50 MB.
const mostRows = 100_000

// Book is a report being made: a workbook and a page, from one pass over the complaints.
type Book struct {
	t      *Terms
	p      Period
	tally  *tally
	out    bytes.Buffer
	sheets *sheets
}

// NewBook begins the report of a period.
func NewBook(t *Terms, p Period) (*Book, error) {
	b := &Book{t: t, p: p, tally: newTally(p.From, p.To)}
	var err error
	b.sheets, err = newSheets(&b.out, t)
	return b, err
}

// Add takes a complaint that was received in the period, or open when it began.
// Past a number of rows that a chat can carry, it is only counted.
func (b *Book) Add(r *complaint.Record) error {
	b.tally.add(b.t, r)
	if b.tally.rows > mostRows {
		return nil
	}
	return b.sheets.Add(r)
}

// rows says how many complaints the table holds.
func (b *Book) rows() string {
	if b.tally.rows > mostRows {
		return b.t.Voice.Str("about_rows_some", "n", mostRows, "of", b.tally.rows)
	}
	return strconv.Itoa(b.tally.rows)
}

// Finish writes the workbook and the page. The book is done after it.
func (b *Book) Finish() (workbook, page []byte, err error) {
	if page, err = b.page(); err != nil {
		return nil, nil, err
	}
	for _, write := range []func() error{b.figureSheet, b.categorySheet, b.limitSheet, b.peopleSheet, b.aboutSheet} {
		if err := write(); err != nil {
			return nil, nil, err
		}
	}
	if err := b.sheets.Close(); err != nil {
		return nil, nil, err
	}
	return b.out.Bytes(), page, nil
}

// title is what the report is called: its names in the policy.
func (b *Book) title() string {
	if len(b.p.Names) == 0 {
		return b.t.Voice.Str("report_title")
	}
	first, size := utf8.DecodeRuneInString(b.p.Names[0])
	title := string(unicode.ToUpper(first)) + b.p.Names[0][size:]
	for _, name := range b.p.Names[1:] {
		title += " · " + name
	}
	return title
}

// period names the days the report is about, the last one included.
func (b *Book) period() string {
	last := b.p.To.In(b.t.zone()).AddDate(0, 0, -1)
	return b.t.Voice.Str("report_days", "from", b.p.From.In(b.t.zone()).Format(time.DateOnly), "to", last.Format(time.DateOnly))
}

func (b *Book) deskName() string {
	if b.p.Desk == "" {
		return b.t.Voice.Str("report_whole_house")
	}
	return b.t.desk(b.p.Desk)
}

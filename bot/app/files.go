package app

import (
	"context"
	"strings"
	"time"

	"redress/bot/chart"
	"redress/bot/report"
	"redress/flows"
	"redress/flows/complaint"
)

// files makes what is attached to messages, when they are sent. Reports are kept as they were
// first made.
type files struct {
	charts *chart.Drawer
	shelf  cabinet
	desk   func() *flows.Desk
	now    func() time.Time
}

// cabinet is where reports are made of, and where they are kept.
type cabinet interface {
	archive
	History(ctx context.Context, id string) ([]complaint.Entry, error)
	Figures(ctx context.Context, p flows.Period) (*complaint.Figures, error)
	File(ctx context.Context, id string) (data []byte, ok bool, err error)
	KeepFile(ctx context.Context, id string, data []byte, now time.Time) ([]byte, error)
}

// File draws a chart, or finds or writes a report. Whatever else is asked for does not exist.
func (f files) File(ctx context.Context, o complaint.Outbound) ([]byte, error) {
	switch {
	case o.File.Chart != nil:
		return f.charts.Draw(*o.File.Chart)
	case o.File.Paper == nil:
		return nil, complaint.Errorf(complaint.NotFound, "no file is called %q", o.File.ID)
	}
	if data, ok, err := f.shelf.File(ctx, o.File.ID); ok || err != nil {
		return data, err
	}
	if o.File.Paper.Case != "" {
		return f.special(ctx, o.File)
	}
	return f.regular(ctx, o.File)
}

// special drafts the report on one grave case.
func (f files) special(ctx context.Context, file *complaint.File) ([]byte, error) {
	st, err := f.shelf.Load(ctx, flows.Want{ID: file.Paper.Case, Words: true}, f.now())
	if err != nil {
		return nil, err
	}
	if st.Complaint == nil {
		return nil, complaint.Errorf(complaint.NotFound, "no complaint of that id")
	}
	history, err := f.shelf.History(ctx, file.Paper.Case)
	if err != nil {
		return nil, err
	}
	terms, err := f.terms(ctx, file.Paper.Language)
	if err != nil {
		return nil, err
	}
	page, err := report.Draft(terms, report.Case{Complaint: st.Complaint, Messages: st.Messages, History: history, Rating: st.Rating, Made: file.Paper.Made})
	if err != nil {
		return nil, err
	}
	return f.shelf.KeepFile(ctx, file.ID, page, f.now())
}

// regular writes a regular report, workbook and page in one go, keeps both, and returns the one
// that is asked for.
func (f files) regular(ctx context.Context, file *complaint.File) ([]byte, error) {
	book, err := f.book(ctx, file.Paper)
	if err != nil {
		return nil, err
	}
	for _, carried := range []bool{true, false} {
		x := flows.Extract{From: file.Paper.From, To: file.Paper.To, Carried: carried, Desk: file.Paper.Desk}
		if err := each(ctx, f.shelf, x, book.Add); err != nil {
			return nil, err
		}
	}
	workbook, page, err := book.Finish()
	if err != nil {
		return nil, err
	}
	id, wanted, _ := cutLast(file.ID, ".")
	kept := map[string][]byte{}
	for kind, data := range map[string][]byte{"xlsx": workbook, "html": page} {
		if kept[kind], err = f.shelf.KeepFile(ctx, id+"."+kind, data, f.now()); err != nil {
			return nil, err
		}
	}
	return kept[wanted], nil
}

// book begins a report with the figures of its period and of the one before.
func (f files) book(ctx context.Context, p *complaint.Paper) (*report.Book, error) {
	zone := f.desk().Policy.Zone()
	terms, err := f.terms(ctx, p.Language)
	if err != nil {
		return nil, err
	}
	about := report.Period{Names: p.Names, From: p.From.In(zone), To: p.To.In(zone), Made: p.Made, Desk: p.Desk, Corrections: p.Corrections}
	period := flows.Period{From: about.From, To: about.To, CutOff: p.CutOff(), Known: p.Made, Desk: p.Desk}
	if about.Figures, err = f.shelf.Figures(ctx, period); err != nil {
		return nil, err
	}
	if !p.Before.IsZero() {
		before := flows.Period{From: p.Before.In(zone), To: p.BeforeTo.In(zone), CutOff: p.BeforeTo, Known: p.Made, Desk: p.Desk}
		if about.Before, err = f.shelf.Figures(ctx, before); err != nil {
			return nil, err
		}
	}
	return report.NewBook(terms, about)
}

// terms are the words of what goes into a chat: without personal data of customers.
func (f files) terms(ctx context.Context, language string) (*report.Terms, error) {
	desk := f.desk()
	staff, err := colleagues(ctx, f.shelf, f.now())
	return &report.Terms{Policy: desk.Policy, Voice: desk.Texts.In(language), Privacy: report.Customers, Redact: withoutPeople, Staff: staff}, err
}

// cutLast cuts around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

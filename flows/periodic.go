package flows

import (
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// reportTick is the timer of one regular report; it names the report in its detail.
const reportTick = "report"

// Sheet is what a regular report is written from.
type Sheet struct {
	policy.DueReport
	Figures *complaint.Figures
	Last    *complaint.Report  // the one before as it was sent; nil: none
	Again   *complaint.Figures // the period of Last, as it is known now
}

// RegularReports are the events of the reports that fall due at a moment, each with a source of
// its own, so that each is written once however often this is asked.
func (d *Desk) RegularReports(at time.Time) []complaint.Event {
	var out []complaint.Event
	for _, r := range d.Policy.ReportsDue(at) {
		out = append(out, complaint.Event{Source: r.ID(), Kind: complaint.Tick, At: at, Chat: complaint.Chat{Kind: complaint.Group},
			Timer: &complaint.Timer{Name: reportTick, Detail: r.ID(), At: at}})
	}
	return out
}

// RegularReport is the report that an event is about; ok is false for any other event, and when
// the rules do not ask for it any more.
func (d *Desk) RegularReport(ev complaint.Event) (due policy.DueReport, ok bool) {
	if ev.Kind != complaint.Tick || ev.Timer.Name != reportTick {
		return due, false
	}
	for _, r := range d.Policy.ReportsDue(ev.Timer.At) {
		if r.ID() == ev.Timer.Detail {
			return r, true
		}
	}
	return due, false
}

// ReportPeriod is what a regular report counts: its period, with the state at the end of it, by
// what is on record when it is due.
func ReportPeriod(r policy.DueReport) Period {
	p := Period{From: r.From, To: r.To, CutOff: r.To, Known: r.Send, Desk: complaint.Desk(r.Desk)}
	if r.Send.Before(r.To) {
		p.CutOff = r.Send
	}
	return p
}

// regularReport sends a report the policy asks for: a few lines, a workbook and a page to print.
func (t *turn) regularReport() {
	s := t.st.Sheet
	if s == nil {
		return
	}
	to := t.reportAddress(s)
	v, id := t.voiceOf(to), s.ID()
	var names []string
	for _, r := range s.Reports {
		names = append(names, r.Name.In(v.Lang)+" ("+r.ID+")")
	}
	corrections := t.reportCorrections(v, s)
	text := t.reportText(v, s, names, corrections)
	t.send(complaint.Outbound{Op: complaint.Say, Desk: to, Key: id, Text: text})
	paper := complaint.Paper{Language: v.Lang, Made: s.Send, Names: names, From: s.From, To: s.To, Before: s.Before.From, BeforeTo: s.Before.To,
		Desk: complaint.Desk(s.Desk), Corrections: corrections}
	for _, kind := range []string{".xlsx", ".html"} {
		file := complaint.File{ID: id + kind, Name: s.Reports[0].Name.In(v.Lang) + " " + s.From.In(t.Policy.Zone()).Format(time.DateOnly) + kind, Paper: &paper}
		t.send(complaint.Outbound{Op: complaint.Attach, Desk: to, Key: id + kind, File: &file, Silent: true})
	}
	t.res.Reports = append(t.res.Reports, complaint.Report{ID: id, Job: s.Job(), Desk: complaint.Desk(s.Desk), From: s.From, To: s.To,
		CutOff: ReportPeriod(s.DueReport).CutOff, Numbers: numbersOf(s.Figures), Text: text.String()})
}

// reportAddress is who gets a report: the desk the policy names, where it has a group of its
// own, otherwise the managers, or the staff group while they have no chat.
func (t *turn) reportAddress(s *Sheet) complaint.Desk {
	switch {
	case s.Desk != "" && t.st.Org.Binding(complaint.Desk(s.Desk)).Chat != 0:
		return complaint.Desk(s.Desk)
	case t.st.Org.Managers.Chat == 0:
		return complaint.StaffDesk
	}
	return complaint.ManagersDesk
}

// reportText is the message: what it is, the numbers that matter most, by when it is to be
// handed in, and what the last one said otherwise.
func (t *turn) reportText(v texts.Voice, s *Sheet, names, corrections []string) complaint.Rich {
	f, zone := s.Figures, t.Policy.Zone()
	text := v.Say("periodic_head", "names", strings.Join(names, " · "), "from", s.From.In(zone).Format(time.DateOnly),
		"to", s.To.In(zone).AddDate(0, 0, -1).Format(time.DateOnly))
	if s.Desk != "" {
		text = joinLines(text, v.Say("periodic_desk", "desk", t.deskName(complaint.Desk(s.Desk), v.Lang)))
	}
	text = joinLines(text, v.Say("periodic_numbers", "received", f.Received, "closed", f.Closed, "open", f.Open, "overdue", f.Overdue))
	kept := complaint.Ratio{}
	for _, l := range f.Limits {
		kept.Part, kept.Whole = kept.Part+l.Met, kept.Whole+l.Met+l.Breached
	}
	if p, ok := kept.Percent(); ok {
		text = joinLines(text, v.Say("periodic_limits", "percent", p, "part", kept.Part, "whole", kept.Whole))
	}
	if len(f.FirstReply) > 0 {
		text = joinLines(text, v.Say("periodic_reply", "median", v.Span(max(time.Minute, f.FirstReply.Quantile(0.5, complaint.Took.Elapsed)))))
	}
	if s.Reports[0].MonthDay > 0 {
		text = joinLines(text, v.Say("periodic_due", "date", v.Date(s.Late.Add(-time.Second), zone)))
	}
	for _, c := range corrections {
		text = joinLines(text, v.Say("periodic_correction", "what", c))
	}
	return text
}

// reportCorrections says what the report before would say otherwise today, one number a line.
func (t *turn) reportCorrections(v texts.Voice, s *Sheet) (lines []string) {
	if s.Last == nil || s.Again == nil {
		return nil
	}
	now, zone := numbersOf(s.Again), t.Policy.Zone()
	period := v.Str("report_days", "from", s.Last.From.In(zone).Format(time.DateOnly), "to", s.Last.To.In(zone).AddDate(0, 0, -1).Format(time.DateOnly))
	for _, name := range corrected() {
		if was, ok := s.Last.Numbers[name]; ok && was != now[name] {
			what := v.Str("digest_corrected", "what", v.Str("digest_name_"+name), "now", now[name], "was", was)
			lines = append(lines, v.Str("report_correction", "period", period, "what", what))
		}
	}
	return lines
}

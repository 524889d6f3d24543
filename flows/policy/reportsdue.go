package policy

import (
	"slices"
	"time"
)

// DueReport is one or several regular reports that fall due together, about the same time and
// the same desk: they are sent as one.
type DueReport struct {
	ReportDates
	Reports []Report
	Before  ReportDates // the period before; zero: none
	Desk    string      // what it is about: a desk of the policy; "" the whole house
}

// ID is the same for the same reports whenever it is asked for.
func (r DueReport) ID() string {
	id := "report:" + r.Reports[0].ID + ":" + r.From.Format(time.DateOnly)
	if r.Desk != "" {
		id += ":" + r.Desk
	}
	return id
}

// Job is what the reports of one kind have in common.
func (r DueReport) Job() string { return "report:" + r.Reports[0].ID }

// periodic reports whether a report covers a time longer than a day: daily ones are the
// digest's business, those per case have no time.
func (r Report) periodic() bool { return r.Every != "day" && r.Every != "case" }

// NextReports is when the next regular report after a moment is due to be sent; zero: there are
// none in the policy.
func (p *Policy) NextReports(after time.Time) (next time.Time) {
	for _, r := range p.reports {
		if !r.periodic() {
			continue
		}
		if dates, ok := p.NextReport(r, after); ok && (next.IsZero() || dates.Send.Before(next)) {
			next = dates.Send
		}
	}
	return next
}

// ReportsDue lists what is to be sent at that very moment, in the order of the policy.
func (p *Policy) ReportsDue(at time.Time) (due []DueReport) {
	for _, r := range p.reports {
		if !r.periodic() {
			continue
		}
		dates, ok := p.NextReport(r, at.Add(-time.Microsecond))
		if !ok || !dates.Send.Equal(at) {
			continue
		}
		desk := p.DeskOf(r.By)
		if desk == DefaultDesk {
			desk = ""
		}
		i := slices.IndexFunc(due, func(d DueReport) bool { return d.From.Equal(dates.From) && d.To.Equal(dates.To) && d.Desk == desk })
		if i < 0 {
			due = append(due, DueReport{ReportDates: dates, Desk: desk, Before: p.reportBefore(r, dates)})
			i = len(due) - 1
		}
		due[i].Reports = append(due[i].Reports, r)
	}
	return due
}

// reportBefore is the last report of its kind before one.
func (p *Policy) reportBefore(r Report, one ReportDates) (before ReportDates) {
	for at := one.Send.AddDate(0, 0, -200); ; {
		dates, ok := p.NextReport(r, at)
		if !ok || !dates.Send.Before(one.Send) {
			return before
		}
		before, at = dates, dates.Send
	}
}

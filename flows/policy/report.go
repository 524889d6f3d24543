package policy

import "time"

// ReportDates is when a report is drafted and which time it covers.
type ReportDates struct {
	From, To time.Time // the period covered, [From, To)
	Send     time.Time // when the draft is due to be sent
	Late     time.Time // from when it counts as overdue
}

// reportHour is when a report with a named day is sent: on the eve, so that "by the 18th" is
// kept whether it means before or on that day (VK-A2).
const reportHour = 18 * 60

// NextReport gives the first dates of a report that is to be sent after a moment. A report
// with a named day is sent on its eve and late after it; others are sent at the digest time
// of the day after the period, and late a day later. Reports per case have no dates: ok is
// false.
func (p *Policy) NextReport(r Report, after time.Time) (dates ReportDates, ok bool) {
	if r.Every == "case" {
		return ReportDates{}, false
	}
	zone := p.calendar.zone
	digest, _ := minutes(p.digest)
	to := nextBoundary(dateOf(after, zone).plus(-200), r)
	for {
		from := to
		to = nextBoundary(from, r)
		send, late := to.at(digest, zone), to.plus(1).at(digest, zone)
		if named, has := r.namedDay(to); has {
			send, late = named.plus(-1).at(reportHour, zone), named.plus(1).at(0, zone)
		} else if r.MonthDay > 0 {
			continue
		}
		if send.After(after) {
			return ReportDates{from.at(0, zone), to.at(0, zone), send, late}, true
		}
	}
}

// namedDay is the day of the month a report over a period that ends before to is due; has is
// false for the second half of a month, which the monthly report covers.
func (r Report) namedDay(to date) (named date, has bool) {
	if r.MonthDay == 0 || r.Every == "half_month" && to.day == 1 {
		return date{}, false
	}
	return date{to.year, to.month, min(r.MonthDay, to.lastOfMonth())}, true
}

// nextBoundary is the first day of the next period.
func nextBoundary(d date, r Report) date {
	switch r.Every {
	case "day":
		return d.plus(1)
	case "week":
		return d.plus((int(time.Monday)-int(d.weekday())+6)%7 + 1)
	case "half_month":
		if d.day < 16 {
			return date{d.year, d.month, 16}
		}
	case "quarter":
		return date{d.year, d.month, 1}.plusMonths(3 - (int(d.month)-1)%3)
	case "month":
		if r.MonthDay > 15 { // a day late in the month closes the period itself
			return lateBoundary(d, r.MonthDay)
		}
	}
	return date{d.year, d.month, 1}.plusMonths(1)
}

func lateBoundary(d date, day int) date {
	this := date{d.year, d.month, min(day, d.lastOfMonth())}
	if this.after(d) {
		return this
	}
	next := date{d.year, d.month, 1}.plusMonths(1)
	return date{next.year, next.month, min(day, next.lastOfMonth())}
}

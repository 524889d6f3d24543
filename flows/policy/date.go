package policy

import "time"

// date is a civil day, whatever the zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time, zone *time.Location) date {
	y, m, d := t.In(zone).Date()
	return date{y, m, d}
}

func parseDate(s string) (date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return date{}, err
	}
	return dateOf(t, time.UTC), nil
}

// at gives the instant so many minutes of wall clock after midnight.
func (d date) at(minutes int, zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, minutes/60, minutes%60, 0, 0, zone)
}

func (d date) plus(days int) date {
	return dateOf(time.Date(d.year, d.month, d.day+days, 12, 0, 0, 0, time.UTC), time.UTC)
}

// plusMonths keeps the day of the month, or takes the month's last day where there is none.
func (d date) plusMonths(n int) date {
	first := dateOf(time.Date(d.year, d.month+time.Month(n), 1, 12, 0, 0, 0, time.UTC), time.UTC)
	last := first.lastOfMonth()
	return date{first.year, first.month, min(d.day, last)}
}

func (d date) lastOfMonth() int {
	return time.Date(d.year, d.month+1, 0, 12, 0, 0, 0, time.UTC).Day()
}

func (d date) weekday() time.Weekday {
	return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC).Weekday()
}

func (d date) after(o date) bool { return d.number() > o.number() }

// number orders dates; the difference of two numbers is not a count of days.
func (d date) number() int { return (d.year*13+int(d.month))*32 + d.day }

// daysSince counts the days from o to d.
func (d date) daysSince(o date) int {
	a := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
	b := time.Date(o.year, o.month, o.day, 0, 0, 0, 0, time.UTC)
	return int(a.Sub(b) / (24 * time.Hour))
}

package policy

import "time"

// Before gives the moment that lies the span before t, by the calendar of t's zone; working days
// count as days. A span that is not counted gives the zero time.
func (s Span) Before(t time.Time) time.Time {
	switch s.Unit {
	case Minute:
		return t.Add(-time.Duration(s.N) * time.Minute)
	case Hour:
		return t.Add(-time.Duration(s.N) * time.Hour)
	case Day, WorkingDay:
		return t.AddDate(0, 0, -s.N)
	case Week:
		return t.AddDate(0, 0, -7*s.N)
	case Month:
		return t.AddDate(0, -s.N, 0)
	case Year:
		return t.AddDate(-s.N, 0, 0)
	}
	return time.Time{}
}

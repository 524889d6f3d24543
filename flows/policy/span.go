package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Unit is what a Span counts.
type Unit string

// The units of a Span. The last four carry no number.
const (
	Minute     Unit = "minute"
	Hour       Unit = "hour"
	Day        Unit = "day"
	WorkingDay Unit = "working_day"
	Week       Unit = "week"
	Month      Unit = "month"
	Year       Unit = "year"

	Immediately Unit = "immediately" // at once; see [Calendar.Add]
	SameDay     Unit = "same day"    // before the local day ends
	Agreed      Unit = "agreed"      // a time agreed with the customer: no due date of its own
	Unset       Unit = "unset"       // the procedure demands a limit but names none; see Policy.Warnings
)

// maxSpan bounds the number in a Span, so that no policy can make a deadline
// computation walk for ever.
const maxSpan = 10000

// Span is a time limit exactly as a procedure states it: "30 minute", "3 working_day",
// "immediately". The zero Span is no limit.
type Span struct {
	N    int
	Unit Unit
}

// ParseSpan reads a Span. The plural of a unit is accepted.
func ParseSpan(s string) (Span, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch u := Unit(strings.ReplaceAll(s, "_", " ")); u {
	case Immediately, SameDay, Agreed, Unset:
		return Span{Unit: u}, nil
	}
	number, unit, found := strings.Cut(s, " ")
	n, err := strconv.Atoi(number)
	if !found || err != nil {
		return Span{}, fmt.Errorf("%q is not a time span: write a number and a unit such as %q, or one of immediately, same day, agreed, unset", s, "4 hour")
	}
	if n < 1 || n > maxSpan {
		return Span{}, fmt.Errorf("the span %q must count from 1 to %d", s, maxSpan)
	}
	u := Unit(strings.ReplaceAll(strings.TrimSuffix(unit, "s"), " ", "_"))
	switch u {
	case Minute, Hour, Day, WorkingDay, Week, Month, Year:
		return Span{N: n, Unit: u}, nil
	}
	return Span{}, fmt.Errorf("unknown unit %q: use minute, hour, day, working_day, week, month or year", unit)
}

// String gives the form that ParseSpan reads.
func (s Span) String() string {
	if s.N == 0 {
		return string(s.Unit)
	}
	return strconv.Itoa(s.N) + " " + string(s.Unit)
}

// IsZero reports whether s is no limit at all.
func (s Span) IsZero() bool { return s == Span{} }

// Elapsed gives the length of a span of minutes, hours, days or weeks as elapsed time;
// ok is false for spans whose length depends on a calendar.
func (s Span) Elapsed() (d time.Duration, ok bool) {
	switch s.Unit {
	case Minute:
		return time.Duration(s.N) * time.Minute, true
	case Hour:
		return time.Duration(s.N) * time.Hour, true
	case Day:
		return time.Duration(s.N) * 24 * time.Hour, true
	case Week:
		return time.Duration(s.N) * 7 * 24 * time.Hour, true
	}
	return 0, false
}

// inDays reports whether the span counts whole days, the starting day not included.
func (s Span) inDays() bool {
	switch s.Unit {
	case Day, WorkingDay, Week, Month, Year:
		return true
	}
	return false
}

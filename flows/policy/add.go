package policy

import "time"

// Counting says which time a clock counts.
type Counting string

// The ways of counting. Working counts open time only; Calendar counts elapsed time,
// and a limit in days, weeks or months that ends on a rest day ends on the next working
// day; Elapsed is like Calendar but ends also on rest days.
const (
	Working  Counting = "working"
	Elapsing Counting = "calendar"
	Elapsed  Counting = "elapsed"
)

// Interval is a pause of a clock. A zero To means that the pause still lasts.
type Interval struct{ From, To time.Time }

// Add gives the moment a limit that starts at t ends.
//
// Minutes and hours run from the moment itself. Days, weeks, months and years do not
// count the starting day and end with the business hours of their last day; a month
// ends on the corresponding day or, where there is none, on the last of the month.
// "Same day" ends at midnight (Working: at the close of the current or next opening
// day). "Immediately" allows the calendar's few minutes. Agreed and zero spans have no
// end of their own: the zero time. Provisional is true when the answer depends on days
// that the holiday table does not cover yet.
func (c *Calendar) Add(t time.Time, s Span, count Counting) (due time.Time, provisional bool) {
	switch {
	case s.Unit == Immediately:
		return c.addTime(t, c.immediately, count)
	case s.Unit == SameDay:
		return c.endOfDay(t, count)
	case s.Unit == Minute || s.Unit == Hour:
		d, _ := s.Elapsed()
		return c.addTime(t, d, count)
	case s.inDays():
		return c.addDays(t, s, count)
	}
	return time.Time{}, false
}

func (c *Calendar) addTime(t time.Time, left time.Duration, count Counting) (time.Time, bool) {
	if count != Working {
		return t.Add(left), false
	}
	for {
		w, ok := c.nextWindow(t, c.periods)
		if !ok {
			return t.Add(left), true
		}
		start := later(t, w.from)
		if room := w.to.Sub(start); left <= room {
			due := start.Add(left)
			return due, !c.Known(due)
		} else {
			left -= room
		}
		t = w.to
	}
}

func (c *Calendar) endOfDay(t time.Time, count Counting) (time.Time, bool) {
	if count != Working {
		return dateOf(t, c.zone).plus(1).at(0, c.zone), false
	}
	d := dateOf(c.NextOpen(t), c.zone)
	return c.close(d), !c.knows(d)
}

func (c *Calendar) addDays(t time.Time, s Span, count Counting) (time.Time, bool) {
	d := dateOf(t, c.zone)
	switch s.Unit {
	case WorkingDay:
		d = c.plusWorkingDays(d, s.N)
		return c.close(d), !c.knows(d)
	case Day:
		if count == Working {
			d = c.plusWorkingDays(d, s.N)
		} else {
			d = d.plus(s.N)
		}
	case Week:
		d = d.plus(7 * s.N)
	case Month:
		d = d.plusMonths(s.N)
	case Year:
		d = d.plusMonths(12 * s.N)
	}
	if count == Elapsed {
		return c.close(d), false
	}
	if !c.workingDay(d) {
		d = c.plusWorkingDays(d, 1)
	}
	return c.close(d), !c.knows(d)
}

// plusWorkingDays counts n working days, the starting day not included.
func (c *Calendar) plusWorkingDays(d date, n int) date {
	for idle := 0; n > 0 && idle < farDays; {
		d = d.plus(1)
		if c.workingDay(d) {
			n, idle = n-1, 0
		} else {
			idle++
		}
	}
	return d
}

// AddPaused is Add for a clock that stood still during the pauses: a limit in minutes or
// hours leaves out the paused time, a limit in days moves by the days that began during
// a pause. While a pause lasts there is no due moment: the zero time.
func (c *Calendar) AddPaused(t time.Time, s Span, count Counting, paused []Interval) (due time.Time, provisional bool) {
	due, provisional = c.Add(t, s, count)
	if due.IsZero() {
		return due, provisional
	}
	for _, p := range merged(paused, t) {
		if !p.From.Before(due) {
			break
		}
		if p.To.IsZero() {
			return time.Time{}, false
		}
		var late bool
		due, late = c.shift(due, s, count, p)
		provisional = provisional || late
	}
	return due, provisional
}

// shift moves due by what the pause took away from it.
func (c *Calendar) shift(due time.Time, s Span, count Counting, p Interval) (time.Time, bool) {
	if !s.inDays() {
		if count == Working {
			return c.addTime(due, c.Working(p.From, p.To), count)
		}
		return due.Add(p.To.Sub(p.From)), false
	}
	from, to := dateOf(p.From, c.zone), dateOf(p.To, c.zone)
	end := dateOf(due, c.zone)
	if s.Unit == WorkingDay || count == Working {
		end = c.plusWorkingDays(end, c.workingDaysIn(from, to))
		return c.close(end), !c.knows(end)
	}
	end = end.plus(to.daysSince(from))
	if count != Elapsed && !c.workingDay(end) {
		end = c.plusWorkingDays(end, 1)
	}
	return c.close(end), count != Elapsed && !c.knows(end)
}

func (c *Calendar) workingDaysIn(from, to date) (n int) {
	for d := from.plus(1); !d.after(to); d = d.plus(1) {
		if c.workingDay(d) {
			n++
		}
	}
	return n
}

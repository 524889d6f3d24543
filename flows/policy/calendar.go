package policy

import "time"

// Calendar knows when an organisation works: its zone, its opening spans on each
// weekday, its holidays and make-up working days, and the hours in which customers
// may be contacted. It never changes.
type Calendar struct {
	zone        *time.Location
	hours       [7][]period // by time.Weekday; empty: closed
	workday     [7]bool     // by time.Weekday; what "working day" means
	contact     [7][]period
	makeUp      []period // hours of a make-up working day
	holidayDuty []period // hours open on a public holiday; usually none
	special     map[date]dayKind
	known       date // last day of the holiday table; zero: there is none, so nothing is provisional
	immediately time.Duration
	grace       time.Duration
}

type dayKind uint8

const (
	ordinary dayKind = iota
	holiday
	makeUpDay
)

// period is an opening span within one day, in minutes after midnight.
type period struct{ from, to int }

// window is a period of one particular day.
type window struct{ from, to time.Time }

// farDays bounds every search for an open moment. A loaded calendar opens every week;
// only a holiday table that closes three years in a row could reach it.
const farDays = 1100

// Zone is where the calendar's days begin and end.
func (c *Calendar) Zone() *time.Location { return c.zone }

// IsWorkingDay reports whether the local day of t is a working day: a working weekday
// that is no holiday, or a make-up working day.
func (c *Calendar) IsWorkingDay(t time.Time) bool { return c.workingDay(dateOf(t, c.zone)) }

// IsHoliday reports whether the local day of t is a public holiday of the table.
func (c *Calendar) IsHoliday(t time.Time) bool {
	return c.special[dateOf(t, c.zone)] == holiday
}

// Known reports whether the local day of t is covered by the holiday table, or there is none.
func (c *Calendar) Known(t time.Time) bool { return c.knows(dateOf(t, c.zone)) }

func (c *Calendar) knows(d date) bool { return c.known == date{} || !d.after(c.known) }

func (c *Calendar) workingDay(d date) bool {
	switch c.special[d] {
	case holiday:
		return false
	case makeUpDay:
		return true
	}
	return c.workday[d.weekday()]
}

func (c *Calendar) periods(d date) []period {
	switch c.special[d] {
	case holiday:
		return c.holidayDuty
	case makeUpDay:
		if own := c.hours[d.weekday()]; len(own) > 0 {
			return own
		}
		return c.makeUp
	}
	return c.hours[d.weekday()]
}

// IsOpen reports whether t falls into working hours. The end of a span is outside it.
func (c *Calendar) IsOpen(t time.Time) bool {
	_, open := c.around(t, c.periods)
	return open
}

// NextOpen gives t when it is open, else the next opening moment.
func (c *Calendar) NextOpen(t time.Time) time.Time {
	if w, ok := c.nextWindow(t, c.periods); ok {
		return later(t, w.from)
	}
	return t
}

// NextContact gives t when customers may be contacted then, else the next moment they may.
func (c *Calendar) NextContact(t time.Time) time.Time {
	if w, ok := c.nextWindow(t, c.contactPeriods); ok {
		return later(t, w.from)
	}
	return t
}

// CanContact reports whether t falls into the contact hours.
func (c *Calendar) CanContact(t time.Time) bool {
	_, open := c.around(t, c.contactPeriods)
	return open
}

// NextMorning gives the first opening moment of the next working day after the local day of t.
func (c *Calendar) NextMorning(t time.Time) time.Time {
	d := dateOf(t, c.zone)
	for range farDays {
		d = d.plus(1)
		if !c.workingDay(d) {
			continue
		}
		if ws := c.windows(d, c.periods(d)); len(ws) > 0 {
			return ws[0].from
		}
	}
	return t
}

// Working gives the open time between from and to; zero when to is not after from.
func (c *Calendar) Working(from, to time.Time) time.Duration {
	var sum time.Duration
	for d := dateOf(from, c.zone); !d.after(dateOf(to, c.zone)); d = d.plus(1) {
		for _, w := range c.windows(d, c.periods(d)) {
			if overlap := earlier(to, w.to).Sub(later(from, w.from)); overlap > 0 {
				sum += overlap
			}
		}
	}
	return sum
}

func (c *Calendar) contactPeriods(d date) []period { return c.contact[d.weekday()] }

func (c *Calendar) around(t time.Time, of func(date) []period) (window, bool) {
	d := dateOf(t, c.zone)
	for _, w := range c.windows(d, of(d)) {
		if !t.Before(w.from) && t.Before(w.to) {
			return w, true
		}
	}
	return window{}, false
}

// nextWindow gives the first window that ends after t.
func (c *Calendar) nextWindow(t time.Time, of func(date) []period) (window, bool) {
	d := dateOf(t, c.zone)
	for range farDays {
		for _, w := range c.windows(d, of(d)) {
			if t.Before(w.to) {
				return w, true
			}
		}
		d = d.plus(1)
	}
	return window{}, false
}

// windows places periods on a day. A change of the clocks may shorten, lengthen or swallow one.
func (c *Calendar) windows(d date, ps []period) []window {
	ws := make([]window, 0, len(ps))
	for _, p := range ps {
		w := window{d.at(p.from, c.zone), d.at(p.to, c.zone)}
		if n := len(ws); n > 0 {
			w.from = later(w.from, ws[n-1].to)
		}
		if w.from.Before(w.to) {
			ws = append(ws, w)
		}
	}
	return ws
}

// close is the cut-off of a day: the end of its hours, or midnight when it has none.
func (c *Calendar) close(d date) time.Time {
	if ws := c.windows(d, c.periods(d)); len(ws) > 0 {
		return ws[len(ws)-1].to
	}
	return d.plus(1).at(0, c.zone)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

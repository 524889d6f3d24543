package policy

import (
	"slices"
	"time"

	"redress/flows/complaint"
)

// Happening is what starts or stops a clock.
type Happening string

// The closed list of happenings (domain 0.2, in the product's terms).
const (
	Filed       Happening = "filed"       // received and numbered
	Classified  Happening = "classified"  // a severity was given
	Registered  Happening = "registered"  // formally taken on as a case
	Claimed     Happening = "claimed"     // somebody has it; accepted (受理)
	HandedOver  Happening = "handed_over" // relayed to the unit that must act
	Replied     Happening = "replied"     // a person wrote to the customer
	Reported    Happening = "reported"    // the unit told what it found
	Demanded    Happening = "demanded"    // improvement was demanded
	Approved    Happening = "approved"    // somebody with authority agreed
	Decided     Happening = "decided"     // valid, or refused with reasons
	Accepted    Happening = "accepted"    // the customer agreed to what was offered
	Resolved    Happening = "resolved"    // handled (处理完毕)
	Confirmed   Happening = "confirmed"   // the customer agrees
	Objected    Happening = "objected"    // the customer does not
	Closed      Happening = "closed"
	Reopened    Happening = "reopened"
	Overdue     Happening = "overdue" // another clock was broken
	DailyCheck  Happening = "daily"
	WorkStarted Happening = "workday_started"
)

var happenings = []string{
	string(Filed), string(Classified), string(Registered), string(Claimed), string(HandedOver), string(Replied),
	string(Reported), string(Demanded), string(Approved), string(Decided), string(Accepted), string(Resolved), string(Confirmed),
	string(Objected), string(Closed), string(Reopened), string(Overdue), string(DailyCheck), string(WorkStarted),
}

// ClockRule is a time limit of the policy.
type ClockRule struct {
	ID          string
	Action      Names  // what has to be done in time
	By          string // role that must do it
	Start, Stop Happening
	Limit       Span
	Counting    Counting
	OffHours    *Variant // instead, when it starts outside working hours
	RestDay     *Variant // instead, when it starts on a day that is no working day
	Warn        float64  // share of the time after which the owner is reminded; 0: never
	Escalate    []string // roles told of a breach, one after the other
	// EscalateEvery is how long each of them has to acknowledge before the next is told;
	// zero: only the first is told.
	EscalateEvery Span
	Repeat        bool // starts again whenever it is met, until the complaint is closed
	Promise       bool // the customer is told this time
	ContactHours  bool // ends in a message to the customer: moved into contact hours

	levels     [5]bool // by severity; none set: all
	since      date    // first and last day the rule is in force; zero: open
	through    date
	categories []string
	when       condition
}

// Variant is what a clock becomes for complaints that arrive off hours or on a rest day.
type Variant struct {
	ID       string
	Action   Names // what has to be done then; nil: the same
	Limit    Span
	Counting Counting
}

// ClocksFor lists the clocks of a complaint with that severity and category, in the order
// of the policy. Clocks with conditions on further facts are left out unless they hold for
// a complaint of which nothing else is known; see ClocksOf.
func (p *Policy) ClocksFor(severity complaint.Severity, category string) []ClockRule {
	return p.ClocksOf(Facts{Severity: severity.String(), Category: category, Channel: "chat"})
}

// ClocksOf lists the clocks of a complaint with those facts.
func (p *Policy) ClocksOf(f Facts) []ClockRule {
	p.settle(&f)
	var out []ClockRule
	for i := range p.clocks {
		if c := &p.clocks[i]; c.inForce(&f, p.calendar) && c.concerns(&f) && p.evaluations.holds(c.when, &f) {
			out = append(out, *c)
		}
	}
	return out
}

// Clock finds a clock by its id or by the id of one of its variants.
func (p *Policy) Clock(id string) (ClockRule, bool) {
	for _, c := range p.clocks {
		if c.ID == id || c.OffHours != nil && c.OffHours.ID == id || c.RestDay != nil && c.RestDay.ID == id {
			return c, true
		}
	}
	return ClockRule{}, false
}

// ActionOf is what the clock of that id, the rule's own or a variant's, wants done.
func (c ClockRule) ActionOf(id string) Names {
	for _, v := range []*Variant{c.OffHours, c.RestDay} {
		if v != nil && v.ID == id && v.Action != nil {
			return v.Action
		}
	}
	return c.Action
}

// inForce compares the day of filing with the days of the rule. Without a day the rule that
// is still in force applies.
func (c *ClockRule) inForce(f *Facts, cal *Calendar) bool {
	at := f.Occurred
	if at.IsZero() {
		at = f.Now
	}
	if at.IsZero() {
		return c.through == date{}
	}
	day := dateOf(at, cal.zone)
	return !c.since.after(day) && (c.through == date{} || !day.after(c.through))
}

func (c *ClockRule) concerns(f *Facts) bool {
	if c.levels != [5]bool{} && !c.levels[levelOf(f.Severity)] {
		return false
	}
	return len(c.categories) == 0 ||
		slices.ContainsFunc(f.Path, func(id string) bool { return slices.Contains(c.categories, id) })
}

// At gives the rule as it applies when it starts at t: with the id and limit of its off-hours
// or rest-day variant where there is one.
func (c ClockRule) At(t time.Time, cal *Calendar) ClockRule {
	switch {
	case c.RestDay != nil && !cal.IsWorkingDay(t):
		c.ID, c.Limit, c.Counting = c.RestDay.ID, c.RestDay.Limit, c.RestDay.Counting
	case c.OffHours != nil && !cal.IsOpen(t):
		c.ID, c.Limit, c.Counting = c.OffHours.ID, c.OffHours.Limit, c.OffHours.Counting
	}
	return c
}

// Due gives the moment a clock that started at start and stood still during paused runs out.
// Provisional means that it lies beyond the known holidays and has to be computed again. The
// zero time means that there is no due moment: the limit is agreed or unset, or a pause
// (zero To) still lasts.
func (p *Policy) Due(rule ClockRule, start time.Time, paused []Interval) (due time.Time, provisional bool) {
	rule = rule.At(start, p.calendar)
	due, provisional = p.calendar.AddPaused(start, rule.Limit, rule.Counting, paused)
	if rule.ContactHours && !due.IsZero() && !p.calendar.contactable(due) {
		due = p.calendar.NextContact(due).Add(p.calendar.grace)
	}
	return due, provisional
}

// contactable reports whether a message may still be sent at the very moment t: the end of
// the contact hours counts.
func (c *Calendar) contactable(t time.Time) bool {
	return c.CanContact(t) || c.CanContact(t.Add(-time.Nanosecond))
}

// WarnAt gives the moment the owner is reminded: when the rule's share of the time between
// start and due has passed, counted as the clock counts. Zero: no reminder.
func (p *Policy) WarnAt(rule ClockRule, start, due time.Time) time.Time {
	if rule.Warn <= 0 || !due.After(start) {
		return time.Time{}
	}
	rule = rule.At(start, p.calendar)
	if rule.Counting == Working {
		open := p.calendar.Working(start, due)
		at, _ := p.calendar.addTime(start, time.Duration(float64(open)*rule.Warn), Working)
		return at
	}
	return start.Add(time.Duration(float64(due.Sub(start)) * rule.Warn))
}

// FirstContact gives what the customer is promised at filing: by when somebody contacts them
// and the id of the rule that says so. Of several promises the earliest counts. Without a
// promise the time is zero. Promises with conditions on further facts need FirstContactOf.
func (p *Policy) FirstContact(severity complaint.Severity, category string, filed time.Time) (due time.Time, ruleID string) {
	return p.FirstContactOf(Facts{Severity: severity.String(), Category: category, Channel: "chat"}, filed)
}

// FirstContactOf is FirstContact for a complaint with those facts; it agrees with ClocksOf.
func (p *Policy) FirstContactOf(f Facts, filed time.Time) (due time.Time, ruleID string) {
	for _, c := range p.ClocksOf(f) {
		if !c.Promise {
			continue
		}
		at, _ := p.Due(c, filed, nil)
		if !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due, ruleID = at, c.At(filed, p.calendar).ID
		}
	}
	return due, ruleID
}

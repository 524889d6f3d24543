package flows

import (
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// move makes the move of the life cycle, and lets clocks stand still while the customer is
// waited for.
func (t *turn) move(a complaint.Action) error {
	if err := t.c.Apply(a, t.now); err != nil {
		return err
	}
	t.chaseOn(a)
	switch waiting := t.c.Status == complaint.Waiting; {
	case waiting && !t.paused():
		t.c.Pauses = append(t.c.Pauses, complaint.Pause{From: t.now})
		t.reckon()
	case !waiting && t.paused():
		t.c.Pauses[len(t.c.Pauses)-1].To = t.now
		t.reckon()
	}
	if a == complaint.Release {
		t.watchClaim()
	}
	return nil
}

func (t *turn) paused() bool {
	n := len(t.c.Pauses)
	return n > 0 && t.c.Pauses[n-1].To.IsZero()
}

// pauses are the times in which the customer was waited for, as the calendar takes them.
func (t *turn) pauses() []policy.Interval {
	out := make([]policy.Interval, len(t.c.Pauses))
	for i, p := range t.c.Pauses {
		out[i] = policy.Interval{From: p.From, To: p.To}
	}
	return out
}

// pausesUntilNow are the pauses with one that still lasts ended now.
func (t *turn) pausesUntilNow() []policy.Interval {
	out := t.pauses()
	if t.paused() {
		out[len(out)-1].To = t.now
	}
	return out
}

// reckon computes every running deadline again from its beginning. One that has passed
// stays as it is: a breach stays a breach.
func (t *turn) reckon() {
	for i := range t.c.Clocks {
		clock := &t.c.Clocks[i]
		rule, ok := t.Policy.Clock(clock.Rule)
		if !ok || !clock.Running() || clock.Breached || !clock.Due.IsZero() && clock.Due.Before(t.now) {
			continue
		}
		clock.Due, clock.Provisional = t.Policy.Due(rule, clock.Started, t.pauses())
		t.setTimers(rule, *clock)
	}
}

// regauge fits the clocks to a new severity. A clock whose rule still holds goes on, one
// that was promised to the customer or is broken stays, any other that no longer concerns
// the complaint is dropped; the clocks of the new severity count from the time they would
// have begun, so that no time that has passed is given back.
func (t *turn) regauge() {
	rules := t.Policy.ClocksOf(t.facts())
	t.c.Clocks = slices.DeleteFunc(t.c.Clocks, func(c complaint.Clock) bool {
		rule, ok := t.Policy.Clock(c.Rule)
		concerns := slices.ContainsFunc(rules, func(r policy.ClockRule) bool { return r.ID == rule.ID })
		if !ok || concerns || !c.Running() || c.Breached || rule.Promise {
			return false
		}
		t.timer("breach", t.clockKey("breach", c), time.Time{})
		t.timer("warn", t.clockKey("warn", c), time.Time{})
		return true
	})
	for _, rule := range rules {
		from := t.began(rule.Start)
		switch over := t.over(rule.Stop, from); {
		case from.IsZero() || t.stopped(rule.Stop) || t.started(rule) || over && !rule.Repeat:
			continue
		case over:
			from = t.now // it would have been met, and begun anew
		}
		t.startClock(rule, from)
	}
}

// began is when something that starts clocks happened, or when the complaint was last taken
// up, if that was later; zero when it has not happened, as far as the record tells.
func (t *turn) began(h policy.Happening) time.Time {
	at := t.since(h)
	if _, once := t.c.Happened[string(h)]; at.IsZero() || !t.c.ReopenedAt.After(at) {
		return at
	} else if once {
		return time.Time{} // not since it was taken up again
	}
	return t.c.ReopenedAt
}

func (t *turn) since(h policy.Happening) time.Time {
	c := t.c
	switch h {
	case policy.Filed:
		return c.Received()
	case policy.Classified:
		return t.now
	case policy.Claimed:
		return c.OwnedAt
	case policy.Replied:
		return c.RepliedAt
	case policy.Reopened:
		return c.ReopenedAt
	case policy.Resolved:
		if c.Status == complaint.Resolved {
			return c.ResolvedAt
		}
		return time.Time{}
	}
	return c.Happened[string(h)]
}

// over reports whether what would stop a clock has happened since from.
func (t *turn) over(h policy.Happening, from time.Time) bool {
	at := t.c.Happened[string(h)]
	if h == policy.Replied {
		at = t.c.RepliedAt
	}
	return !at.IsZero() && !at.Before(from)
}

// watchAge has the complaint looked at again when its mere age brings further clocks, as
// where a customer hears every day of what takes more than one (FB-T1).
func (t *turn) watchAge() {
	now := t.rulesAt(t.now)
	for _, age := range []time.Duration{24 * time.Hour, 48 * time.Hour, 72 * time.Hour} {
		at := t.c.Received().Add(age + time.Second)
		if at.After(t.now) && !slices.Equal(now, t.rulesAt(at)) {
			t.timer("age", "age:"+t.c.ID, at)
			return
		}
	}
}

// rulesAt are the ids of the clocks that concern the complaint at a time.
func (t *turn) rulesAt(at time.Time) []string {
	var ids []string
	for _, rule := range t.Policy.ClocksOf(factsOf(t.Policy, t.c, at)) {
		ids = append(ids, rule.ID)
	}
	return ids
}

// aged starts the clocks that age has brought.
func (t *turn) aged() {
	if t.c == nil || !t.c.Status.Open() {
		return
	}
	t.regauge()
	t.watchAge()
	t.showCard()
}

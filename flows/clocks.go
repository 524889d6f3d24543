package flows

import (
	"fmt"
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// happened stops the clocks that waited for h, starts those that begin with it, and tells
// whom the policy wants told of it.
func (t *turn) happened(h policy.Happening) {
	t.occurred(h)
	t.meetClocks(h)
	if h == policy.Resolved {
		t.endProgress()
	}
	t.startClocks(h, t.now)
	t.notify(h)
	t.happenedSpecial(h)
}

// occurred notes when h was last so, as far as nothing else of the complaint tells it.
func (t *turn) occurred(h policy.Happening) {
	switch h {
	case policy.Registered, policy.HandedOver, policy.Reported, policy.Demanded, policy.Approved, policy.Decided,
		policy.Accepted, policy.Objected, policy.Overdue, policy.DailyCheck, policy.WorkStarted:
		if t.c.Happened == nil {
			t.c.Happened = map[string]time.Time{}
		}
		t.c.Happened[string(h)] = t.now
	}
}

// promise starts the clocks that run from filing, and takes the customer's promise from them.
func (t *turn) promise(from time.Time) {
	t.c.Promise, _ = t.Policy.FirstContactOf(t.facts(), from)
	t.startClocks(policy.Filed, from)
}

// facts are what the policy's conditions look at.
func (t *turn) facts() policy.Facts {
	f := t.Policy.FactsOf(t.c, t.now)
	f.Advised = f.Advised || t.home() != complaint.StaffDesk
	return f
}

// startClocks starts every clock of the policy that begins with h.
func (t *turn) startClocks(h policy.Happening, from time.Time) {
	if !t.c.Status.Open() || t.c.Kind != complaint.KindComplaint && t.c.Kind != complaint.KindQuestion {
		return
	}
	for _, rule := range t.Policy.ClocksOf(t.facts()) {
		if rule.Start == h && !t.stopped(rule.Stop) && !t.started(rule) {
			t.startClock(rule, from)
		}
	}
}

// stopped reports whether what would stop a clock is the case already and lasts.
func (t *turn) stopped(h policy.Happening) bool {
	switch h {
	case policy.Claimed:
		return t.c.Owner != 0
	case policy.Resolved:
		return t.c.Status == complaint.Resolved
	}
	return false
}

// started reports whether a clock of the rule runs, or was met since the complaint was last
// taken up; a rule that repeats starts again once it was met or broken.
func (t *turn) started(rule policy.ClockRule) bool {
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool {
		r, ok := t.Policy.Clock(c.Rule)
		if !ok || r.ID != rule.ID {
			return false
		}
		if rule.Repeat {
			return c.Running() && !c.Breached
		}
		return c.Running() || c.Met.After(t.c.ReopenedAt)
	})
}

func (t *turn) startClock(rule policy.ClockRule, from time.Time) {
	if rule.Repeat && t.hadClock(rule, from) {
		from = t.now // it began then once, and that is over
	}
	due, provisional := t.Policy.Due(rule, from, t.pauses())
	if due.IsZero() && !t.paused() {
		return // agreed or unset: nothing to measure
	}
	clock := complaint.Clock{Rule: rule.At(from, t.Policy.Calendar()).ID, Started: from, Due: due, Provisional: provisional}
	t.c.Clocks = append(t.c.Clocks, clock)
	t.setTimers(rule, clock)
}

// hadClock reports whether a clock of the rule began at that time.
func (t *turn) hadClock(rule policy.ClockRule, from time.Time) bool {
	id := rule.At(from, t.Policy.Calendar()).ID
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool { return c.Rule == id && c.Started.Equal(from) })
}

// setTimers lets the clock report when its deadline comes near and when it has passed; a
// clock that stands still or has passed already reports nothing more.
func (t *turn) setTimers(rule policy.ClockRule, c complaint.Clock) {
	due := c.Due
	if c.Breached {
		due = time.Time{}
	}
	t.timer("breach", t.clockKey("breach", c), due)
	if ofProgress(rule) {
		t.timer(progressTimer, t.clockKey(progressTimer, c), t.wordBy(due))
	}
	at := t.Policy.WarnAt(rule, c.Started, due)
	if rule.Warn <= 0 || c.Warned {
		return
	}
	if !at.After(t.now) {
		at = time.Time{}
	}
	t.timer("warn", t.clockKey("warn", c), at)
}

func (t *turn) clockKey(what string, c complaint.Clock) string {
	return fmt.Sprintf("%s:%s:%s:%d", what, t.c.ID, c.Rule, c.Started.UnixMicro())
}

// meetClocks stops every running clock that waits for h. A breach stays a breach. A clock
// that repeats begins anew while the complaint is open.
func (t *turn) meetClocks(h policy.Happening) {
	for i := range t.c.Clocks {
		clock := &t.c.Clocks[i]
		rule, ok := t.Policy.Clock(clock.Rule)
		if !ok || !clock.Running() || rule.Stop != h || h == policy.Reported && t.ofOpenTask(clock, rule) {
			continue
		}
		t.stopClock(clock)
		if rule.Repeat && t.c.Status.Open() && !t.started(rule) {
			t.startClock(rule, t.now)
		}
	}
}

// stopClocks stops all clocks of a complaint that has ended, and what repeats.
func (t *turn) stopClocks() {
	for i := range t.c.Clocks {
		if t.c.Clocks[i].Running() {
			t.stopClock(&t.c.Clocks[i])
		}
	}
	t.stopNotices()
	t.timer("age", "age:"+t.c.ID, time.Time{})
	t.stopDays()
}

func (t *turn) stopClock(clock *complaint.Clock) {
	if clock.Due.IsZero() {
		rule, _ := t.Policy.Clock(clock.Rule)
		clock.Due, _ = t.Policy.Due(rule, clock.Started, t.pausesUntilNow())
	}
	clock.Met = t.now
	clock.Breached = clock.Breached || t.now.After(clock.Due)
	t.timer("breach", t.clockKey("breach", *clock), time.Time{})
	t.timer("warn", t.clockKey("warn", *clock), time.Time{})
	if rule, ok := t.Policy.Clock(clock.Rule); ok && ofProgress(rule) {
		t.timer(progressTimer, t.clockKey(progressTimer, *clock), time.Time{})
	}
}

// nextDue is the running deadline that comes first; ok is false when none runs.
func nextDue(c *complaint.Complaint) (clock complaint.Clock, ok bool) {
	for _, k := range c.Clocks {
		if k.Running() && !k.Due.IsZero() && (!ok || k.Due.Before(clock.Due)) {
			clock, ok = k, true
		}
	}
	return clock, ok
}

package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// promise starts the clocks that run from filing, and takes the customer's promise from them.
func (t *turn) promise(from time.Time) {
	t.c.Promise, _ = t.Policy.FirstContactOf(t.Policy.FactsOf(t.c, t.now), from)
	t.startClocks(policy.Filed, from)
}

// startClocks starts every clock of the policy that begins with h.
func (t *turn) startClocks(h policy.Happening, from time.Time) {
	for _, rule := range t.Policy.ClocksOf(t.Policy.FactsOf(t.c, t.now)) {
		if rule.Start != h || rule.Stop == policy.Claimed && t.c.Owner != 0 {
			continue
		}
		due, provisional := t.Policy.Due(rule, from, nil)
		if due.IsZero() {
			continue
		}
		clock := complaint.Clock{Rule: rule.At(from, t.Policy.Calendar()).ID, Started: from, Due: due, Provisional: provisional}
		t.c.Clocks = append(t.c.Clocks, clock)
		t.timer("breach", t.clockKey("breach", clock), due)
		if at := t.Policy.WarnAt(rule, from, due); !at.IsZero() && at.After(t.now) {
			t.timer("warn", t.clockKey("warn", clock), at)
		}
	}
}

func (t *turn) clockKey(what string, c complaint.Clock) string {
	return fmt.Sprintf("%s:%s:%s:%d", what, t.c.ID, c.Rule, c.Started.UnixMicro())
}

// meetClocks stops every running clock that waits for h. A breach stays a breach.
func (t *turn) meetClocks(h policy.Happening) {
	for i := range t.c.Clocks {
		clock := &t.c.Clocks[i]
		rule, ok := t.Policy.Clock(clock.Rule)
		if !ok || !clock.Running() || rule.Stop != h {
			continue
		}
		t.stopClock(clock)
	}
}

// stopClocks stops all clocks of a complaint that has ended.
func (t *turn) stopClocks() {
	for i := range t.c.Clocks {
		if t.c.Clocks[i].Running() {
			t.stopClock(&t.c.Clocks[i])
		}
	}
}

func (t *turn) stopClock(clock *complaint.Clock) {
	clock.Met = t.now
	clock.Breached = clock.Breached || t.now.After(clock.Due)
	t.timer("breach", t.clockKey("breach", *clock), time.Time{})
	t.timer("warn", t.clockKey("warn", *clock), time.Time{})
}

// nextDue is the running deadline that comes first; zero when none runs.
func nextDue(c *complaint.Complaint) (clock complaint.Clock, ok bool) {
	for _, k := range c.Clocks {
		if k.Running() && (!ok || k.Due.Before(clock.Due)) {
			clock, ok = k, true
		}
	}
	return clock, ok
}

package flows

import (
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// beginDays lets a complaint that was filed or taken up again take part in what the policy does
// every day (PS-T01, SH-T1): today counts, and every day that begins while it is open.
func (t *turn) beginDays() {
	if !t.Policy.GoesBy(policy.DailyCheck) && !t.Policy.GoesBy(policy.WorkStarted) {
		return
	}
	if t.Policy.GoesBy(policy.DailyCheck) {
		t.happened(policy.DailyCheck)
	}
	t.watchDay(policy.DailyCheck)
	t.watchDay(policy.WorkStarted)
}

// watchDay has the complaint looked at when the next day, or the next working day, begins.
func (t *turn) watchDay(h policy.Happening) {
	if !t.Policy.GoesBy(h) {
		return
	}
	midnight := at(t.now.In(t.Policy.Zone()), 0, 0)
	if h == policy.DailyCheck {
		t.timer("day", "day:"+t.c.ID, midnight.AddDate(0, 0, 1))
		return
	}
	opens := t.Policy.Calendar().NextOpen(midnight)
	if !opens.After(t.now) {
		opens = t.Policy.Calendar().NextMorning(t.now)
	}
	t.timer("workday", "workday:"+t.c.ID, opens)
}

// dayBegan starts and stops what the policy lets go by the beginning of a day.
func (t *turn) dayBegan(h policy.Happening) {
	if t.c == nil || t.c.Number == "" || !t.c.Status.Open() {
		return
	}
	t.happened(h)
	t.watchDay(h)
	t.showCard()
}

func (t *turn) stopDays() {
	for _, name := range []string{"day", "workday"} {
		t.timer(name, name+":"+t.c.ID, time.Time{})
	}
}

// watchClaim lets the limits by which somebody takes a complaint begin again: nobody has it any
// more, or another desk has it. What the desk before took for it stays on record.
func (t *turn) watchClaim() {
	if t.c.Number == "" || !t.c.Status.Open() {
		return
	}
	for i := range t.c.Clocks {
		if rule, ok := t.Policy.Clock(t.c.Clocks[i].Rule); ok && rule.Stop == policy.Claimed && t.c.Clocks[i].Running() {
			t.stopClock(&t.c.Clocks[i])
		}
	}
	if t.c.Kind != complaint.KindComplaint && t.c.Kind != complaint.KindQuestion {
		return
	}
	for _, rule := range t.Policy.ClocksOf(t.facts()) {
		if rule.Stop == policy.Claimed {
			t.startClock(rule, t.now)
		}
	}
}

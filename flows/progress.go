package flows

import (
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// Word of progress (FB-T1): where the policy wants the customer to hear every so often, the
// owner is asked for it some hours before; if they write nothing, the customer hears what is
// known to be so, never more; two days of silence go to those who lead.

// actNoProgress is what the history calls a word of progress that nobody of staff wrote.
const actNoProgress complaint.Action = "no_progress"

// actProgress is what the customer was told by itself.
const actProgress complaint.Action = "progress"

const (
	progressTimer = "progress" // tells the customer how things stand
	hushTimer     = "hush"     // raises silence towards the customer
	silenceLimit  = 48 * time.Hour
)

// ofProgress reports whether a rule wants the customer to hear again and again.
func ofProgress(rule policy.ClockRule) bool { return rule.Repeat && rule.Stop == policy.Replied }

// askProgress asks the owner for a word to the customer, or one tap.
func (t *turn) askProgress(clock *complaint.Clock) {
	if t.askedOf(clock) {
		return
	}
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("progress_ask", "when", t.moment(v, clock.Due), "who", t.ownerMention()),
		row(complaint.Button{Text: v.Str("button_no_news"), Data: data("s", "nonews", t.c.Number)}))
}

// askedOf reports whether the owner was asked already for the sake of another limit that ends
// the same day.
func (t *turn) askedOf(clock *complaint.Clock) bool {
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool {
		rule, ok := t.Policy.Clock(c.Rule)
		return ok && ofProgress(rule) && c.Running() && c.Warned && !c.Breached && c.Rule != clock.Rule && c.Due.Sub(clock.Due).Abs() < 12*time.Hour
	})
}

// noNews tells the customer, at the owner's word, that they are at it and have nothing new yet.
func (t *turn) noNews() {
	v := t.desk(complaint.StaffDesk)
	if !t.mayHandle() {
		return
	}
	if t.c.Status != complaint.Claimed {
		t.answer(v.Str("button_stale"))
		return
	}
	text := joinLines(t.Texts.In(t.c.Language).Say("progress_no_news", "number", t.c.Number), t.lastStep())
	t.tellCustomer(t.outgoing(text), text)
	t.change(v.Say("progress_sent", "by", t.st.Actor.Name))
}

// progressMissed notes that nobody of staff wrote in time.
func (t *turn) progressMissed(clock *complaint.Clock, rule policy.ClockRule) {
	clock.Breached = true
	t.note(0, "system", actNoProgress, clock.Rule)
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("progress_missed", "who", t.ownerMention()))
	if at := clock.Started.Add(silenceLimit); at.After(t.now) {
		t.timer(hushTimer, t.clockKey(hushTimer, *clock), at)
	} else {
		t.tooSilent(clock)
	}
	t.startClock(rule, t.now)
	t.showCard()
}

// hushDue raises silence that has lasted.
func (t *turn) hushDue() {
	if clock := t.dueClock(); clock != nil && (t.c.Status == complaint.Filed || t.c.Status == complaint.Claimed) {
		t.tooSilent(clock)
		t.showCard()
	}
}

// tooSilent tells those who lead that nobody has written to the customer for two days (FB-AT02).
// What was raised once climbs by itself and is not raised anew.
func (t *turn) tooSilent(clock *complaint.Clock) {
	if slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool {
		return c.Rule == clock.Rule && c.Running() && c.Breached && c.Started.Before(clock.Started)
	}) {
		return
	}
	rule, _ := t.Policy.Clock(clock.Rule)
	t.c.Escalated = true
	m := t.desk(complaint.ManagersDesk)
	t.alertManagers("alert_silent", append([]complaint.Rich{m.Say("alert_rung_action", "action", t.clockAction(rule.ID, m.Lang)),
		t.climb(clock, rule)}, t.notices(policy.Overdue)...)...)
}

// wordBy is when the customer hears how it stands if nobody wrote: shortly before the deadline,
// or in the first contact hours after it.
func (t *turn) wordBy(due time.Time) time.Time {
	if due.IsZero() {
		return due
	}
	if early := due.Add(-15 * time.Minute); !t.contactFrom(early).After(early) {
		return early
	}
	return t.contactFrom(due)
}

// progressDue tells the customer what is known to be so, unless they have heard meanwhile: that
// it is open, who has it, what was last done, and when they hear again.
func (t *turn) progressDue() {
	clock := t.dueClock()
	if clock == nil || t.c.Status != complaint.Filed && t.c.Status != complaint.Claimed || t.c.Unreachable || t.c.Absent() ||
		t.now.Sub(t.c.Informed) < 12*time.Hour || t.resting() {
		return
	}
	v := t.voice()
	key := "progress_owned"
	if t.c.Owner == 0 {
		key = "progress_unowned"
	}
	text := joinLines(v.Say(key, "number", t.c.Number), t.lastStep())
	if rule, ok := t.Policy.Clock(clock.Rule); ok {
		if next, _ := t.Policy.Due(rule, later(clock.Due, t.now), t.pauses()); !next.IsZero() {
			text = joinLines(text, v.Say("progress_next", "when", v.When(t.contactFrom(next), t.now, t.Policy.Zone())))
		}
	}
	t.c.Informed = t.now
	t.note(0, "system", actProgress, clock.Rule)
	t.tell(text, row(t.customerButton("button_managers", "managers", t.c)))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lastStep names the newest thing that the record shows was done.
func (t *turn) lastStep() complaint.Rich {
	v, zone := t.voice(), t.Policy.Zone()
	key, at := "last_filed", t.c.FiledAt
	newer := func(k string, when time.Time) {
		if !when.IsZero() && !when.Before(at) {
			key, at = k, when
		}
	}
	newer("last_reopened", t.c.ReopenedAt)
	if t.c.Owner != 0 {
		newer("last_claimed", t.c.OwnedAt)
	}
	newer("last_wrote", t.lastReply())
	for _, k := range t.c.Tasks {
		newer("last_asked", k.At)
		newer("last_answered", k.DoneAt)
	}
	for _, l := range t.c.Ladders {
		newer("last_raised", l.At)
	}
	return v.Say(key, "when", v.When(at, t.now, zone))
}

// endProgress stops the clocks of progress of a complaint that has its result, and takeUpProgress
// begins them again.
func (t *turn) endProgress() {
	for i := range t.c.Clocks {
		if rule, ok := t.Policy.Clock(t.c.Clocks[i].Rule); ok && ofProgress(rule) && t.c.Clocks[i].Running() {
			t.stopClock(&t.c.Clocks[i])
		}
	}
}

func (t *turn) takeUpProgress() {
	for _, rule := range t.Policy.ClocksOf(t.facts()) {
		running := slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool { return c.Rule == rule.ID && c.Running() && !c.Breached })
		if ofProgress(rule) && rule.Start == policy.Claimed && t.c.Owner != 0 && !running {
			t.startClock(rule, t.now)
		}
	}
}

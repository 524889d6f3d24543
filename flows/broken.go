package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// A promise that was broken: the customer is told so, may ask for the managers, and gets a new
// time only once staff have confirmed one.

// brokenTimer tells the customer in contact hours what was broken outside them.
const brokenTimer = "broken"

// sorry tells the customer that a promise was broken. At night that waits for the morning,
// unless it is critical.
func (t *turn) sorry(clock *complaint.Clock) {
	t.askNewTime()
	if at := t.contactFrom(t.now); at.After(t.now) && t.c.Severity != complaint.P1 {
		t.later(brokenTimer, t.c, t.clockKey("breach", *clock), at)
		return
	}
	t.tellBroken(clock)
}

// brokenDue is sorry once the night is over; what was done meanwhile needs no apology.
func (t *turn) brokenDue() {
	if t.c == nil || !t.c.Status.Open() || t.resting() {
		return
	}
	for i := range t.c.Clocks {
		if c := &t.c.Clocks[i]; c.Running() && t.clockKey("breach", *c) == t.ev.Timer.Detail {
			t.tellBroken(c)
		}
	}
}

func (t *turn) tellBroken(clock *complaint.Clock) {
	v := t.voice()
	key, due := "promise_broken", t.c.Promise
	if clock.Rule == commitmentRule {
		key, due = "commitment_broken", clock.Due
	}
	t.tell(v.Say(key, "number", t.c.Number, "when", v.When(due, t.now, t.Policy.Zone())), row(t.customerButton("button_managers", "managers", t.c)))
}

// askNewTime asks staff by when the customer will hear, with a few times to press.
func (t *turn) askNewTime() {
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, at := range t.newTimes() {
		buttons = append(buttons, complaint.Button{Text: t.moment(v, at), Data: data("s", "newtime", t.c.Number, minuteCode(at))})
	}
	t.remark(v.Say("new_time_ask", "who", t.ownerMention()), rows(2, buttons)...)
}

// newTimes are moments at which customers may be contacted: soon, later today, and the next
// working day.
func (t *turn) newTimes() []time.Time {
	var out []time.Time
	half := t.now.Add(29 * time.Minute).Truncate(30 * time.Minute)
	for _, at := range []time.Time{half.Add(time.Hour), half.Add(3 * time.Hour), t.Policy.Calendar().NextMorning(t.now).Add(3 * time.Hour)} {
		at = t.contactFrom(at)
		if n := len(out); n == 0 || at.After(out[n-1]) {
			out = append(out, at)
		}
	}
	return out
}

// newTime makes a time that staff confirmed a promise, and tells the customer.
func (t *turn) newTime(code string) {
	before := len(t.c.Clocks)
	t.commit(code)
	if len(t.c.Clocks) == before {
		return
	}
	due := minuteOf(code)
	t.c.Promise = due
	v := t.voice()
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.c.Customer, NotBefore: t.restUntil(),
		Text: v.Say("new_time", "number", t.c.Number, "when", v.When(due, t.contactFrom(t.now), t.Policy.Zone()))})
}

// restUntil is when the customer may be written to, zero if that is now.
func (t *turn) restUntil() time.Time {
	if at := t.contactFrom(t.now); at.After(t.now) {
		return at
	}
	return time.Time{}
}

// urge raises the complaint further at the customer's wish, once a day.
func (t *turn) urge() {
	v := t.voice()
	switch {
	case !t.c.Status.Open():
		t.answer(v.Str("button_stale"))
		return
	case t.now.Sub(t.c.Urged) < 24*time.Hour:
		t.answer(v.Str("urged_already", "when", v.When(t.c.Urged, t.now, t.Policy.Zone())))
		return
	}
	t.strip()
	t.c.Urged, t.c.Escalated = t.now, true
	t.note(t.c.Customer, "customer", complaint.Escalate, "customer")
	t.alertManagers("alert_urged", t.rungsUp()...)
	t.remark(t.desk(complaint.StaffDesk).Say("staff_urged", "who", t.ownerMention()))
	t.showCard()
	t.tell(v.Say("urged", "number", t.c.Number))
}

// rungsUp raises what is climbing by one rung at once, and names whom it is for.
func (t *turn) rungsUp() []complaint.Rich {
	var lines []complaint.Rich
	for i := range t.c.Ladders {
		l := &t.c.Ladders[i]
		rule, ok := t.Policy.Clock(l.Rule)
		if ok && l.Climbing() && t.stillBroken(*l) && l.Rung < len(t.rungs(rule)) {
			lines = append(lines, t.rungUp(l, rule))
		}
	}
	return lines
}

// rungUp takes one step up the ladder and lets the next come in its time.
func (t *turn) rungUp(l *complaint.Ladder, rule policy.ClockRule) complaint.Rich {
	all := t.rungs(rule)
	l.Rung++
	l.At = t.now
	t.note(0, "system", complaint.Escalate, fmt.Sprintf("%s %d/%d %s", l.Rule, l.Rung, len(all), all[l.Rung-1]))
	t.nextRung(*l, rule)
	return t.rungLine("alert_rung", all, l.Rung)
}

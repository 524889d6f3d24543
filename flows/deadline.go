package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// dueClock finds the running clock that the timer of this event belongs to.
func (t *turn) dueClock() *complaint.Clock {
	if t.c == nil {
		return nil
	}
	for i := range t.c.Clocks {
		clock := &t.c.Clocks[i]
		if clock.Running() && t.clockKey(t.ev.Timer.Name, *clock) == t.ev.Timer.Key {
			return clock
		}
	}
	return nil
}

// warn reminds the owner that a deadline comes near, or the desk when nobody has it.
func (t *turn) warn() {
	clock := t.dueClock()
	if clock == nil || clock.Warned {
		return
	}
	clock.Warned = true
	if rule, ok := t.Policy.Clock(clock.Rule); ok && ofProgress(rule) && t.c.Owner != 0 {
		t.askProgress(clock)
		t.showCard()
		return
	}
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_warn", "action", t.clockAction(clock.Rule, v.Lang),
		"left", v.Span(clock.Due.Sub(t.now)), "who", t.ownerMention()))
	t.showCard()
}

// breach marks a broken deadline, raises it to the managers, and tells the customer honestly
// when it was a promise to them.
func (t *turn) breach() {
	clock := t.dueClock()
	if clock == nil || clock.Breached || t.now.Before(clock.Due) {
		return
	}
	rule, _ := t.Policy.Clock(clock.Rule)
	if ofProgress(rule) {
		t.progressMissed(clock, rule)
		return
	}
	clock.Breached = true
	t.note(0, "system", complaint.Escalate, clock.Rule)
	t.c.Escalated = t.c.Status.Open()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_breach", "action", t.clockAction(clock.Rule, v.Lang), "who", t.ownerMention()))
	t.alertManagers("alert_overdue", append([]complaint.Rich{t.ownLimit(clock.Rule), t.climb(clock, rule)}, t.notices(policy.Overdue)...)...)
	t.occurred(policy.Overdue)
	t.meetClocks(policy.Overdue)
	if rule.Start != policy.Overdue {
		t.startClocks(policy.Overdue, t.now)
	}
	if t.ofClaim(rule) {
		t.rise("staff_rise")
	}
	if clock.Rule == commitmentRule || rule.Promise && t.c.RepliedAt.IsZero() && t.told(clock.Due) {
		t.sorry(clock)
	}
	if rule.Repeat {
		t.startClock(rule, t.now)
	}
	t.showCard()
}

// ownLimit names a limit that is not the policy's (a promise, a low score to follow up) or not the
// only one that is broken.
func (t *turn) ownLimit(rule string) complaint.Rich {
	if _, ok := t.Policy.Clock(rule); ok && !t.alsoBroken(rule) {
		return nil
	}
	v := t.desk(complaint.ManagersDesk)
	return v.Say("alert_rung_action", "action", t.clockAction(rule, v.Lang))
}

// alsoBroken reports whether another limit is broken and not met yet.
func (t *turn) alsoBroken(rule string) bool {
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool { return c.Rule != rule && c.Breached && c.Running() })
}

// told reports whether the customer was promised to hear by then: a clock that a graver
// severity added later is ours alone.
func (t *turn) told(due time.Time) bool {
	return !t.c.Promise.IsZero() && !due.Before(t.c.Promise)
}

func (t *turn) clockAction(rule, lang string) string {
	switch rule {
	case commitmentRule:
		return t.Texts.In(lang).Str("commitment_action")
	case lowScoreRule:
		return t.Texts.In(lang).Str("low_score_action")
	}
	if n, ok := strings.CutPrefix(rule, stepClock); ok && t.stepOf(n) != nil {
		return t.stepName(t.stepOf(n).Rule, lang)
	}
	if r, ok := t.Policy.Clock(rule); ok {
		return r.ActionOf(rule).In(lang)
	}
	return rule
}

// ownerMention calls the owner by name, so that Telegram notifies them.
func (t *turn) ownerMention() complaint.Rich {
	if t.c.Owner == 0 {
		return t.desk(complaint.StaffDesk).Say("nobody_yet")
	}
	return complaint.Rich{{Text: t.c.OwnerName, Style: complaint.Mention, Ref: fmt.Sprint(t.c.Owner)}}
}

// alertManagers tells the managers what has happened to a complaint, with a button to say
// that they have seen it.
func (t *turn) alertManagers(key string, more ...complaint.Rich) {
	t.alertManagersWith(nil, key, more...)
}

// alertManagersWith is alertManagers with further buttons.
func (t *turn) alertManagersWith(further []complaint.Button, key string, more ...complaint.Rich) {
	v := t.desk(complaint.ManagersDesk)
	desk := complaint.ManagersDesk
	if t.st.Org.Managers.Chat == 0 && t.st.Org.Staff.Chat != 0 {
		desk = complaint.StaffDesk
	}
	summary := complaint.Words(excerpt(t.c.Summary, 300))
	if t.discreet() || desk == complaint.StaffDesk && t.veiled() {
		summary = nil
	}
	o := complaint.Outbound{
		Op: complaint.Say, Desk: desk, Urgency: t.urgency(),
		Text: joinLines(
			v.Say(key, "card", t.cardLink(t.c.ID, t.c.Number), "level", t.level(v.Lang)),
			summary,
			v.Say("card_owner", "owner", t.ownerName(v)),
			joinLines(more...)),
		Buttons: slices.DeleteFunc([][]complaint.Button{further,
			row(complaint.Button{Text: v.Str("button_acknowledge"), Data: data("s", "ack", t.c.Number)})}, func(r []complaint.Button) bool { return len(r) == 0 }),
	}
	if desk == complaint.StaffDesk { // a reply to it is not for the customer
		o.Op, o.Slot = complaint.Show, fmt.Sprintf(noticeSlot+"%s:%s:%d.%d", t.c.ID, desk, t.ev.ID, t.n)
	}
	t.send(o)
}

// urgency is how much a message about the complaint may wait.
func (t *turn) urgency() complaint.Urgency {
	if t.c.Severity == complaint.P1 {
		return complaint.Urgent
	}
	return complaint.Normal
}

// level names the severity as the policy does, with its mark.
func (t *turn) level(lang string) string {
	name := t.Policy.Level(t.c.Severity, lang)
	return severityMark(t.c.Severity) + " " + name
}

func severityMark(s complaint.Severity) string {
	switch s {
	case complaint.P1:
		return "🔴"
	case complaint.P2:
		return "🟠"
	case complaint.P3:
		return "🟡"
	}
	return "⚪"
}

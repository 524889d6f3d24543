package flows

import (
	"fmt"
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
	clock.Breached = true
	t.note(0, "system", complaint.Escalate, clock.Rule)
	t.c.Escalated = true
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_breach", "action", t.clockAction(clock.Rule, v.Lang), "who", t.ownerMention()))
	t.alertManagers("alert_overdue", append([]complaint.Rich{t.climb(clock, rule)}, t.notices(policy.Overdue)...)...)
	if rule.Start != policy.Overdue {
		t.startClocks(policy.Overdue, t.now)
	}
	if rule.Promise && t.c.RepliedAt.IsZero() && t.told(clock.Due) {
		t.tell(t.voice().Say("promise_broken", "number", t.c.Number,
			"when", t.voice().When(t.c.Promise, t.now, t.Policy.Zone())))
	}
	t.commitmentBroken(clock)
	if rule.Repeat {
		t.startClock(rule, t.now)
	}
	t.showCard()
}

// told reports whether the customer was promised to hear by then: a clock that a graver
// severity added later is ours alone.
func (t *turn) told(due time.Time) bool {
	return !t.c.Promise.IsZero() && !due.Before(t.c.Promise)
}

func (t *turn) clockAction(rule, lang string) string {
	if rule == commitmentRule {
		return t.Texts.In(lang).Str("commitment_action")
	}
	if r, ok := t.Policy.Clock(rule); ok {
		return r.Action.In(lang)
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
	v := t.desk(complaint.ManagersDesk)
	desk := complaint.ManagersDesk
	if t.st.Org.Managers.Chat == 0 && t.st.Org.Staff.Chat != 0 {
		desk = complaint.StaffDesk
	}
	urgency := complaint.Normal
	if t.c.Severity == complaint.P1 {
		urgency = complaint.Urgent
	}
	summary := complaint.Words(excerpt(t.c.Summary, 300))
	if desk == complaint.StaffDesk && t.namesColleague() {
		summary = nil
	}
	t.send(complaint.Outbound{
		Op: complaint.Say, Desk: desk, Urgency: urgency,
		Text: joinLines(
			v.Say(key, "card", t.cardLink(t.c.ID, t.c.Number), "level", t.level(v.Lang)),
			summary,
			v.Say("card_owner", "owner", t.ownerName(v)),
			joinLines(more...)),
		Buttons: [][]complaint.Button{row(complaint.Button{Text: v.Str("button_acknowledge"), Data: data("s", "ack", t.c.Number)})},
	})
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

package flows

import (
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// remindOfQuestion repeats the question to a customer who has not answered. One that never
// arrived is not spoken of.
func (t *turn) remindOfQuestion() {
	words, arrived := t.lastWords()
	if !arrived {
		return
	}
	key := "chase_answer"
	if t.c.Chase.Step > 1 {
		key = "chase_answer_again"
	}
	t.note(0, "system", actRemind, complaint.ForAnswer)
	t.tellAgain(t.voice().Say(key, "number", t.c.Number), words)
}

// announceClosing says when the complaint is closed unless something is heard, and how to
// keep it open.
func (t *turn) announceClosing() {
	words, arrived := t.lastWords()
	switch {
	case !arrived:
		t.remark(t.desk(complaint.StaffDesk).Say("staff_chase_unreached", "who", t.ownerMention()))
		return
	case t.c.Severity == complaint.P1:
		return // never closed for want of an answer, so nothing of the kind is announced
	}
	t.note(0, "system", actRemind, "notice")
	v := t.voice()
	t.tellAgain(v.Say("chase_notice", "number", t.c.Number, "when", v.When(t.chaseAt(t.c.Chase.Step), t.now, t.Policy.Zone())), words,
		row(t.customerButton("button_keep_open", "stay", t.c)))
}

// stay keeps a complaint open at the customer's wish; the waiting begins anew.
func (t *turn) stay() {
	if t.c.Status != complaint.Waiting {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	t.note(t.c.Customer, "customer", "stay", "")
	t.chase(complaint.ForAnswer)
	t.remark(t.desk(complaint.StaffDesk).Say("staff_stays", "who", t.ownerMention()))
	t.tell(t.voice().Say("stays", "number", t.c.Number))
}

// closeUnanswered closes what nobody answered, and says so. A question that did not arrive
// closes nothing, nor does silence end what is critical.
func (t *turn) closeUnanswered() {
	v := t.desk(complaint.StaffDesk)
	words, arrived := t.lastWords()
	switch {
	case !arrived:
		t.remark(v.Say("staff_chase_unreached", "who", t.ownerMention()))
		return
	case t.c.Severity == complaint.P1:
		t.remark(v.Say("staff_unanswered_grave", "who", t.ownerMention()))
		t.alertManagers("alert_unanswered")
		return
	}
	since := t.c.Chase.From
	if !t.lapse("no_reply") {
		return
	}
	t.remark(v.Say("staff_unanswered", "when", v.When(since, t.now, t.Policy.Zone()), "who", t.ownerMention()))
	c := t.voice()
	text := c.Say("closed_unanswered", "number", t.c.Number)
	if words != "" {
		text = joinLines(text, c.Say("chase_words", "words", excerpt(words, 300)))
	}
	t.tell(joinLines(text, complaint.Words(t.reopenUntil())), row(t.customerButton("button_reopen", "unsolved", t.c)))
	t.closeTopic()
}

// lapse ends a complaint by the customer's silence.
func (t *turn) lapse(outcome string) bool {
	if t.move(complaint.Lapse) != nil {
		return false
	}
	t.c.Outcome = outcome
	t.note(0, "system", complaint.Lapse, outcome)
	t.happened(policy.Closed)
	t.stopClocks()
	t.showCard()
	return true
}

// mayReopen reports whether it is not too long ago that the complaint ended.
func (t *turn) mayReopen() bool {
	within := t.Policy.FollowUps().Reopen
	return within <= 0 || !t.c.Status.Ended() || t.c.ClosedAt.IsZero() || t.now.Before(t.c.ClosedAt.Add(within))
}

// tooLate says that it is too long ago, and what the customer can do instead.
func (t *turn) tooLate() {
	v := t.voice()
	t.strip()
	t.s.Active, t.s.Stage = t.c.ID, complaint.Idle
	t.tell(v.Say("reopen_late", "number", t.c.Number, "date", v.Date(t.c.ClosedAt, t.Policy.Zone())))
}

// reopenUntil names the last day on which the customer may open the complaint again; without
// a limit it says so.
func (t *turn) reopenUntil() string {
	v, within := t.voice(), t.Policy.FollowUps().Reopen
	if within <= 0 {
		return v.Str("reopen_any_time")
	}
	return v.Str("reopen_until", "date", v.Date(t.now.Add(within-24*time.Hour), t.Policy.Zone()))
}

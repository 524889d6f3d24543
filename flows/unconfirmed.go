package flows

import (
	"slices"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// actRemind is what the history calls a reminder; the detail says of what.
const actRemind complaint.Action = "remind"

// remindOfResult asks once more whether the result settles the matter, and says what silence
// will mean.
func (t *turn) remindOfResult() {
	_, arrived := t.lastWords()
	if t.c.Chase.Spoke || !arrived {
		return
	}
	t.note(0, "system", actRemind, complaint.ForWord)
	v := t.voice()
	text := v.Say("chase_result", "number", t.c.Number, "outcome", excerpt(t.c.Closing.Outcome, 300))
	if t.wantsForSilence() == nil {
		text = joinLines(text, v.Say("chase_result_lapse", "when", v.When(t.chaseAt(t.c.Chase.Step), t.now, t.Policy.Zone())))
	}
	t.tell(joinLines(text, v.Say("resolved_question")), t.solvedButtons()...)
}

// closeUnconfirmed closes a result that nobody objected to. Where the customer wrote something
// since, or the policy wants more than silence, people decide.
func (t *turn) closeUnconfirmed() {
	v := t.desk(complaint.StaffDesk)
	if t.c.Chase.Spoke {
		t.remark(v.Say("staff_unconfirmed_spoke", "who", t.ownerMention()))
		return
	}
	if missing := t.wantsForSilence(); missing != nil {
		t.remark(v.Say("staff_unconfirmed_lacks", "names", namesOf(missing, v.Lang), "who", t.ownerMention()))
		return
	}
	_, arrived := t.lastWords()
	outcome := "unconfirmed"
	if !arrived {
		outcome = "no_reply" // the customer does not even know the result
	}
	if !t.lapse(outcome) {
		return
	}
	t.afterClosing()
	if !arrived {
		t.remark(v.Say("staff_unconfirmed_unreached", "who", t.ownerMention()))
		t.closeTopic()
		return
	}
	t.remark(v.Say("staff_unconfirmed", "who", t.ownerMention()))
	t.tell(t.voice().Say("closed_unconfirmed", "number", t.c.Number, "until", t.reopenUntil()), row(t.customerButton("button_reopen", "unsolved", t.c)))
	t.closeTopic()
}

// wantsForSilence lists what the closing list demands of the customer that silence after a
// reminder does not stand for, and what the record lacks since the result was sent; nil when
// nothing.
func (t *turn) wantsForSilence() []policy.Requirement {
	if t.c.Kind != complaint.KindComplaint {
		return nil
	}
	record := t.given()
	for _, id := range byCustomer() {
		delete(record, id)
	}
	for id, v := range t.c.Closing.Record {
		record[id] = record[id] || v != ""
	}
	record["no_reply"] = true
	missing := t.Policy.CloseMissing(t.closingFacts(), record)
	missing = slices.DeleteFunc(missing, func(r policy.Requirement) bool { return !slices.Contains(byCustomer(), r.ID) })
	if missing = append(missing, t.unrecorded()...); len(missing) == 0 {
		return nil
	}
	return missing
}

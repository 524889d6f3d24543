package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// What the customer says to an offer: under it stand two buttons.
const (
	actAccept  complaint.Action = "accept"  // detail: the id of the offer's message
	actDislike complaint.Action = "dislike" // does not agree with an offer; detail: the same
)

// planAgreed is what the closing list calls the customer's consent to a plan.
const planAgreed = "plan_agreed"

// offerButtons ask the customer whether an offer suits them.
func (t *turn) offerButtons(m complaint.Message) []complaint.Button {
	v := t.Texts.In(t.c.Language)
	b := func(key, answer string) complaint.Button {
		return complaint.Button{Text: v.Str(key), Data: data("c", "offer", t.c.Number, answer, heldCode(m))}
	}
	return row(b("button_offer_yes", "yes"), b("button_offer_no", "no"))
}

// offerAnswered takes the customer's answer to an offer, once. Consent goes to those who carry
// it out (AS-6); a no goes to those the policy names, in the same minute (CF-3).
func (t *turn) offerAnswered(answer, code string) {
	m, ok := t.offered(code)
	if !ok || !t.c.Status.Open() {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	v := t.desk(complaint.StaffDesk)
	if answer == "yes" {
		t.setRecord(planAgreed, m.Text)
		t.note(t.c.Customer, "customer", actAccept, m.ID)
		t.remark(joinLines(v.Say("staff_offer_yes", "who", t.ownerMention()), quoted(m.Text)))
		t.happened(policy.Accepted)
		t.tell(t.voice().Say("offer_taken", "number", t.c.Number))
	} else {
		delete(t.c.Closing.Record, planAgreed)
		t.note(t.c.Customer, "customer", actDislike, m.ID)
		t.remark(joinLines(v.Say("staff_offer_no", "who", t.ownerMention()), quoted(m.Text)))
		t.happened(policy.Objected)
		t.tell(t.voice().Say("offer_left", "number", t.c.Number))
	}
	t.showCard()
}

// offered finds the offer a button stands under: one that went out and was not answered since.
func (t *turn) offered(code string) (complaint.Message, bool) {
	for _, m := range t.st.Messages {
		if m.Direction != complaint.Out || heldCode(m) != code {
			continue
		}
		for _, h := range []policy.Happening{policy.Accepted, policy.Objected} {
			if !t.c.Happened[string(h)].Before(m.At) && !t.c.Happened[string(h)].IsZero() {
				return m, false
			}
		}
		return m, true
	}
	return complaint.Message{}, false
}

// offerTaken is what the customer agreed to, for those who carry it out.
func (t *turn) offerTaken() string {
	if words := t.c.Closing.Record[planAgreed]; words != "" {
		return ": " + words
	}
	return ""
}

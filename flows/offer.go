package flows

import (
	"fmt"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// offers are what the policy lets staff propose now; proposed, never promised.
func (t *turn) offers() []policy.Offer {
	if t.c.Status != complaint.Claimed && t.c.Status != complaint.Waiting {
		return nil
	}
	return t.Policy.OffersFor(t.facts())
}

// chooseOffer shows the offers, those that need consent marked.
func (t *turn) chooseOffer() {
	if !t.mayHandle() {
		return
	}
	v := t.desk(complaint.StaffDesk)
	var buttons [][]complaint.Button
	for _, o := range t.offers() {
		label := o.Name.In(v.Lang)
		if o.Approval != "" {
			label = v.Str("offer_needs", "offer", label, "role", t.Policy.Role(o.Approval, v.Lang))
		}
		buttons = append(buttons, row(complaint.Button{Text: label, Data: data("s", "propose", t.c.Number, o.ID)}))
	}
	if len(buttons) == 0 {
		t.answer(v.Str("button_stale"))
		return
	}
	t.showForm(v.Say("offer_which", "number", t.c.Number), append(buttons, row(t.formButton("button_back", "cancel")))...)
}

// propose puts an offer to the customer, after approval where the policy demands it (AS-AT01,
// RT-AT03).
func (t *turn) propose(id string) {
	if !t.mayHandle() {
		return
	}
	v := t.desk(complaint.StaffDesk)
	for _, o := range t.offers() {
		if o.ID != id {
			continue
		}
		m := t.drafted(o.Name.In(t.c.Language))
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), "offer", o.ID)
		if o.Approval != "" && !t.alone() {
			t.showForm(v.Say("offer_waits", "by", t.st.Actor.Name, "offer", o.Name.In(v.Lang)))
			t.askApproval(m, asOffer, policy.Finding{Approval: o.Approval, Rule: o.ID, Name: v.Str("offer_why")})
			return
		}
		t.letGo(m, asOffer)
		t.showForm(v.Say("offer_sent", "by", t.st.Actor.Name, "offer", o.Name.In(v.Lang)))
		return
	}
	t.answer(v.Str("button_stale"))
}

// drafted keeps words that may go to the customer later as a note of the actor.
func (t *turn) drafted(words string) complaint.Message {
	m := complaint.Message{
		ID: fmt.Sprintf("e%d", t.ev.ID), Complaint: t.c.ID, Direction: complaint.Note,
		Chat: t.ev.Chat.ID, Author: t.st.Actor.ID, Text: words, At: t.now,
	}
	t.res.Messages = append(t.res.Messages, m)
	return m
}

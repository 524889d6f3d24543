package flows

import (
	"fmt"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// claim is won by exactly one; the others are told who has it.
func (t *turn) claim() {
	v := t.desk(complaint.StaffDesk)
	if t.c.Status != complaint.Filed {
		t.refuse(v)
		return
	}
	if !t.belongs(t.st.Actor.ID) {
		t.alert(v.Str("staff_desk_members", "desk", t.deskName(t.home(), v.Lang)))
		return
	}
	if t.move(complaint.Claim) != nil {
		return
	}
	t.own(t.st.Actor.ID, t.st.Actor.Name)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Claim, "")
	t.timer(hintTimer, "hint:"+t.c.ID, t.now)
	t.happened(policy.Claimed)
	t.showCard()
	t.tellOwner("taken")
}

func (t *turn) own(id int64, name string) {
	t.c.Owner, t.c.OwnerName, t.c.OwnedAt = id, name, t.now
	t.watchOwner()
}

// refuse says why a press does nothing: somebody else has it, or it is over.
func (t *turn) refuse(v texts.Voice) {
	if t.c.Owner != 0 && t.c.Status.Open() {
		t.alert(v.Str("staff_taken", "owner", t.c.OwnerName, "when", v.When(t.c.OwnedAt, t.now, t.Policy.Zone())))
		return
	}
	t.alert(v.Str("staff_over", "status", v.Str("state_"+string(t.c.Status))))
}

// tellOwner tells the customer, by role, that somebody has their complaint and when the
// next word comes.
func (t *turn) tellOwner(key string) {
	v := t.voice()
	t.tell(v.Say(key, "number", t.c.Number, "desk", t.deskName(t.charge(), v.Lang), "next", t.nextWord()))
}

// mayHandle reports whether the actor may act on this complaint: its owner, or somebody who
// leads. It tells everybody else who has it.
func (t *turn) mayHandle() bool {
	if t.st.Actor.Leads() || t.c.Owner == t.st.Actor.ID && t.c.Owner != 0 {
		return true
	}
	v := t.desk(complaint.StaffDesk)
	if t.c.Owner == 0 && t.c.Status == complaint.Filed {
		t.alert(v.Str("staff_claim_first"))
		return false
	}
	t.refuse(v)
	return false
}

func (t *turn) release() {
	if !t.mayHandle() || t.move(complaint.Release) != nil {
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Release, "")
	t.showCard()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_released", "by", t.st.Actor.Name))
}

// chooseColleague offers the people a complaint can be handed to.
func (t *turn) chooseColleague() {
	if !t.mayHandle() {
		return
	}
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, s := range t.st.Org.People {
		if !s.Removed && s.ID != t.c.Owner && s.Name != "" && !t.named(s.Name) && t.belongs(s.ID) && len(buttons) < 30 {
			buttons = append(buttons, complaint.Button{Text: s.Name, Data: data("s", "to", t.c.Number, fmt.Sprint(s.ID))})
		}
	}
	desks := t.deskButtons("todesk")
	if len(buttons)+len(desks) == 0 {
		t.alert(v.Str("staff_nobody_else"))
		return
	}
	t.showForm(v.Say("form_handover", "number", t.c.Number), append(append(rows(2, buttons), desks...), row(t.formButton("button_back", "cancel")))...)
}

// handOver gives the complaint to a colleague; the customer learns that somebody else has it.
func (t *turn) handOver(to string) {
	if !t.mayHandle() {
		return
	}
	for _, s := range t.st.Org.People {
		if s.Removed || fmt.Sprint(s.ID) != to || t.named(s.Name) || t.move(complaint.HandOver) != nil {
			continue
		}
		t.own(s.ID, s.Name)
		t.happened(policy.HandedOver)
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.HandOver, to)
		t.showCard()
		v := t.desk(complaint.StaffDesk)
		t.showForm(v.Say("form_handed", "by", t.st.Actor.Name, "to", t.c.OwnerName))
		t.remark(v.Say("staff_yours_now", "by", t.st.Actor.Name, "who", t.ownerMention()))
		t.tellOwner("handed_over")
		return
	}
}

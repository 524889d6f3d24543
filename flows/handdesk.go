package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// deskForm is the form in which a complaint is handed to another desk.
const deskForm = "desk"

// mayMove reports whether the actor may give the complaint to another desk: whoever handles
// it, or anybody of its desk while nobody has it.
func (t *turn) mayMove() bool {
	return t.c.Status == complaint.Filed && t.c.Owner == 0 && t.belongs(t.st.Actor.ID) || t.mayHandle()
}

// canTake reports whether the complaint can be given to that desk now.
func (t *turn) canTake(desk complaint.Desk) bool {
	if !t.c.Status.Open() || t.c.Status == complaint.Resolved {
		return false
	}
	for _, d := range t.otherDesks() {
		if d == desk {
			return true
		}
	}
	return false
}

// askDeskReason asks in a word why the complaint goes to another desk.
func (t *turn) askDeskReason(to string) {
	v := t.desk(complaint.StaffDesk)
	if !t.mayMove() {
		return
	}
	if !t.canTake(complaint.Desk(to)) {
		t.answer(v.Str("button_stale"))
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "why"
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": deskForm, "desk": to}
	t.showForm(v.Say("form_desk_why", "number", t.c.Number, "desk", t.deskName(complaint.Desk(to), v.Lang)),
		row(t.formButton("button_skip", "skip"), t.formButton("button_back", "cancel")))
}

// handToDesk gives the complaint to another desk, where somebody has to claim it. Its clocks
// run on, its history keeps where it came from and why, and the customer reads the same (LG-AT01).
func (t *turn) handToDesk(reason string) {
	from, to := t.home(), complaint.Desk(t.s.Form["desk"])
	v := t.desk(complaint.StaffDesk)
	if found := t.lint(false, reason); len(found) > 0 {
		t.showForm(joinLines(v.Say("form_desk_reword", "by", t.st.Actor.Name), quoted(reason), t.faults(found)),
			row(t.formButton("button_skip", "skip"), t.formButton("button_back", "cancel")))
		return
	}
	if !t.canTake(to) {
		t.endForm()
		t.showForm(v.Say("form_cancelled", "by", t.st.Actor.Name))
		return
	}
	t.showForm(v.Say("form_desk_handed", "by", t.st.Actor.Name, "desk", t.deskName(to, v.Lang)))
	t.endForm()
	if t.c.Owner != 0 && t.move(complaint.Release) != nil {
		return
	}
	t.closeTopic()
	t.c.Desk = to
	t.openTopic()
	t.watchClaim()
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.HandOver, string(from)+" > "+string(to)+": "+reason)
	t.happened(policy.HandedOver)
	t.showCard()
	t.greetDesk(from, reason)
	c := t.Texts.In(t.c.Language)
	why := c.Say("handed_why", "why", reason)
	if reason == "" {
		why = c.Say("handed_why_theirs")
	}
	t.tell(c.Say("handed_to_desk", "number", t.c.Number, "desk", t.deskName(to, c.Lang), "why", why, "next", t.nextWord()))
}

// greetDesk tells the new desk where the complaint comes from and why.
func (t *turn) greetDesk(from complaint.Desk, reason string) {
	v := t.desk(complaint.StaffDesk)
	text := v.Say("staff_desk_received", "by", t.st.Actor.Name, "desk", t.deskName(from, v.Lang))
	if reason != "" {
		text = joinLines(text, quoted(reason))
	}
	t.remark(text)
}

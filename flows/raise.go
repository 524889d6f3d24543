package flows

import (
	"redress/flows/complaint"
)

// escalate raises the complaint to the managers.
func (t *turn) escalate() {
	v := t.desk(complaint.StaffDesk)
	if t.c.Escalated {
		t.alert(v.Str("staff_escalated_already"))
		return
	}
	if t.move(complaint.Escalate) != nil {
		t.refuse(v)
		return
	}
	t.c.Escalated = true
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Escalate, "staff")
	t.alertManagers("alert_escalated")
	t.showCard()
	t.tell(t.voice().Say("escalated", "number", t.c.Number))
}

// acknowledge marks an alert as seen, and tells staff. of is what it was about where it was not
// the managers' or the complaint's own desk's.
func (t *turn) acknowledge(of string) {
	v := t.desk(t.where())
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "acknowledge", "")
	t.heeded()
	if !t.elsewhere() || of == "alert_overdue" || of == "alert_rung_next" { // a desk that was only told has not seen to a broken limit
		t.stopLadders()
	}
	t.strip()
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, ReplyTo: t.ev.Press.MessageID,
		Text: v.Say("acknowledged", "by", t.st.Actor.Name, "when", v.When(t.now, t.now, t.Policy.Zone()))})
	s := t.desk(complaint.StaffDesk)
	t.remark(s.Say("staff_acknowledged", "by", t.st.Actor.Name))
}

// reopen takes a complaint up again at staff's wish; the customer is told.
func (t *turn) reopen() {
	v := t.desk(complaint.StaffDesk)
	if t.move(complaint.Reopen) != nil {
		t.refuse(v)
		return
	}
	t.reopened(string(t.st.Actor.Role), t.st.Actor.ID, complaint.Reopen)
	t.tell(t.voice().Say("reopened_by_us", "number", t.c.Number, "next", t.nextWord()))
}

package flows

import (
	"time"

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

// sameLook is how soon after one alert somebody acknowledges the others without more being said.
const sameLook = time.Minute

// acknowledge marks an alert as seen, and tells staff, once for all that the same person goes
// through in one look. of is what it was about where it was not the managers' or the complaint's
// own desk's.
func (t *turn) acknowledge(of string) {
	v := t.desk(t.where())
	seen := v.Say("acknowledged", "by", t.st.Actor.Name, "when", v.When(t.now, t.now, t.Policy.Zone()))
	said := t.c.SeenBy == t.st.Actor.ID && t.now.Sub(t.c.SeenAt) < sameLook
	t.c.SeenBy, t.c.SeenAt = t.st.Actor.ID, t.now
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "acknowledge", "")
	t.heeded()
	if !t.elsewhere() || of == "alert_overdue" || of == "alert_rung_next" { // a desk that was only told has not seen to a broken limit
		t.stopLadders()
	}
	t.strip()
	if said {
		t.answer(seen.String())
		return
	}
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, ReplyTo: t.ev.Press.MessageID, Text: seen})
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

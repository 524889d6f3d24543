package flows

import "redress/flows/complaint"

// nightField is the answer by which a customer lets us write outside the contact hours, about
// this complaint (SH-Q1).
const nightField = "night"

// nightAllowed reports whether the customer lets us write at night; what comes once it is over,
// such as the survey, waits for the day.
func (t *turn) nightAllowed() bool {
	return t.c != nil && t.c.Status.Open() && t.c.Fields[nightField] != ""
}

// nightButton offers that to those who write to us at such an hour themselves.
func (t *turn) nightButton() []complaint.Button {
	if t.c.Severity == complaint.P1 || t.c.Promise.IsZero() || t.restUntil().IsZero() {
		return nil
	}
	return row(t.customerButton("button_night", "night", t.c))
}

// allowNight notes the customer's permission and tells staff.
func (t *turn) allowNight() {
	v := t.voice()
	if !t.c.Status.Open() || t.nightAllowed() {
		t.answer(v.Str("button_stale"))
		return
	}
	t.strip()
	t.answerField(nightField, "yes")
	t.note(t.c.Customer, "customer", "allow_night", "")
	t.remark(t.desk(complaint.StaffDesk).Say("staff_night", "who", t.ownerMention()))
	t.tell(v.Say("night_allowed", "number", t.c.Number))
}

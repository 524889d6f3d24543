package flows

import (
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// remindDuties brings to staff, on a working day, what is done every working day, such as
// reading the opinion book (SH-R6). What it brings to light is filed with one press.
func (t *turn) remindDuties() {
	if !t.Policy.Calendar().IsWorkingDay(t.now) {
		return
	}
	v := t.desk(complaint.StaffDesk)
	day := t.now.In(t.Policy.Zone()).Format(time.DateOnly)
	for _, d := range t.Policy.Duties() {
		buttons := row(complaint.Button{Text: v.Str("button_duty_nothing"), Data: data("f", "nothing", "", d.ID)})
		if d.Channel != "" {
			buttons = append(buttons, complaint.Button{Text: v.Str("button_duty_file"), Data: data("f", "new", "", d.Channel)})
		}
		t.send(complaint.Outbound{Op: complaint.Say, Desk: complaint.StaffDesk, Key: "duty:" + d.ID + ":" + day,
			Text: v.Say("duty", "what", d.Name.In(v.Lang)), Buttons: [][]complaint.Button{buttons}})
	}
}

// dutyDone notes under the reminder who did it and when.
func (t *turn) dutyDone(id string) {
	v := t.desk(t.where())
	i := slices.IndexFunc(t.Policy.Duties(), func(d policy.Duty) bool { return d.ID == id })
	if i < 0 {
		t.answer(v.Str("button_stale"))
		return
	}
	t.change(v.Say("duty_done", "by", t.st.Actor.Name, "what", t.Policy.Duties()[i].Name.In(v.Lang), "when", t.moment(v, t.now)))
}

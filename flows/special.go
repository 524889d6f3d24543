package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// The special report on one grave case (VK-N3 to VK-N5, VK-R7, PS-R1): drafted from its history,
// completed by a person.

const (
	specialTimer                    = "special"
	actSpecial     complaint.Action = "special" // handed in, says who leads
	specialAgain                    = 7 * 24 * time.Hour
	specialAtMost                   = 4 // reminders
	specialClosing                  = "special_report"
)

// specialCommand is /special number: the draft, wherever it is asked for.
func (t *turn) specialCommand() {
	v := t.desk(t.where())
	switch {
	case t.c == nil || t.c.Number == "":
		t.here(v.Say("staff_not_found"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	case t.where() == complaint.ManagersDesk:
		o := t.specialPaper(v)
		o.Chat, o.Thread, o.Text = t.ev.Chat.ID, t.ev.Thread, v.Say("special_draft", "card", t.cardLink(t.c.ID, t.c.Number))
		t.send(o)
	default:
		t.draftSpecial()
	}
}

// draftSpecial puts the draft beside the card; where the matter is not for the whole group, it
// goes to the managers.
func (t *turn) draftSpecial() {
	v := t.desk(complaint.StaffDesk)
	o := t.specialPaper(v)
	o.Text = v.Say("special_draft", "card", t.cardLink(t.c.ID, t.c.Number))
	if !t.veiled() {
		t.toStaff(o)
		return
	}
	if t.st.Org.Managers.Chat == 0 {
		t.remark(v.Say("special_veiled"))
		return
	}
	o.Desk = complaint.ManagersDesk
	t.send(o)
	t.remark(v.Say("special_to_managers"))
}

// specialPaper is the draft as a file, in the words of v.
func (t *turn) specialPaper(v texts.Voice) complaint.Outbound {
	return complaint.Outbound{Op: complaint.Attach, File: &complaint.File{
		ID: fmt.Sprintf("case:%s:%d", t.c.ID, t.ev.ID), Name: v.Str("special_file", "number", t.c.Number) + ".html",
		Paper: &complaint.Paper{Language: v.Lang, Made: t.now, Case: t.c.ID},
	}}
}

// specialNames are the special reports the policy wants of a case as grave as this one.
func (t *turn) specialNames(lang string) (names []string) {
	if s := t.c.Severity; s != complaint.P1 && s != complaint.P2 {
		return nil
	}
	for _, r := range t.Policy.Reports() {
		if r.Every == "case" && !r.Kept && r.Concerns(t.c.Severity) {
			names = append(names, r.Name.In(lang)+" ("+r.ID+")")
		}
	}
	if len(names) > 0 {
		return names
	}
	for _, r := range t.Policy.CloseMissing(t.closingFacts(), nil) {
		if strings.HasPrefix(r.ID, specialClosing) {
			names = append(names, r.Name.In(lang)+" ("+r.Rule+")")
		}
	}
	return names
}

// specialDue lets those who lead have the draft once a grave case is handled, and reminds them
// until they say that the report is handed in.
func (t *turn) specialDue() {
	v := t.desk(complaint.ManagersDesk)
	names := t.specialNames(v.Lang)
	if len(names) == 0 {
		return
	}
	o := t.specialPaper(v)
	o.Desk = complaint.ManagersDesk
	if t.st.Org.Managers.Chat == 0 {
		o.Desk = complaint.StaffDesk
		if t.veiled() {
			return
		}
	}
	o.Text = v.Say("special_due", "card", t.cardLink(t.c.ID, t.c.Number), "names", strings.Join(names, ", "))
	o.Buttons = [][]complaint.Button{t.specialButton(v)}
	t.send(o)
	t.remindSpecial(1)
}

func (t *turn) specialButton(v texts.Voice) []complaint.Button {
	return row(complaint.Button{Text: v.Str("button_handed_in"), Data: data("s", "handedin", t.c.Number)})
}

func (t *turn) remindSpecial(n int) {
	at := t.now.Add(specialAgain)
	if n == 0 {
		at = time.Time{}
	}
	t.res.Timers = append(t.res.Timers, complaint.Timer{Key: "special:" + t.c.ID, Name: specialTimer, Complaint: t.c.ID, At: at, Detail: strconv.Itoa(n),
		Chat: complaint.Chat{ID: t.c.Customer, Kind: complaint.Private}})
}

// specialReminder reminds of a special report that nobody has handed in. A case that is open
// again will have another draft.
func (t *turn) specialReminder() {
	n, err := strconv.Atoi(t.ev.Timer.Detail)
	if err != nil || t.c == nil || t.c.Status.Open() && t.c.Status != complaint.Resolved {
		return
	}
	v := t.desk(complaint.ManagersDesk)
	t.askLeaders(v.Say("special_again", "card", t.cardLink(t.c.ID, t.c.Number), "names", strings.Join(t.specialNames(v.Lang), ", ")), t.specialButton(v))
	if n < specialAtMost {
		t.remindSpecial(n + 1)
	}
}

// specialHandedIn puts on record that the report is done.
func (t *turn) specialHandedIn() {
	v := t.desk(t.where())
	if !t.st.Actor.Leads() {
		t.alert(v.Str("approval_leaders_only"))
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actSpecial, "")
	t.remindSpecial(0)
	t.strip()
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, ReplyTo: t.ev.Press.MessageID,
		Text: v.Say("special_done", "by", t.st.Actor.Name)})
}

// happenedSpecial looks whether what has just happened makes a special report due.
func (t *turn) happenedSpecial(h policy.Happening) {
	if h == policy.Resolved {
		t.specialDue()
	}
}

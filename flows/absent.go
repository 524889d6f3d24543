package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// A customer who is not in the chat gets nothing from the bot. What there is to tell them is
// told by staff, who put on record how, and what the customer said.

// byHand are the ways in which staff tell it.
func byHand() []string { return []string{"phone", "letter", "visit"} }

// keptFrom reports whether o would go to a customer who is not in the chat, where nobody would
// read it. Words of staff among it wait as a note until they were given.
func (t *turn) keptFrom(o complaint.Outbound) bool {
	if t.c == nil || !t.c.Absent() || o.Chat != t.c.Customer || o.Desk != "" {
		return false
	}
	if o.Message != "" {
		t.askToTell(o)
	}
	return true
}

// askToTell asks whoever has the complaint to tell the customer themselves.
func (t *turn) askToTell(o complaint.Outbound) {
	v := t.desk(complaint.StaffDesk)
	var m complaint.Message
	for i := range t.res.Messages {
		if t.res.Messages[i].ID == o.Message {
			t.res.Messages[i].Direction = complaint.Note
			m = t.res.Messages[i]
		}
	}
	contact := t.c.Contact
	if contact == "" {
		contact = v.Str("entry_nobody")
	}
	text := v.Say("absent_tell", "contact", contact)
	if m.MessageID == 0 && m.Text != "" {
		text = joinLines(text, quoted(m.Text))
	}
	var buttons []complaint.Button
	for _, how := range byHand() {
		buttons = append(buttons, complaint.Button{Text: v.Str("button_told_" + how), Data: data("s", "told", t.c.Number, heldCode(m), how)})
	}
	t.toStaff(complaint.Outbound{Op: complaint.Say, ReplyTo: m.MessageID, Text: text, Buttons: rows(2, buttons)})
}

// told puts on record that the customer was told, and how.
func (t *turn) toldByHand(id, how string) {
	v := t.desk(complaint.StaffDesk)
	if !t.mayHandle() {
		return
	}
	m, ok := t.held(id)
	if !ok || !t.c.Absent() || !v.Has("button_told_"+how) {
		t.answer(v.Str("button_stale"))
		return
	}
	m.Direction, m.At = complaint.Out, t.now
	t.res.Messages = append(t.res.Messages, m)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "told", how)
	t.keepCommitments(m)
	t.answeredByHand()
	t.change(v.Say("absent_told", "by", t.st.Actor.Name, "how", v.Str("way_"+how), "when", t.moment(v, t.now)))
	t.showCard()
}

// answeredByHand counts as the reply what staff told the customer themselves (M02).
func (t *turn) answeredByHand() {
	if t.c.RepliedAt.IsZero() {
		t.c.RepliedAt = t.now
	}
	t.happened(policy.Replied)
}

// absentButtons let staff put on record what a customer who is not in the chat says of the result.
func (t *turn) absentButtons() [][]complaint.Button {
	v := t.desk(complaint.StaffDesk)
	if !t.c.Absent() || t.c.Status != complaint.Resolved {
		return nil
	}
	return [][]complaint.Button{row(complaint.Button{Text: v.Str("button_says_solved"), Data: data("s", "says", t.c.Number, "solved")},
		complaint.Button{Text: v.Str("button_says_unsolved"), Data: data("s", "says", t.c.Number, "unsolved")})}
}

// customerSays closes or reopens at the word of a customer who is not in the chat, as staff
// heard it.
func (t *turn) customerSays(what string) {
	v := t.desk(complaint.StaffDesk)
	switch {
	case !t.mayHandle():
	case !t.c.Absent() || t.c.Status != complaint.Resolved:
		t.answer(v.Str("button_stale"))
	case what == "solved" && len(t.unrecorded()) > 0:
		t.askRecord("staff_record_solved", t.unrecorded())
	case what == "solved":
		_ = t.move(complaint.Confirm)
		t.c.Outcome = "resolved"
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Confirm, t.c.Way())
		t.happened(policy.Confirmed)
		t.happened(policy.Closed)
		t.stopClocks()
		t.showCard()
		t.closeTopic()
	default:
		_ = t.move(complaint.Dispute)
		t.reopened(string(t.st.Actor.Role), t.st.Actor.ID, complaint.Dispute)
	}
}

// saidCommand keeps what a customer who is not in the chat said since: "/said words".
func (t *turn) saidCommand(words string) {
	v := t.desk(t.where())
	switch {
	case t.c == nil || t.c.Number == "" || !t.c.Absent():
		t.here(v.Say("absent_said_where"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	case !t.c.Status.Open():
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
	case words == "" && len(t.ev.Message.Attachments) == 0:
		t.here(v.Say("absent_said_how"))
	default:
		t.takeEntryWords(words)
		t.noteNamed(words)
		if t.c.Status == complaint.Waiting && t.move(complaint.Answer) == nil {
			t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Answer, t.c.Way())
		}
		t.here(v.Say("absent_said", "number", t.c.Number))
		t.showCard()
	}
}

// remindStaff asks whoever has the complaint to ask a customer who is not in the chat: nothing
// reminds that customer by itself, and nothing is closed for their silence.
func (t *turn) remindStaff() {
	t.remark(t.desk(complaint.StaffDesk).Say("absent_ask", "who", t.ownerMention()))
}

package flows

import (
	"strings"

	"redress/flows/complaint"
)

// Authorise says who acts in a group at this moment: a person on the list, or an
// administrator of the group, who is still a member of it. known is false when Telegram
// could not be asked; the list then decides alone, since the message came from the group.
func Authorise(org Org, ev complaint.Event, member, admin, known bool) complaint.Actor {
	a := complaint.Actor{ID: ev.From.ID, Name: ev.From.Name, Member: member || !known}
	if ev.From.Anonymous || ev.From.Bot || !a.Member {
		return a
	}
	for _, s := range org.People {
		if s.ID == ev.From.ID && !s.Removed {
			a.Role = s.Role
			if s.Name != "" {
				a.Name = s.Name
			}
		}
	}
	if admin && known && (a.Role == "" || a.Role == complaint.RoleStaff) {
		a.Role = complaint.RoleSupervisor
	}
	return a
}

// fromGroup deals with what happens in the staff group, the managers' chat, or a group that
// is not bound yet.
func (t *turn) fromGroup() {
	t.learnGroup()
	switch t.ev.Kind {
	case complaint.Pressed:
		t.staffPressed()
	case complaint.Said:
		t.staffSaid()
	case complaint.Edited:
		t.staffReworded()
	}
}

// learnGroup notes what an event shows about the group: that topics were switched on or off,
// and what somebody on the list is called.
func (t *turn) learnGroup() {
	for _, b := range t.st.Org.Bindings() {
		if b.Chat == t.ev.Chat.ID && b.Forum != t.ev.Chat.Forum {
			b.Forum = t.ev.Chat.Forum
			t.res.Bindings = append(t.res.Bindings, b)
		}
	}
	for _, s := range t.st.Org.People {
		if s.ID == t.ev.From.ID && s.Name == "" && t.ev.From.Name != "" {
			s.Name = t.ev.From.Name
			t.res.Staff = append(t.res.Staff, s)
		}
	}
}

// where tells which desk this chat is.
func (t *turn) where() complaint.Desk {
	return t.st.Org.At(t.ev.Chat.ID).Desk
}

// here says something in the chat and thread of this event, as an answer to its message.
func (t *turn) here(text complaint.Rich, buttons ...[]complaint.Button) {
	o := complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, Text: text, Buttons: buttons}
	if t.ev.Message != nil {
		o.ReplyTo = t.ev.Message.ID
	}
	t.send(o)
}

// staffSaid deals with a message in a group: a command, a form being filled in, a note, or
// words for the customer.
func (t *turn) staffSaid() {
	cmd := parseCommand(t.ev.Message.Text)
	if cmd.name == "setup" {
		t.setup(cmd.args)
		return
	}
	if t.where() == "" || t.ev.From.Bot {
		return
	}
	t.s.Chat = staffSession(t.ev.From.ID)
	if t.ev.From.Anonymous {
		if cmd.name != "" || t.c != nil {
			t.s.Chat = 0
			t.here(t.desk(t.where()).Say("staff_anonymous"))
		}
		return
	}
	if cmd.name == "note" && t.c != nil {
		t.internalNote()
		return
	}
	if cmd.name != "" {
		t.staffCommand(cmd)
		return
	}
	if t.entering() {
		t.entrySaid()
		return
	}
	if t.where() == complaint.ManagersDesk {
		return
	}
	if t.c == nil {
		t.wentNowhere()
		return
	}
	switch {
	case t.st.Actor.May() && t.concerned():
		t.internalNote()
		t.here(t.desk(complaint.StaffDesk).Say("staff_colleague_note"))
	case strings.HasPrefix(strings.TrimSpace(t.ev.Message.Text), "//"):
		t.internalNote()
	case !t.st.Actor.May():
		t.here(t.desk(complaint.StaffDesk).Say("staff_not_listed"))
	case t.elsewhere() || strings.HasPrefix(t.st.Slot, taskSlot):
		t.fromOtherDesk()
	case strings.HasPrefix(t.st.Slot, noticeSlot):
		t.internalNote()
		t.here(t.desk(complaint.StaffDesk).Say("staff_notice_note", "number", t.c.Number))
	case t.s.Form["complaint"] == t.c.ID && t.s.Stage == complaint.Resolving:
		t.fillForm(t.ev.Message.Text)
	default:
		t.reply()
	}
}

// wentNowhere tells staff that a reply to a message of the bot belongs to no complaint, so
// that nobody believes a customer has read it.
func (t *turn) wentNowhere() {
	p := t.ev.Message.ReplyFrom
	if p != nil && p.Bot && p.Username == t.st.Org.Bot && t.st.Actor.May() {
		t.here(t.desk(complaint.StaffDesk).Say("staff_reply_nowhere"))
	}
}

// internalNote keeps words that stay among staff.
func (t *turn) internalNote() {
	if !t.st.Actor.May() {
		return
	}
	t.record(complaint.Note)
}

// reply passes the owner's words to the customer. Anybody else's are held, with a hint.
func (t *turn) reply() {
	v := t.desk(complaint.StaffDesk)
	a := t.st.Actor
	switch {
	case t.c.Status.Ended():
		t.record(complaint.Note)
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
		return
	case t.c.Owner == 0:
		t.record(complaint.Note)
		t.here(v.Say("staff_claim_first"), row(complaint.Button{Text: v.Str("button_claim"), Data: data("s", "claim", t.c.Number)}))
		return
	case t.c.Owner != a.ID && !a.Leads():
		t.record(complaint.Note)
		t.here(v.Say("staff_not_yours", "owner", t.c.OwnerName))
		return
	}
	if in := t.ev.Message; len(t.lintMessage(in.Text, in.Attachments)) > 0 {
		t.heldBack(t.record(complaint.Note), asReply)
		return
	}
	t.passOn(t.record(complaint.Out))
}

// passOn sends a message of staff to the customer, under the role, not the name.
func (t *turn) passOn(m complaint.Message) {
	v := t.Texts.In(t.c.Language)
	switch {
	case m.Album != "":
		t.waitForAlbum(m.Album)
	case m.Text != "" && len(m.Attachments) == 0:
		t.tellCustomer(m.ID, joinLines(v.Say("from_staff", "number", t.c.Number), complaint.Words(m.Text)))
	default:
		t.send(complaint.Outbound{Op: complaint.Copy, Chat: t.c.Customer, Message: m.ID, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
	if t.st.Actor.Leads() && m.Author == t.st.Actor.ID {
		t.setRecord("manager_reply", t.st.Actor.Name)
	}
	t.showCard()
	t.offerCommitment(m.Text)
}

// tellCustomer says something to the customer whose delivery staff will see.
func (t *turn) tellCustomer(message string, text complaint.Rich, buttons ...[]complaint.Button) {
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.c.Customer, Message: message, Text: text, Buttons: buttons})
}

// staffReworded keeps a changed reply on record and tells staff that the customer has the
// first wording.
func (t *turn) staffReworded() {
	id := messageID(t.ev.Chat.ID, t.ev.Message.ID)
	for _, m := range t.st.Messages {
		if m.ID != id || m.Latest() == t.ev.Message.Text {
			continue
		}
		m.Edits = append(m.Edits, complaint.Edit{Text: t.ev.Message.Text, At: t.ev.At})
		t.res.Messages = append(t.res.Messages, m)
		if m.Direction == complaint.Out {
			t.here(t.desk(complaint.StaffDesk).Say("staff_edit_not_sent"))
		}
	}
}

package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// delivered shows staff what became of a message: a small line under a reply to the
// customer, and a warning on the card when it did not arrive.
func (t *turn) delivered() {
	d := t.ev.Delivery
	if t.c == nil {
		return
	}
	if d.State == complaint.BlockedBy {
		t.c.Unreachable = true
	}
	if t.surveyArrived(d) {
		if t.c.Unreachable {
			t.showCard()
		}
		return
	}
	for _, m := range t.st.Messages {
		if m.ID != d.Message {
			continue
		}
		if m.Direction == complaint.Out {
			t.arrived(d, m)
			t.showTick(m, d)
		} else if d.State == complaint.Failed {
			t.remark(t.desk(complaint.StaffDesk).Say("staff_not_relayed", "reason", d.Reason))
		}
	}
	t.countUndelivered()
	t.showCard()
}

// arrived counts a reply as given (M02) only once it has gone out to the customer.
func (t *turn) arrived(d *complaint.Delivery, m complaint.Message) {
	if d.State != complaint.Sent {
		return
	}
	if t.c.RepliedAt.IsZero() {
		t.c.RepliedAt = t.now
	}
	t.keepCommitments(m)
	t.happened(policy.Replied)
}

// showTick writes ✓ sent, … retrying or ✗ failed under the message of staff it speaks of. What
// the bot said for staff has no message of theirs to stand under, so its beginning is quoted.
func (t *turn) showTick(m complaint.Message, d *complaint.Delivery) {
	v := t.desk(complaint.StaffDesk)
	when := v.When(t.now, t.now, t.Policy.Zone())
	text := v.Say("tick_"+string(d.State), "when", when, "reason", d.Reason)
	if m.MessageID == 0 {
		text = append(text, complaint.Span{Text: " · " + excerpt(m.Text, 60)})
	}
	t.toStaff(complaint.Outbound{
		Op: complaint.Show, Slot: "tick:" + m.ID, ReplyTo: m.MessageID, Urgency: complaint.Low, Silent: true, Text: text,
	})
}

// countUndelivered counts the replies that have not reached the customer.
func (t *turn) countUndelivered() {
	n := 0
	for _, m := range t.st.Messages {
		state := m.Delivery
		if m.ID == t.ev.Delivery.Message {
			state = t.ev.Delivery.State
		}
		if m.Direction == complaint.Out && state != complaint.Sent && state != complaint.Pending {
			n++
		}
	}
	t.c.Undelivered = n
}

// reachable notes that the customer stopped the bot or started it again, on every open card.
func (t *turn) reachable(yes bool) {
	t.s.Chat, t.s.Blocked = t.ev.Chat.ID, !yes
	for i := range t.st.Mine {
		c := &t.st.Mine[i]
		if !c.Status.Open() || c.Unreachable == !yes {
			continue
		}
		t.focus(c)
		t.c.Unreachable = !yes
		t.showCard()
		if yes && t.c.Undelivered > 0 {
			v := t.desk(complaint.StaffDesk)
			t.remark(v.Say("staff_back", "n", t.c.Undelivered),
				row(complaint.Button{Text: v.Str("button_resend"), Data: data("s", "resend", t.c.Number)}))
		}
		t.keep(t.c)
	}
	t.c = nil
}

// resend sends again what never reached the customer.
func (t *turn) resend() {
	if !t.mayHandle() {
		return
	}
	v := t.Texts.In(t.c.Language)
	for _, m := range t.st.Messages {
		if m.Direction != complaint.Out || m.Delivery != complaint.BlockedBy && m.Delivery != complaint.Failed {
			continue
		}
		if m.Text != "" && len(m.Attachments) == 0 {
			t.tellCustomer(m.ID, joinLines(v.Say("from_staff", "number", t.c.Number), complaint.Words(m.Text)))
			continue
		}
		t.send(complaint.Outbound{Op: complaint.Copy, Chat: t.c.Customer, Message: m.ID, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
	t.strip()
}

// migrated follows a group to its new id. Its old messages stay behind (TG-44), so the cards
// of what is open are posted anew, one after the other.
func (t *turn) migrated() {
	t.res.Migrated = &Migration{From: t.ev.Chat.ID, To: t.ev.NewChat}
	if b := t.st.Org.At(t.ev.Chat.ID); b.Chat == 0 || b.Desk == complaint.ManagersDesk {
		return
	}
	t.refreshCards(t.ev.NewChat)
}

// refreshCards lets the cards of what is open be shown again, one after the other, wherever
// they belong now.
func (t *turn) refreshCards(lane int64) {
	for _, l := range t.st.List {
		t.res.Timers = append(t.res.Timers, complaint.Timer{
			Key: "refresh:" + l.ID, Name: "refresh", Complaint: l.ID, At: t.now,
			Chat: complaint.Chat{ID: lane, Kind: complaint.Group},
		})
	}
}

// Parked is what is said when an event could not be dealt with and is set aside: the
// customer gets an honest line with a reference, staff an alert. The words are kept.
func (d *Desk) Parked(st State, ev complaint.Event, reference string) Result {
	t := newTurn(d, st, ev, complaint.Triage{}, ev.At)
	if ev.Chat.Kind == complaint.Private && ev.Chat.ID != 0 {
		t.send(complaint.Outbound{Op: complaint.Say, Chat: ev.Chat.ID, Key: "parked:" + reference,
			Text: t.voice().Say("parked", "reference", reference)})
	}
	t.send(complaint.Outbound{Op: complaint.Say, Desk: complaint.StaffDesk, Key: "parked-staff:" + reference,
		Text: t.desk(complaint.StaffDesk).Say("staff_parked", "reference", reference)})
	return t.res
}

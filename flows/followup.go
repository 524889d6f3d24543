package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// addToFiled adds what the customer says to a complaint that staff already have.
func (t *turn) addToFiled() {
	if t.c.Status.Ended() {
		t.addToEnded()
		return
	}
	if t.s.Active = t.c.ID; t.s.Draft == "" {
		t.s.Stage = complaint.Idle
	}
	t.record(complaint.In)
	if t.c.Status != complaint.Waiting && t.isWord("words_thanks", trimmed(t.ev.Message.Text)) {
		t.tell(t.voice().Say("you_are_welcome"))
		return
	}
	t.c.Attachments = t.c.Attachments + len(t.ev.Message.Attachments)
	t.noteNamed(t.ev.Message.Text)
	t.noteFacts()
	t.setAside()
	t.relayToStaff()
	t.heardFrom()
	t.s.Unheard++
	t.showCard()
	t.timer("heard", fmt.Sprintf("heard:%d", t.c.Customer), t.now.Add(t.quiet()))
}

// addToEnded keeps words about a complaint that is over as the beginning of a new one, which
// the read-back offers to join to the old.
func (t *turn) addToEnded() {
	if t.s.Stage == complaint.Disputing {
		t.s.Stage = complaint.Idle
	}
	t.c = nil
	t.addToDraft()
}

// noteFacts lets danger, injury or a threat that comes to light later raise the severity.
func (t *turn) noteFacts() {
	t.c.Facts = append(t.c.Facts, t.tr.Facts...)
	t.c.Emergency = t.c.Emergency || t.tr.Emergency()
	if len(t.tr.Facts) == 0 {
		t.grade()
		return
	}
	t.learned()
}

// relayToStaff passes the message of this event on to the complaint's topic. Albums wait
// until all their parts are there.
func (t *turn) relayToStaff() {
	in := t.ev.Message
	v := t.desk(complaint.StaffDesk)
	m := messageID(t.ev.Chat.ID, in.ID)
	if in.Album != "" {
		t.waitForAlbum(in.Album)
		return
	}
	if in.Text != "" && len(in.Attachments) == 0 {
		t.toStaff(complaint.Outbound{Op: complaint.Say, Message: m,
			Text: joinLines(v.Say("staff_customer_says"), complaint.Words(in.Text))})
		return
	}
	t.toStaff(complaint.Outbound{Op: complaint.Copy, Message: m, CopyFrom: t.ev.Chat.ID, CopyIDs: []int64{in.ID}})
}

// waitForAlbum collects the parts of an album, which Telegram sends one by one (TG-11).
func (t *turn) waitForAlbum(album string) {
	t.res.Timers = append(t.res.Timers, complaint.Timer{
		Key: "album:" + album, Name: "album", Complaint: t.c.ID, Detail: album,
		Chat: complaint.Chat{ID: t.c.Customer, Kind: complaint.Private}, At: t.now.Add(1500 * time.Millisecond),
	})
}

// relayAlbum passes a whole album on, from the customer to staff or the other way.
func (t *turn) relayAlbum() {
	if t.c == nil {
		return
	}
	var ids []int64
	var first complaint.Message
	for _, m := range t.st.Messages {
		if m.Album == t.ev.Timer.Detail && m.Delivery == complaint.Pending && m.Direction != complaint.Note {
			if len(ids) == 0 {
				first = m
			}
			ids = append(ids, m.MessageID)
		}
	}
	if len(ids) == 0 {
		return
	}
	o := complaint.Outbound{Op: complaint.Copy, Message: first.ID, CopyFrom: first.Chat, CopyIDs: ids}
	if first.Direction == complaint.In {
		t.toStaff(o)
		return
	}
	o.Chat = t.c.Customer
	t.send(o)
}

// thankForMore tells the customer, once a burst is over, where their words went. In the
// middle of a talk with staff it keeps quiet.
func (t *turn) thankForMore() {
	if t.c == nil || t.s.Unheard == 0 {
		return
	}
	t.s.Unheard = 0
	v := t.voice()
	switch {
	case t.c.Status == complaint.Resolved:
		t.tell(v.Say("added_resolved", "number", t.c.Number), t.solvedButtons()...)
	case t.now.Sub(t.lastReply()) < sameBreath:
	case t.c.Status == complaint.Filed:
		t.tell(v.Say("added_unclaimed", "number", t.c.Number), row(t.customerButton("button_other_matter", "other", t.c)))
	default:
		t.tell(v.Say("added", "number", t.c.Number), row(t.customerButton("button_other_matter", "other", t.c)))
	}
}

// lastReply is when staff last wrote to the customer about this complaint.
func (t *turn) lastReply() time.Time {
	var last time.Time
	for _, m := range t.st.Messages {
		if m.Direction == complaint.Out && m.At.After(last) {
			last = m.At
		}
	}
	return last
}

// splitOff begins a new complaint with the words just added to the wrong one.
func (t *turn) splitOff() {
	var fresh []complaint.Message
	since := t.lastReply()
	for _, m := range t.st.Messages {
		if m.Direction == complaint.In && m.At.After(since) && m.At.After(t.c.FiledAt) && t.now.Sub(m.At) < time.Hour {
			m.ID = fmt.Sprintf("%s/%d", m.ID, t.ev.ID) // the first complaint keeps its record
			fresh = append(fresh, m)
		}
	}
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_other_matter"))
	t.keep(t.c)
	t.beginWith(fresh)
}

// solvedButtons ask the customer whether the result settles the matter.
func (t *turn) solvedButtons() [][]complaint.Button {
	return [][]complaint.Button{row(
		t.customerButton("button_solved", "solved", t.c), t.customerButton("button_unsolved", "unsolved", t.c))}
}

// solved closes the complaint at the customer's word and asks for the rating at once.
func (t *turn) solved() {
	if _, ok := complaint.Next(t.c.Status, complaint.Confirm); !ok || !t.c.SolvedAt.IsZero() {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	t.c.SolvedAt = t.now
	t.note(t.c.Customer, "customer", complaint.Confirm, "")
	t.happened(policy.Confirmed)
	if missing := t.unrecorded(); len(missing) > 0 {
		t.askRecord("staff_record_solved", missing)
		t.tell(t.voice().Say("solved_noted", "number", t.c.Number))
		t.showCard()
		return
	}
	t.endSolved()
}

// endSolved closes what the customer called solved and asks for the rating.
func (t *turn) endSolved() {
	if t.move(complaint.Confirm) != nil {
		return
	}
	t.c.Outcome = "resolved"
	t.happened(policy.Closed)
	t.stopClocks()
	t.showCard()
	t.closeTopic()
	t.afterClosing()
	t.askRating()
}

// unsolved reopens the complaint and says what happens now.
func (t *turn) unsolved() {
	if t.c.Status == complaint.Declined && t.Policy.FollowUps().Anew {
		t.objectAnew()
		return
	}
	if !t.mayReopen() {
		t.tooLate()
		return
	}
	t.disputed()
}

// disputed opens the complaint again at the customer's word.
func (t *turn) disputed() {
	if t.move(complaint.Dispute) != nil {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	t.reopened("customer", t.c.Customer, complaint.Dispute)
	t.s.Active, t.s.Stage = t.c.ID, complaint.Disputing
	v := t.voice()
	t.tell(v.Say("reopened", "number", t.c.Number, "next", t.nextWord()))
}

// reopened starts what a complaint needs when it comes back: clocks, card, topic, the owner.
func (t *turn) reopened(role string, actor int64, a complaint.Action) {
	t.note(actor, role, a, "")
	t.c.RepliedAt = time.Time{}
	if a == complaint.Dispute {
		t.forgetConsent()
		t.establish(complaint.FactObjected, 0)
	}
	t.openTopic()
	t.takenUpAgain()
	t.grade()
	t.c.SolvedAt = time.Time{}
	t.promise(t.now)
	t.takeUpProgress()
	t.beginDays()
	t.happened(policy.Reopened)
	if a == complaint.Dispute {
		t.happened(policy.Objected)
	}
	key := "staff_reopened"
	if a == complaint.Reopen {
		key = "staff_reopened_by_us"
	}
	t.remark(t.desk(complaint.StaffDesk).Say(key, "who", t.ownerMention()))
	t.showCard()
}

// nextWord says by when the customer hears from us, as far as a clock guards it.
func (t *turn) nextWord() complaint.Rich {
	v := t.voice()
	if due := promised(t.c, t.now); !due.IsZero() {
		return v.Say("next_word", "when", v.When(due, t.now, t.Policy.Zone()))
	}
	return v.Say("next_word_none")
}

package flows

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// turn is one event being dealt with: what is known, and the Result as it grows.
type turn struct {
	*Desk       // with the rules the complaint in focus was filed under
	house *Desk // with the rules in force now
	st    State
	ev    complaint.Event
	tr    complaint.Triage
	now   time.Time

	s   complaint.Session    // working copy; committed when it differs
	c   *complaint.Complaint // working copy of the complaint the event is about, or nil
	was *complaint.Complaint // c as it was loaded, to see whether it changed
	res Result
	n   int // outbound messages so far, for their keys
}

// Desk is what every turn shares: the rules and the words.
type Desk struct {
	Policy *policy.Policy                      // the rules in force for what is filed from now on
	Filed  func(version string) *policy.Policy // the rules of an earlier version; nil when nobody has them
	Texts  *texts.Catalogue
	Quiet  time.Duration // how long a customer pauses before a burst is answered; 0: as the policy says
}

func (d *Desk) quiet() time.Duration {
	if d.Quiet > 0 {
		return d.Quiet
	}
	return d.Policy.QuietBurst()
}

func newTurn(d *Desk, st State, ev complaint.Event, tr complaint.Triage, now time.Time) *turn {
	t := &turn{Desk: d, house: d, st: st, ev: ev, tr: tr, now: now, s: st.Session}
	t.s.Form = maps.Clone(st.Session.Form)
	t.focus(st.Complaint)
	return t
}

// focus makes c the complaint this turn is about.
func (t *turn) focus(c *complaint.Complaint) {
	t.c, t.Desk = nil, t.house.under(c)
	if c != nil {
		t.c = c.Clone()
		t.was = c
	}
}

// voice speaks to the customer.
func (t *turn) voice() texts.Voice {
	switch {
	case t.s.Chat == t.customer() && t.s.Language != "":
		return t.Texts.In(t.s.Language)
	case t.c != nil && t.c.Language != "":
		return t.Texts.In(t.c.Language)
	}
	return t.Texts.In(t.Texts.Match(t.ev.From.Language, t.Policy.Languages()[0]))
}

// desk speaks to the chat of a desk; for the staff desk that is the desk which has the complaint.
func (t *turn) desk(d complaint.Desk) texts.Voice {
	if d == complaint.StaffDesk {
		d = t.home()
	}
	return t.voiceOf(d)
}

// customer is whose complaint this turn is about, or who writes in private.
func (t *turn) customer() int64 {
	if t.c != nil {
		return t.c.Customer
	}
	if t.ev.Chat.Kind == complaint.Private {
		return t.ev.Chat.ID
	}
	return 0
}

// about is the id of the complaint in focus, or "".
func (t *turn) about() string {
	if t.c != nil {
		return t.c.ID
	}
	return ""
}

// send queues o under a key that is the same whenever this event is dealt with again.
func (t *turn) send(o complaint.Outbound) {
	if t.keptFrom(o) {
		return
	}
	if o.Key == "" {
		o.Key = fmt.Sprintf("e%d.%d", t.ev.ID, t.n)
		t.n++
	}
	if o.Complaint == "" {
		o.Complaint = t.about()
	}
	t.res.Outbox = append(t.res.Outbox, o)
}

// tell says something to the customer, with buttons below.
func (t *turn) tell(text complaint.Rich, buttons ...[]complaint.Button) {
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.customer(), Text: text, Buttons: buttons})
}

// toStaff writes into the complaint's topic, or under its card.
func (t *turn) toStaff(o complaint.Outbound) {
	o.Desk, o.Topic = t.charge(), t.topicTitle()
	t.send(o)
}

// remark is toStaff for one line of text.
func (t *turn) remark(text complaint.Rich, buttons ...[]complaint.Button) {
	t.toStaff(complaint.Outbound{Op: complaint.Say, Text: text, Buttons: buttons})
}

// answer answers the pressed button with a pop-up line that goes away by itself.
func (t *turn) answer(text string) { t.popUp(text, false) }

// popUp answers the press. Telegram takes one answer to it: the first that says something.
func (t *turn) popUp(text string, alert bool) {
	if t.ev.Press == nil {
		return
	}
	reply := complaint.Outbound{Op: complaint.Reply, Press: t.ev.Press.ID, Text: complaint.Words(text), Alert: alert}
	for i, o := range t.res.Outbox {
		if o.Op != complaint.Reply {
			continue
		}
		if o.Text.String() == "" {
			t.res.Outbox[i].Text, t.res.Outbox[i].Alert = reply.Text, alert
		}
		return
	}
	t.send(reply)
}

// strip takes the buttons off the message whose button was pressed, so that it is pressed once.
func (t *turn) strip() {
	if t.ev.Press != nil && t.ev.Press.MessageID != 0 {
		t.send(complaint.Outbound{Op: complaint.Strip, Chat: t.ev.Chat.ID, MessageID: t.ev.Press.MessageID})
	}
}

// timer sets or moves a timer that reports in the customer's lane.
func (t *turn) timer(name, key string, at time.Time) {
	t.res.Timers = append(t.res.Timers, complaint.Timer{
		Key: key, Name: name, Complaint: t.about(), At: at,
		Chat: complaint.Chat{ID: t.customer(), Kind: complaint.Private},
	})
}

// note writes a line of history.
func (t *turn) note(actor int64, role string, a complaint.Action, detail string) {
	t.res.History = append(t.res.History, complaint.Entry{
		Complaint: t.about(), At: t.now, Actor: actor, Role: role, Action: a, Detail: detail,
	})
}

// record keeps the message of this event as part of the complaint in focus.
func (t *turn) record(d complaint.Direction) complaint.Message {
	in := t.ev.Message
	m := complaint.Message{
		ID: messageID(t.ev.Chat.ID, in.ID), Complaint: t.about(), Direction: d,
		Chat: t.ev.Chat.ID, MessageID: in.ID, Author: t.ev.From.ID, Text: in.Text,
		Attachments: in.Attachments, Album: in.Album, Forwarded: in.Forwarded,
		Unsupported: in.Unsupported, At: t.ev.At,
	}
	t.res.Messages = append(t.res.Messages, m)
	t.st.Messages = append(t.st.Messages, m)
	return m
}

func messageID(chat, id int64) string { return fmt.Sprintf("%d:%d", chat, id) }

// done closes the turn: what changed is put into the Result.
func (t *turn) done() Result {
	t.proposeDesk()
	if t.c != nil && !t.has(t.c.ID) && (t.c.Version == 0 || !reflect.DeepEqual(t.c, t.was.Clone())) {
		t.keep(t.c)
	}
	if t.s.Chat != 0 {
		t.s.TouchedAt, t.s.LastEvent = t.now, t.ev.ID
		t.res.Session = &t.s
	}
	return t.res
}

// keep commits a complaint with the rest of the turn.
func (t *turn) keep(c *complaint.Complaint) {
	c.UpdatedAt = t.now
	t.assess(c)
	t.res.Complaints = append(t.res.Complaints, c)
}

// assess notes on a filed complaint what figures count and only the rules know (M24, M26).
func (t *turn) assess(c *complaint.Complaint) {
	if c.Number == "" {
		return
	}
	rules := t.house.under(c).Policy
	c.Lacking = slices.ContainsFunc(rules.Missing(c.Category, c.Fields), func(f policy.Field) bool { return f.Required })
	if c.Status == complaint.Closed {
		owed := rules.CloseMissing(rules.FactsOf(c, t.now), nil)
		c.Callback = slices.ContainsFunc(owed, func(r policy.Requirement) bool { return r.ID == "callback" }) && c.Outcome != "no_reply"
	}
}

func (t *turn) has(id string) bool {
	for _, c := range t.res.Complaints {
		if c.ID == id {
			return true
		}
	}
	return false
}

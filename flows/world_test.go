package flows_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// world keeps records in memory and carries out Results, so that whole conversations run
// against Step alone. The real stores are held to the same contract by storetest.
type world struct {
	desk       *flows.Desk
	understand func(complaint.Inquiry) complaint.Triage
	now        time.Time
	org        flows.Org
	admins     map[int64]bool

	events     int64
	sessions   map[int64]complaint.Session
	complaints map[string]*complaint.Complaint
	messages   []complaint.Message
	history    []complaint.Entry
	ratings    map[string]complaint.Rating
	timers     map[string]complaint.Timer
	refs       map[string]string // "chat:message" -> complaint id
	shown      map[string]*posted
	chats      map[int64][]*posted
	numbers    int
	nextID     int64
	labels     []complaint.Label
	blocked    map[int64]bool
	fates      []complaint.Event        // of what was posted, to be reported after the commit
	current    complaint.Event          // being dealt with
	out        func(*posted, string)    // told of everything that appears
	listen     func(kind string) string // what a machine makes of a file of that kind
}

// posted is a message of the bot in a chat.
type posted struct {
	id   int64
	chat int64
	o    complaint.Outbound
}

func newWorld(d *flows.Desk, understand func(complaint.Inquiry) complaint.Triage, now time.Time) *world {
	return &world{
		desk: d, understand: understand, now: now, admins: map[int64]bool{},
		sessions: map[int64]complaint.Session{}, complaints: map[string]*complaint.Complaint{},
		ratings: map[string]complaint.Rating{}, timers: map[string]complaint.Timer{},
		refs: map[string]string{}, shown: map[string]*posted{}, chats: map[int64][]*posted{},
		blocked: map[int64]bool{}, nextID: 1000, out: func(*posted, string) {},
	}
}

// happen deals with one event the way the program does: look, understand, step, commit.
func (w *world) happen(ev complaint.Event) {
	w.events++
	ev.ID = w.events
	if ev.At.IsZero() {
		ev.At = w.now
	}
	w.current = ev
	want := w.desk.Wants(ev, w.now)
	st := w.load(want)
	w.rank(&st)
	var tr complaint.Triage
	if q, ok := w.desk.Writing(st, ev, w.now); ok {
		tr.Draft = w.write(q)
	}
	var heard []complaint.Heard
	for _, a := range w.desk.Unheard(st, ev) {
		heard = append(heard, complaint.Heard{File: a.FileID, Kind: a.Kind, Words: w.listen(a.Kind)})
	}
	if q, ok := w.desk.Inquiry(flows.Hearing(st, heard), ev, w.now); ok {
		tr = w.understand(q)
	}
	tr.Heard = heard
	if ev.Chat.Kind == complaint.Group {
		st.Actor = flows.Authorise(w.org, ev, true, w.admins[ev.From.ID], true)
	}
	res := w.desk.Step(st, ev, tr, w.now)
	oneAnswer(ev, res)
	w.commit(res)
	for len(w.fates) > 0 {
		next := w.fates[0]
		w.fates = w.fates[1:]
		w.happen(next)
	}
}

// oneAnswer panics unless a press is answered exactly once, which is all Telegram takes.
func oneAnswer(ev complaint.Event, res flows.Result) {
	want, got := 0, 0
	if ev.Press != nil {
		want = 1
	}
	for _, o := range res.Outbox {
		if o.Op == complaint.Reply {
			got++
		}
	}
	if got != want {
		panic(fmt.Sprintf("%d answers to event %d (%s)", got, ev.ID, ev.Kind))
	}
}

func (w *world) load(want flows.Want) flows.State {
	st := flows.State{Org: w.org, Number: w.numbers + 1}
	key := want.Session
	if want.Customer != 0 {
		key = want.Customer
	}
	st.Session = w.sessions[key]
	if want.Customer != 0 {
		st.Mine = w.mine(want.Customer)
	}
	for slot, p := range w.shown {
		if want.Reply != 0 && p.chat == want.Chat && p.id == want.Reply {
			st.Slot = slot
		}
	}
	if c := w.complaints[w.find(want, st.Session)]; c != nil && (want.Customer == 0 || c.Customer == want.Customer) {
		st.Complaint = c.Clone()
		for _, m := range w.messages {
			if m.Complaint == c.ID {
				st.Messages = append(st.Messages, m)
			}
		}
		if r, ok := w.ratings[c.ID]; ok {
			st.Rating = &r
		}
		if want.Surveyed {
			st.Surveyed = w.surveyed(c)
		}
		if want.Related {
			st.Related = w.related(c)
		}
		if want.Similar {
			st.Similar = w.similar(c)
		}
	}
	if want.Behind != nil {
		st.List = w.behind(*want.Behind)
	}
	if want.List != nil {
		st.List = w.list(*want.List)
		st.Cases = w.cases(*want.List)
	}
	if want.Figures != nil {
		st.Figures = w.figures(*want.Figures)
	}
	return st
}

// surveyed is when the customer was last asked about another complaint.
func (w *world) surveyed(c *complaint.Complaint) (last time.Time) {
	for id, r := range w.ratings {
		if id != c.ID && r.Customer == c.Customer {
			last = later(last, r.Asked)
		}
	}
	return last
}

// sweep has every complaint looked at again that is graver by now, as the nightly job does.
func (w *world) sweep() {
	for _, c := range slices.SortedFunc(mapValues(w.complaints), func(a, b *complaint.Complaint) int { return cmp.Compare(a.Number, b.Number) }) {
		if w.desk.Outgrown(c, w.now) {
			chat := complaint.Chat{ID: c.Customer, Kind: complaint.Private}
			w.happen(complaint.Event{Kind: complaint.Due, Chat: chat, Timer: &complaint.Timer{Name: "regrade", Complaint: c.ID, Chat: chat, At: w.now}})
		}
	}
}

// related finds complaints of the same category of the last thirty days, newest first.
func (w *world) related(c *complaint.Complaint) *flows.Related {
	r := &flows.Related{}
	for _, o := range w.complaints {
		if o.ID != c.ID && o.Number != "" && o.Category == c.Category && w.now.Sub(o.FiledAt) <= 30*24*time.Hour {
			r.Others = append(r.Others, *o.Clone())
		}
	}
	slices.SortFunc(r.Others, func(a, b complaint.Complaint) int { return cmp.Compare(b.Number, a.Number) })
	return r
}

func (w *world) find(want flows.Want, s complaint.Session) string {
	for id, c := range w.complaints {
		if want.Number != "" && c.Number == want.Number {
			return id
		}
	}
	switch {
	case want.Number != "":
		return ""
	case want.ID != "":
		return want.ID
	case want.Reply != 0 && w.refs[ref(want.Chat, want.Reply)] != "":
		return w.refs[ref(want.Chat, want.Reply)]
	case want.Thread != 0:
		for _, c := range w.complaints {
			if topicOf(c) == want.Thread {
				return c.ID
			}
		}
	case want.Customer != 0:
		return cmp.Or(s.Draft, s.Active)
	}
	return s.Draft
}

func ref(chat, message int64) string { return fmt.Sprintf("%d:%d", chat, message) }

// topicOf invents the thread of a complaint: its sequence number plus 100.
func topicOf(c *complaint.Complaint) int64 {
	if _, seq, ok := strings.Cut(c.Number, "-"); ok {
		n, _ := strconv.ParseInt(seq, 10, 64)
		return n + 100
	}
	return -1
}

func (w *world) mine(customer int64) []complaint.Complaint {
	var mine []complaint.Complaint
	for _, c := range w.complaints {
		if c.Customer == customer && c.Number != "" {
			mine = append(mine, *c.Clone())
		}
	}
	slices.SortFunc(mine, func(a, b complaint.Complaint) int { return cmp.Compare(b.Number, a.Number) })
	return mine
}

func (w *world) list(l flows.List) []complaint.Line {
	var lines []complaint.Line
	for _, c := range w.complaints {
		if at := w.org.At(l.At).Desk; l.At != 0 && at != complaint.StaffDesk && at != complaint.ManagersDesk && c.Desk != at {
			continue
		}
		if c.Number == "" || l.Open && !c.Status.Open() || l.Owner != 0 && c.Owner != l.Owner ||
			!strings.Contains(strings.ToLower(c.Number+" "+c.Summary), strings.ToLower(l.Words)) {
			continue
		}
		lines = append(lines, lineOf(c))
	}
	slices.SortFunc(lines, func(a, b complaint.Line) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Number, b.Number))
	})
	return lines
}

func lineOf(c *complaint.Complaint) complaint.Line {
	l := complaint.Line{ID: c.ID, Number: c.Number, Severity: c.Severity, Status: c.Status, Category: c.Category,
		Summary: c.Summary, OwnerName: c.OwnerName, FiledAt: c.FiledAt}
	for _, k := range c.Clocks {
		if k.Running() && !k.Due.IsZero() && (l.Due.IsZero() || k.Due.Before(l.Due)) {
			l.Due = k.Due
		}
	}
	return l
}

// behind lists what a number of a digest counts, of those that dialogues press.
func (w *world) behind(b flows.Behind) []complaint.Line {
	return slices.DeleteFunc(w.list(flows.List{Open: true}), func(l complaint.Line) bool {
		return b.Of == flows.BehindOverdue && (l.Due.IsZero() || !l.Due.Before(b.Period.CutOff)) || b.Of == flows.BehindUnclaimed && l.Status != complaint.Filed
	})
}

func (w *world) figures(p flows.Period) *complaint.Figures {
	f := &complaint.Figures{From: p.From, To: p.To, CutOff: p.CutOff}
	in := func(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }
	for _, l := range w.list(flows.List{Open: true}) {
		f.Open++
		f.Oldest = append(f.Oldest, l)
		if l.Status == complaint.Filed {
			f.Unclaimed++
			f.Waiting = append(f.Waiting, l)
			if f.UnclaimedAt.IsZero() || l.FiledAt.Before(f.UnclaimedAt) {
				f.UnclaimedAt = l.FiledAt
			}
		}
		if !l.Due.IsZero() && l.Due.Before(p.CutOff) {
			f.Overdue++
			f.Pressing++
			f.Urgent = append(f.Urgent, l)
		}
	}
	for _, c := range w.complaints {
		if in(c.FiledAt) {
			f.Received++
		}
		if in(c.ClosedAt) && c.Number != "" {
			f.Closed++
		}
		if r, ok := w.ratings[c.ID]; ok && in(r.UpdatedAt) {
			f.Ratings = append(f.Ratings, r.Result)
		}
	}
	return f
}

// commit carries out a Result.
func (w *world) commit(res flows.Result) {
	if res.Session != nil {
		w.sessions[res.Session.Chat] = *res.Session
	}
	for _, c := range res.Complaints {
		if old := w.complaints[c.ID]; c.Number != "" && (old == nil || old.Number == "") {
			w.numbers++
		}
		c.Version++
		w.complaints[c.ID] = c.Clone()
	}
	for _, m := range res.Messages {
		w.keepMessage(m)
	}
	w.history = append(w.history, res.History...)
	w.labels = append(w.labels, res.Labels...)
	if res.Rating != nil {
		w.ratings[res.Rating.Complaint] = *res.Rating
	}
	for _, t := range res.Timers {
		if t.At.IsZero() {
			delete(w.timers, t.Key)
		} else {
			w.timers[t.Key] = t
		}
	}
	w.arrange(res)
	for _, o := range res.Outbox {
		w.post(o)
	}
}

func (w *world) keepMessage(m complaint.Message) {
	w.refs[ref(m.Chat, m.MessageID)] = m.Complaint
	if i := slices.IndexFunc(w.messages, func(o complaint.Message) bool { return o.ID == m.ID }); i >= 0 {
		m.Delivery = w.messages[i].Delivery
		w.messages[i] = m
		return
	}
	w.messages = append(w.messages, m)
}

func (w *world) arrange(res flows.Result) {
	for _, b := range res.Bindings {
		switch b.Desk {
		case complaint.StaffDesk:
			w.org.Staff = b
		case complaint.ManagersDesk:
			w.org.Managers = b
		default:
			w.org.Desks = slices.DeleteFunc(slices.Clone(w.org.Desks), func(o complaint.Binding) bool { return o.Desk == b.Desk })
			if b.Chat != 0 {
				w.org.Desks = append(w.org.Desks, b)
			}
		}
	}
	for _, s := range res.Staff {
		w.org.People = slices.DeleteFunc(w.org.People, func(p complaint.Staff) bool { return p.ID == s.ID })
		w.org.People = append(w.org.People, s)
	}
	if res.UsedSetup {
		w.org.SetupKey = ""
	}
}

// post makes a message of the bot appear, and reports its delivery.
func (w *world) post(o complaint.Outbound) {
	chat := o.Chat
	if o.Desk != "" {
		chat = w.org.Resolve(o.Desk).Chat
	}
	p := &posted{chat: chat, o: o}
	switch o.Op {
	case complaint.Reply, complaint.Typing, complaint.CloseTopic, complaint.OpenTopic:
		w.out(p, string(o.Op))
		return
	case complaint.Strip, complaint.Change:
		w.rewrite(chat, o)
		return
	case complaint.Show:
		old := w.shown[o.Slot]
		if old != nil && old.chat == chat {
			old.o = o
			w.out(old, "edit")
			return
		}
		if old != nil { // the store leaves a stub where the slot was
			old.o.Text, old.o.Buttons, old.o.Slot = o.Stub, nil, ""
			w.out(old, "edit")
		}
		w.shown[o.Slot] = p
	}
	w.nextID++
	p.id = w.nextID
	w.refs[ref(chat, p.id)] = o.Complaint
	w.chats[chat] = append(w.chats[chat], p)
	if w.blocked[chat] {
		w.fate(o, complaint.BlockedBy)
		return
	}
	w.out(p, string(o.Op))
	w.fate(o, complaint.Sent)
}

func (w *world) rewrite(chat int64, o complaint.Outbound) {
	for _, p := range w.chats[chat] {
		if p.id == o.MessageID {
			p.o.Buttons = o.Buttons
			if o.Op == complaint.Change {
				p.o.Text = o.Text
				w.out(p, "edit")
			}
		}
	}
}

func (w *world) fate(o complaint.Outbound, state complaint.DeliveryState) {
	if o.Message == "" {
		return
	}
	for i := range w.messages {
		if w.messages[i].ID == o.Message {
			w.messages[i].Delivery = state
		}
	}
	w.fates = append(w.fates, complaint.Event{Kind: complaint.Delivered, Chat: complaint.Chat{ID: w.org.Staff.Chat, Kind: complaint.Group},
		Delivery: &complaint.Delivery{Key: o.Key, Complaint: o.Complaint, Message: o.Message, State: state}})
}

// pass lets time go by; timers fire at their moment.
func (w *world) pass(d time.Duration) {
	end := w.now.Add(d)
	for {
		due := slices.SortedFunc(mapValues(w.timers), func(a, b complaint.Timer) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key))
		})
		if len(due) == 0 || due[0].At.After(end) {
			w.now = end
			return
		}
		t := due[0]
		delete(w.timers, t.Key)
		w.now = later(w.now, t.At)
		w.happen(complaint.Event{Kind: complaint.Due, Chat: t.Chat, Timer: &t})
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func mapValues[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

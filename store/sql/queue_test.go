package sqlstore

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/flows"
	"redress/flows/complaint"
)

// Whatever is said, shown, leased, retried or left lying,
// everything is sent once, in order within its lane, and every slot ends as it was last shown.
func TestQueueKeepsOrderAndLosesNothing(t *testing.T) {
	t.Parallel()
	db := opened(t)
	round := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		round++
		empty(t, db) // of what a round that failed has left
		m := &mailroom{t: t, r: r, db: db, chat: round * 10, now: benchNow, shown: map[string]string{}, wanted: map[string]string{}, sent: map[string]int{}}
		r.Repeat(map[string]func(*rapid.T){"say": m.say, "show": m.show, "lease": m.lease, "settle": m.settle, "wait": m.wait})
		m.drain()
	})
}

func empty(t *testing.T, db *DB) {
	t.Helper()
	err := db.write(t.Context(), func(q *conn) error {
		if err := q.send(`UPDATE events SET state = 'done'`); err != nil {
			return err
		}
		return q.send(`DELETE FROM outbox`)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mailroom is the model of the queue beside the real one.
type mailroom struct {
	t        *testing.T
	r        *rapid.T
	db       *DB
	chat     int64 // three chats from here
	now      time.Time
	said     int
	accepted int
	events   []complaint.Event
	held     []complaint.Parcel
	shown    map[string]string
	wanted   map[string]string
	sent     map[string]int
	order    []string // keys of Say, as sent
}

func (m *mailroom) ask(o complaint.Outbound) {
	step := func(flows.State) (flows.Result, error) {
		return flows.Result{Outbox: []complaint.Outbound{o}}, nil
	}
	if _, err := m.db.Do(m.t.Context(), m.event(), flows.Want{}, m.now, step); err != nil {
		m.r.Fatal(err)
	}
}

// event is one that waits to be done; many are accepted at a time, to spare the disk.
func (m *mailroom) event() complaint.Event {
	if len(m.events) == 0 {
		batch := make([]complaint.Event, 100)
		for i := range batch {
			m.accepted++
			batch[i] = said(m.chat*1_000_000 + int64(m.accepted))
		}
		var err error
		if m.events, err = m.db.Accept(m.t.Context(), batch); err != nil {
			m.r.Fatal(err)
		}
	}
	ev := m.events[0]
	m.events = m.events[1:]
	return ev
}

func (m *mailroom) say(r *rapid.T) {
	m.said++
	chat := m.chat + int64(rapid.IntRange(0, 2).Draw(r, "chat"))
	m.ask(complaint.Outbound{Key: fmt.Sprintf("%d:%03d", chat, m.said), Op: complaint.Say, Chat: chat})
}

func (m *mailroom) show(r *rapid.T) {
	chat := m.chat + int64(rapid.IntRange(0, 2).Draw(r, "chat"))
	slot, text := fmt.Sprint("slot:", chat), rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "text")
	m.wanted[slot] = text
	m.ask(complaint.Outbound{Op: complaint.Show, Chat: chat, Slot: slot, Text: complaint.Words(text)})
}

func (m *mailroom) lease(*rapid.T) {
	parcels, err := m.db.Lease(m.t.Context(), m.now, m.now.Add(time.Minute), 2)
	if err != nil {
		m.r.Fatal(err)
	}
	for _, p := range parcels {
		if slices.ContainsFunc(m.held, func(h complaint.Parcel) bool { return h.Lane == p.Lane }) {
			m.r.Fatalf("two parcels of lane %s are under way", p.Lane)
		}
		m.held = append(m.held, p)
	}
}

// wait lets every lease expire: the worker has died.
func (m *mailroom) wait(*rapid.T) {
	m.now, m.held = m.now.Add(time.Minute), nil
}

func (m *mailroom) settle(r *rapid.T) {
	if len(m.held) == 0 {
		r.Skip("nothing is under way")
	}
	i := rapid.IntRange(0, len(m.held)-1).Draw(r, "parcel")
	p := m.held[i]
	m.held = slices.Delete(m.held, i, i+1)
	out := complaint.Outcome{State: complaint.Sent, Messages: []int64{p.ID}}
	switch rapid.IntRange(0, 3).Draw(r, "fate") {
	case 0:
		out = complaint.Outcome{State: complaint.Retrying, RetryAt: m.now.Add(time.Second)}
	case 1:
		out = complaint.Outcome{State: complaint.Pending, RetryAt: m.now.Add(time.Second)}
	}
	m.finish(p, out)
}

func (m *mailroom) finish(p complaint.Parcel, out complaint.Outcome) {
	if err := m.db.Settle(m.t.Context(), m.now, []complaint.Settled{{Parcel: p, Outcome: out}}); err != nil {
		m.r.Fatal(err)
	}
	switch {
	case out.State != complaint.Sent:
	case p.Op == complaint.Show:
		if was, ok := m.shown[p.Slot]; ok && p.MessageID == 0 {
			m.r.Fatalf("slot %s, which shows %q, is posted a second time", p.Slot, was)
		}
		m.shown[p.Slot] = p.Text.String()
	default:
		m.sent[p.Key]++
		m.order = append(m.order, p.Key)
	}
}

// drain sends all that is left and checks the sum of it.
func (m *mailroom) drain() {
	for {
		m.now, m.held = m.now.Add(time.Minute), nil
		m.lease(m.r)
		if len(m.held) == 0 {
			break
		}
		for _, p := range m.held {
			m.finish(p, complaint.Outcome{State: complaint.Sent, Messages: []int64{p.ID}})
		}
	}
	if next, err := m.db.NextDue(m.t.Context()); err != nil || !next.IsZero() {
		m.r.Fatalf("something is left at %v, %v", next, err)
	}
	for key, n := range m.sent {
		if n != 1 {
			m.r.Errorf("%s was sent %d times", key, n)
		}
	}
	if len(m.sent) != m.said {
		m.r.Errorf("%d of %d were sent", len(m.sent), m.said)
	}
	for chat := m.chat; chat < m.chat+3; chat++ {
		mine := slices.DeleteFunc(slices.Clone(m.order), func(key string) bool { return key[:len(key)-3] != fmt.Sprint(chat, ":") })
		if !slices.IsSorted(mine) {
			m.r.Errorf("order in chat %d: %v", chat, mine)
		}
	}
	for slot, text := range m.wanted {
		if m.shown[slot] != text {
			m.r.Errorf("%s shows %q, want %q", slot, m.shown[slot], text)
		}
	}
}

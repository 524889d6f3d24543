package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// queue is a Queue in memory that behaves like the real one.
type queue struct {
	mu       sync.Mutex
	rows     []*row
	settled  []complaint.Settled
	failures int // so many Settles fail first
	wrong    string
}

type row struct {
	p      complaint.Parcel
	due    time.Time
	leased time.Time
	state  complaint.DeliveryState
}

func (r *row) waiting() bool {
	return r.state == complaint.Pending || r.state == complaint.Retrying
}

func (q *queue) put(list ...complaint.Parcel) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, p := range list {
		p.ID = int64(len(q.rows) + 1)
		if p.Lane == "" {
			p.Lane = fmt.Sprint("c", p.Chat)
		}
		if p.Op == "" {
			p.Op = complaint.Say
		}
		p.Private = p.Chat > 0
		q.rows = append(q.rows, &row{p: p})
	}
}

// heads are the rows that may be leased, now or later.
func (q *queue) heads(now time.Time) []*row {
	var list []*row
	busy := map[string]bool{}
	for _, r := range q.rows {
		if !r.waiting() || busy[r.p.Lane] {
			continue
		}
		busy[r.p.Lane] = true
		if !now.Before(r.leased) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *row) int { return int(b.p.Urgency - a.p.Urgency) })
	return list
}

func (q *queue) Lease(_ context.Context, now, until time.Time, limit int) ([]complaint.Parcel, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var out []complaint.Parcel
	for _, r := range q.heads(now) {
		if len(out) < limit && !now.Before(r.due) {
			r.leased = until
			out = append(out, r.p)
		}
	}
	return out, nil
}

func (q *queue) Settle(_ context.Context, now time.Time, list []complaint.Settled) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failures > 0 {
		q.failures--
		return errors.New("database is locked")
	}
	for _, s := range list {
		r := q.rows[s.Parcel.ID-1]
		if !now.Before(r.leased) {
			q.wrong = fmt.Sprintf("parcel %d settled after its lease", s.Parcel.ID)
		}
		if r.state = s.Outcome.State; r.state != complaint.Pending {
			r.p.Attempts++
			r.p.Done = s.Outcome.Messages
		}
		r.due, r.leased = s.Outcome.RetryAt, time.Time{}
		q.settled = append(q.settled, s)
	}
	return nil
}

func (q *queue) NextDue(context.Context) (time.Time, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var next time.Time
	for _, r := range q.heads(time.Now()) {
		if next.IsZero() || r.due.Before(next) {
			next = r.due
		}
	}
	return next, nil
}

func (q *queue) left() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for _, r := range q.rows {
		if r.waiting() {
			n++
		}
	}
	return n
}

// line is a Sender that notes what it was given.
type line struct {
	mu   sync.Mutex
	sent []sending
	do   func(ctx context.Context, p complaint.Parcel) complaint.Outcome
}

type sending struct {
	at time.Time
	p  complaint.Parcel
}

func (l *line) Send(ctx context.Context, p complaint.Parcel) complaint.Outcome {
	l.mu.Lock()
	l.sent = append(l.sent, sending{time.Now(), p})
	l.mu.Unlock()
	if l.do != nil {
		return l.do(ctx, p)
	}
	return complaint.Outcome{State: complaint.Sent, Messages: []int64{1}}
}

func (l *line) all() []sending {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.sent)
}

func sent() complaint.Outcome { return complaint.Outcome{State: complaint.Sent, Messages: []int64{1}} }

// start runs an outbox inside a bubble; the function returned stops it and waits.
func start(t *testing.T, q *queue, l *line) (*Outbox, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	o := New(Config{Queue: q, Sender: l})
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	return o, func() {
		cancel()
		<-done
		if q.wrong != "" {
			t.Error(q.wrong)
		}
	}
}

func say(chat int64) complaint.Parcel {
	return complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Chat: chat, Text: complaint.Words("x")}}
}

// bubble runs f in a synctest bubble, as a parallel test.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, f)
}

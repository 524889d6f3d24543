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

func TestDelivers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(1), say(2))
		o.Wake()
		synctest.Wait()
		if n := len(l.all()); n != 2 {
			t.Errorf("%d sent at once", n)
		}
		stop()
		if s := o.Stats(); s.Sent != 2 || s.UnderWay != 0 || q.left() != 0 {
			t.Errorf("stats %+v, %d left", s, q.left())
		}
	})
}

func TestFindsWorkWithoutBeingWoken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		_, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(1))
		time.Sleep(idleCheck + time.Second)
		if len(l.all()) != 1 {
			t.Error("not found")
		}
		stop()
	})
}

func TestOrderWithinALane(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		failed := map[int64]int{}
		var mu sync.Mutex
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			time.Sleep(time.Duration(p.ID%7) * 30 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			if failed[p.ID]++; failed[p.ID] <= int(p.ID%3) { // some fail once or twice first
				return complaint.Outcome{State: complaint.Retrying, Offline: p.ID%2 == 0}
			}
			return sent()
		}}
		for i := range int64(120) {
			p := say(1 + i%6)
			if i%6 >= 4 {
				p.Chat = -1
				p.Lane = fmt.Sprint("g", i%6)
			}
			q.put(p)
		}
		_, stop := start(t, q, l)
		time.Sleep(time.Hour)
		stop()
		if q.left() != 0 {
			t.Fatalf("%d left", q.left())
		}
		last := map[string]int64{}
		for _, s := range q.settled {
			if s.Parcel.ID < last[s.Parcel.Lane] {
				t.Fatalf("parcel %d after %d in lane %s", s.Parcel.ID, last[s.Parcel.Lane], s.Parcel.Lane)
			}
			last[s.Parcel.Lane] = s.Parcel.ID
		}
	})
}

func TestOneLaneDoesNotHoldUpOthers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Chat == 1 {
				return complaint.Outcome{State: complaint.Retrying, Offline: true}
			}
			return sent()
		}}
		q.put(say(1), say(1), say(2), say(3))
		_, stop := start(t, q, l)
		synctest.Wait()
		if q.left() != 2 {
			t.Errorf("%d left", q.left())
		}
		stop()
	})
}

func TestBacksOffAndNeverGivesUpWhileOffline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		begun := time.Now()
		l := &line{do: func(context.Context, complaint.Parcel) complaint.Outcome {
			if time.Since(begun) < 30*time.Hour {
				return complaint.Outcome{State: complaint.Retrying, Offline: true}
			}
			return sent()
		}}
		q.put(say(1))
		o, stop := start(t, q, l)
		time.Sleep(31 * time.Hour)
		stop()
		if s := o.Stats(); s.Sent != 1 || s.Failed != 0 {
			t.Errorf("stats %+v", s)
		}
		tries := l.all()
		for i := 1; i < len(tries); i++ {
			gap := tries[i].at.Sub(tries[i-1].at)
			want := min(time.Second<<min(i-1, 20), longestOffline)
			if gap < want/2 || gap > want+idleCheck {
				t.Fatalf("pause %d was %v", i, gap)
			}
		}
	})
}

func TestGivesUpOnWhatIsTurnedDown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.ID == 1 {
				return complaint.Outcome{State: complaint.Retrying, GoneCard: true, Reason: "message to edit not found"}
			}
			return sent()
		}}
		q.put(say(1), say(1))
		o, stop := start(t, q, l)
		time.Sleep(2 * time.Hour)
		stop()
		if s := o.Stats(); s.Failed != 1 || s.Sent != 1 || q.left() != 0 {
			t.Errorf("stats %+v, %d left", s, q.left())
		}
		if n := len(l.all()); n != maxRefused+1 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestReaddressedIsRepeatedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Attempts == 0 {
				return complaint.Outcome{State: complaint.Retrying, GoneTopic: true}
			}
			return sent()
		}}
		q.put(say(1))
		_, stop := start(t, q, l)
		time.Sleep(time.Second)
		if q.left() != 0 {
			t.Error("not repeated")
		}
		stop()
	})
}

func TestThrottledHoldsTheChat(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		begun := time.Now()
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.ID == 1 && p.Attempts == 0 {
				return complaint.Outcome{State: complaint.Retrying, Throttled: 40 * time.Second}
			}
			return sent()
		}}
		first, second := say(-1), say(-1)
		first.Lane, second.Lane = "a", "b"
		q.put(first)
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(second, say(5))
		o.Wake()
		time.Sleep(2 * time.Minute)
		stop()
		for _, s := range l.all()[1:] {
			held := s.at.Sub(begun)
			if s.p.Chat == -1 && held < 40*time.Second {
				t.Errorf("parcel %d after %v", s.p.ID, held)
			}
			if s.p.Chat == 5 && held > time.Second {
				t.Errorf("another chat waited %v", held)
			}
		}
		if q.left() != 0 {
			t.Errorf("%d left", q.left())
		}
	})
}

func TestPanicIsARetry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Attempts < 2 {
				panic("boom")
			}
			return sent()
		}}
		q.put(say(1))
		o, stop := start(t, q, l)
		time.Sleep(time.Minute)
		stop()
		if s := o.Stats(); s.Panics != 2 || s.Sent != 1 || s.Uncertain != 2 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestOutcomesAreNotLostWhenTheQueueCannotWrite(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{failures: 5}, &line{}
		q.put(say(1), say(2), say(1))
		_, stop := start(t, q, l)
		time.Sleep(20 * time.Second)
		stop()
		if n := len(l.all()); n != 3 || q.left() != 0 {
			t.Errorf("%d sent, %d left", n, q.left())
		}
	})
}

func TestStopWaitsForWhatIsUnderWay(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{failures: 1}
		l := &line{do: func(ctx context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Chat == 1 {
				time.Sleep(5 * time.Second)
				return sent()
			}
			<-ctx.Done() // hangs
			return complaint.Outcome{State: complaint.Retrying, Uncertain: true, Offline: true}
		}}
		q.put(say(1), say(2))
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(3))
		begun := time.Now()
		stop()
		if d := time.Since(begun); d < 5*time.Second || d > drainTime+5*time.Second {
			t.Errorf("stopped after %v", d)
		}
		if s := o.Stats(); s.Sent != 1 || s.Uncertain != 1 || s.UnderWay != 0 {
			t.Errorf("stats %+v", s)
		}
		if q.rows[0].state != complaint.Sent || q.rows[1].state != complaint.Retrying || len(l.all()) != 2 {
			t.Error("not written down, or something new was taken")
		}
	})
}

func TestSettledIsToldAfterwards(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		q.put(say(1))
		ctx, cancel := context.WithCancel(t.Context())
		told := make(chan []complaint.Settled, 1)
		o := New(Config{Queue: q, Sender: &line{}, Settled: func(s []complaint.Settled) { told <- s }})
		go o.Run(ctx)
		if list := <-told; len(list) != 1 || q.left() != 0 {
			t.Errorf("told %+v", list)
		}
		cancel()
		synctest.Wait()
	})
}

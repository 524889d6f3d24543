package outbox

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redress/flows/complaint"
)

// greedy is a queue that breaks its promise: it hands out two parcels of one lane.
type greedy struct {
	*queue
	once atomic.Bool
}

func (g *greedy) Lease(ctx context.Context, now, until time.Time, limit int) ([]complaint.Parcel, error) {
	list, err := g.queue.Lease(ctx, now, until, limit)
	if len(list) > 0 && g.once.CompareAndSwap(false, true) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.rows[1].leased = until
		list = append(list, g.rows[1].p)
	}
	return list, err
}

func TestASecondParcelOfALaneWaitsForItsLeaseToEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &greedy{queue: &queue{}}, &line{}
		q.put(say(1), say(1))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { New(Config{Queue: q, Sender: l}).Run(ctx); close(done) }()
		time.Sleep(lease - time.Second)
		if n := len(l.all()); n != 1 {
			t.Errorf("%d sent within the lease", n)
		}
		time.Sleep(idleCheck + 2*time.Second)
		cancel()
		<-done
		if n := len(l.all()); n != 2 || q.left() != 0 {
			t.Errorf("%d sent, %d left", n, q.left())
		}
	})
}

// shy is a queue that cannot be read for a while.
type shy struct {
	*queue
	until time.Time
}

func (s shy) Lease(ctx context.Context, now, until time.Time, limit int) ([]complaint.Parcel, error) {
	if now.Before(s.until) {
		return nil, errors.New("no connection")
	}
	return s.queue.Lease(ctx, now, until, limit)
}

func (s shy) NextDue(ctx context.Context) (time.Time, error) {
	if time.Now().Before(s.until) {
		return time.Time{}, errors.New("no connection")
	}
	return s.queue.NextDue(ctx)
}

func TestAQueueThatCannotBeReadIsAskedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := shy{&queue{}, time.Now().Add(time.Minute)}, &line{}
		q.put(say(1))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { New(Config{Queue: q, Sender: l}).Run(ctx); close(done) }()
		time.Sleep(time.Minute + idleCheck)
		cancel()
		<-done
		if len(l.all()) != 1 {
			t.Error("not sent")
		}
	})
}

func TestLongTextsToOnePersonArePaced(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		long := say(1)
		long.Text = complaint.Words(strings.Repeat("字", 9000))
		q.put(long, long, long, say(1))
		begun := time.Now()
		_, stop := start(t, q, l)
		time.Sleep(30 * time.Second)
		stop()
		list := l.all()
		if len(list) != 4 || q.left() != 0 {
			t.Fatalf("%d sent, %d left", len(list), q.left())
		}
		if d := list[3].at.Sub(begun); d < 7*time.Second || d > 25*time.Second {
			t.Errorf("ten messages after %v", d)
		}
	})
}

func TestBulkIsPutBackOnlyAsLongAsItHasTo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for i := range int64(60) {
			p := say(i + 1)
			p.Text = complaint.Words(strings.Repeat("字", 4096*4))
			q.put(p)
		}
		_, stop := start(t, q, l)
		time.Sleep(30 * time.Second)
		stop()
		if n := most(l.all(), time.Second, anyChat); n > 30 {
			t.Errorf("%d in a second", n)
		}
		if q.left() != 0 {
			t.Errorf("%d left", q.left())
		}
	})
}

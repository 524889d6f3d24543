package cron

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"redress/flows/complaint"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wishes keeps due times, as the records do.
type wishes struct {
	mu    sync.Mutex
	due   []time.Time
	fail  int
	limit int
}

func (w *wishes) FireDue(_ context.Context, now time.Time, limit int) (events []complaint.Event, next time.Time, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail > 0 {
		w.fail--
		return nil, time.Time{}, errors.New("locked")
	}
	w.limit = limit
	slices.SortFunc(w.due, time.Time.Compare)
	for len(w.due) > 0 && !w.due[0].After(now) && len(events) < limit {
		events = append(events, complaint.Event{Kind: complaint.Due, At: w.due[0]})
		w.due = w.due[1:]
	}
	if len(w.due) > 0 {
		next = w.due[0]
	}
	return events, next, nil
}

func (w *wishes) add(at ...time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due = append(w.due, at...)
}

// TestFiresAtTheMoment: timers fire when they are due, also one that is set while the sweeper
// waits for a later one, and after the records could not be read for a while.
func TestFiresAtTheMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := &wishes{}
		w.add(start.Add(10*time.Second), start.Add(time.Hour))
		var mu sync.Mutex
		var fired []time.Duration
		s := NewSweeper(w, time.Now, func(events []complaint.Event) {
			mu.Lock()
			defer mu.Unlock()
			for range events {
				fired = append(fired, time.Since(start))
			}
		}, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { s.Run(ctx) })
		time.Sleep(20 * time.Second)
		w.add(start.Add(26 * time.Second))
		s.Wake()
		time.Sleep(20 * time.Second)
		w.mu.Lock()
		w.fail = 2
		w.mu.Unlock()
		w.add(start.Add(41 * time.Second))
		s.Wake()
		time.Sleep(2 * time.Hour)
		stop()
		running.Wait()
		want := []time.Duration{10 * time.Second, 26 * time.Second, 42 * time.Second, time.Hour}
		if !slices.Equal(fired, want) {
			t.Errorf("fired after %v, want %v", fired, want)
		}
	})
}

// TestManyAtOnce: more timers than fit one sweep all fire without waiting.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wishes{}
		for range 2*sweepAtMost + 1 {
			w.add(time.Now())
		}
		n := 0
		ctx, stop := context.WithCancel(t.Context())
		s := NewSweeper(w, time.Now, func(events []complaint.Event) { n += len(events) }, slog.New(slog.DiscardHandler))
		var running sync.WaitGroup
		running.Go(func() { s.Run(ctx) })
		time.Sleep(time.Millisecond)
		stop()
		running.Wait()
		if n != 2*sweepAtMost+1 {
			t.Errorf("%d fired", n)
		}
	})
}

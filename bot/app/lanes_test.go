package app

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// The event before it is in another replica's hands; then that one dies, and it falls to us.
func TestLaneLetsTheEventBeforeItOvertake(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		var done []int64
		deals := 0
		l := newLanes(ctx, 4, slog.New(slog.DiscardHandler))
		l.deal = func(_ context.Context, ev complaint.Event) error {
			mu.Lock()
			defer mu.Unlock()
			deals++
			if ev.ID == 5 && !slices.Contains(done, 4) {
				return complaint.Errorf(complaint.Early, "event 5 comes after event 4")
			}
			done = append(done, ev.ID)
			return nil
		}
		l.ready = func(_ context.Context, id int64) (bool, error) {
			mu.Lock()
			defer mu.Unlock()
			return slices.Contains(done, id-1), nil
		}
		l.fail = func(_ context.Context, ev complaint.Event, err error) (time.Duration, error) {
			t.Errorf("event %d counts as failed: %v", ev.ID, err)
			return 0, nil
		}
		at := func(id int64) complaint.Event { return complaint.Event{ID: id, Chat: complaint.Chat{ID: 7}} }
		l.push([]complaint.Event{at(5), at(6)})
		time.Sleep(10 * time.Second) // of the bubble: it asks again and again
		l.push([]complaint.Event{at(4)})
		synctest.Wait()
		if err := l.idle(ctx); err != nil {
			t.Error(err)
		}
		if !slices.Equal(done, []int64{4, 5, 6}) || deals != 4 {
			t.Errorf("done %v in %d tries, want 4, 5, 6 in 4", done, deals)
		}
		cancel()
		l.wait()
	})
}

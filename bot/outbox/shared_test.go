package outbox

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// ration is a Shared pace that everybody may use from a certain time on.
type ration struct {
	mu   sync.Mutex
	from time.Time
	down bool
}

func (r *ration) Take(_ context.Context, _ complaint.Parcel, n int) (time.Duration, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.down || n != 1 {
		return time.Hour, errors.New("no connection")
	}
	return max(0, time.Until(r.from)), nil
}

func (r *ration) Hold(_ context.Context, _ complaint.Parcel, d time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.from = time.Now().Add(d)
	return nil
}

func TestSharedPace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		shared *ration
		after  time.Duration
		tries  int
	}{
		"free":             {&ration{}, 0, 1},
		"a moment":         {&ration{from: bubbleStart().Add(2 * time.Second)}, 2 * time.Second, 1},
		"put back":         {&ration{from: bubbleStart().Add(40 * time.Second)}, 40 * time.Second, 1},
		"out of reach":     {&ration{down: true}, 0, 1},
		"others are told":  {&ration{}, 25 * time.Second, 2},
		"put back in line": {&ration{from: bubbleStart().Add(4 * time.Second)}, 4 * time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q := &queue{}
				q.put(say(1))
				l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
					if p.Attempts+1 < c.tries {
						return complaint.Outcome{State: complaint.Retrying, Throttled: 25 * time.Second}
					}
					return sent()
				}}
				ctx, cancel := context.WithCancel(t.Context())
				begun := time.Now()
				o := New(Config{Queue: q, Sender: l, Shared: c.shared})
				done := make(chan struct{})
				go func() { o.Run(ctx); close(done) }()
				time.Sleep(time.Minute)
				cancel()
				<-done
				list := l.all()
				if len(list) != c.tries {
					t.Fatalf("%d tries", len(list))
				}
				if d := list[len(list)-1].at.Sub(begun); d < c.after || d > c.after+time.Second {
					t.Errorf("sent after %v", d)
				}
				if c.tries == 2 && c.shared.from.Sub(begun) != 25*time.Second {
					t.Error("the others were not told")
				}
			})
		})
	}
}

// bubbleStart is when time begins in a synctest bubble.
func bubbleStart() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

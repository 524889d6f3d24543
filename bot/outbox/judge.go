package outbox

import (
	"math/rand/v2"
	"sync"
	"time"

	"redress/flows/complaint"
)

const (
	firstPause     = time.Second
	longest        = 5 * time.Minute
	longestOffline = time.Minute // Telegram's return is noticed soon
	maxRefused     = 12          // tries that Telegram itself turned down, about half an hour
)

// judge completes an outcome: when to try again, and whether to give up. Only what Telegram
// turned down again and again is given up; while it is out of reach or asks to slow down,
// nothing is.
func (o *Outbox) judge(p complaint.Parcel, out complaint.Outcome) complaint.Outcome {
	o.count.add(out)
	if out.Uncertain {
		o.cfg.Log.Warn("the answer was lost: a repeated message is possible", "parcel", p.ID, "op", p.Op)
	}
	now := o.now()
	if out.Throttled > 0 {
		o.hold(p, out.Throttled)
	}
	if out.State != complaint.Retrying {
		return out
	}
	refused := o.tries.refused(p.ID, out)
	if refused >= maxRefused {
		out.State = complaint.Failed
		o.count.failed.Add(1)
		o.cfg.Log.Error("given up on a parcel", "parcel", p.ID, "op", p.Op, "reason", out.Reason)
		return out
	}
	at := now.Add(pauseAfter(p.Attempts, refused, out))
	if throttled := now.Add(out.Throttled); throttled.After(at) {
		at = throttled
	}
	if out.RetryAt.Before(at) {
		out.RetryAt = at
	}
	return out
}

// pauseAfter doubles from a second to five minutes. What only has to be addressed anew (a
// deleted card or topic, a migrated group) is repeated at once the first time.
func pauseAfter(attempts, refused int, out complaint.Outcome) time.Duration {
	if readdressed(out) && refused <= 1 {
		return 0
	}
	limit := longest
	if out.Offline {
		limit = longestOffline
	}
	d := min(firstPause<<min(attempts, 20), limit)
	return d/2 + rand.N(d/2)
}

func readdressed(out complaint.Outcome) bool {
	return out.GoneCard || out.GoneTopic || out.Migrated != 0
}

// tries counts, per parcel, how often Telegram turned it down. A restart starts anew.
type tries struct {
	mu sync.Mutex
	n  map[int64]int
}

func newTries() *tries { return &tries{n: map[int64]int{}} }

func (t *tries) refused(id int64, out complaint.Outcome) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !out.Offline && out.Throttled == 0 {
		t.n[id]++
	}
	return t.n[id]
}

func (t *tries) settled(s complaint.Settled) {
	if s.Outcome.State == complaint.Retrying || s.Outcome.State == complaint.Pending {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.n, s.Parcel.ID)
}

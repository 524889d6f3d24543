package outbox

import (
	"slices"
	"time"
)

// window keeps when the messages of the last minute went, oldest first; some may be about to.
type window []time.Time

// earliest returns when n more may go, at the soonest at, so that no minute holds more than
// limit.
func (w *window) earliest(at time.Time, n, limit int) time.Time {
	w.trim(at)
	n = min(n, limit)
	over := len(*w) + n - limit
	if over <= 0 {
		return at
	}
	if free := (*w)[over-1].Add(time.Minute); free.After(at) {
		return free
	}
	return at
}

func (w *window) take(at time.Time, n int) {
	i, _ := slices.BinarySearchFunc(*w, at, func(t, at time.Time) int {
		if t.After(at) {
			return 1
		}
		return -1
	})
	*w = slices.Insert(*w, i, slices.Repeat([]time.Time{at}, n)...)
}

func (w *window) trim(now time.Time) {
	i := 0
	for i < len(*w) && !(*w)[i].After(now.Add(-time.Minute)) {
		i++
	}
	*w = slices.Delete(*w, 0, i)
}

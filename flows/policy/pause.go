package policy

import (
	"slices"
	"time"
)

// merged gives the pauses after start in order, overlapping ones joined, empty ones left out.
func merged(paused []Interval, start time.Time) []Interval {
	sorted := make([]Interval, 0, len(paused))
	for _, p := range paused {
		p.From = later(p.From, start)
		if p.To.IsZero() || p.To.After(p.From) {
			sorted = append(sorted, p)
		}
	}
	slices.SortFunc(sorted, func(a, b Interval) int { return a.From.Compare(b.From) })
	out := sorted[:0]
	for _, p := range sorted {
		if n := len(out); n > 0 && touches(out[n-1], p) {
			out[n-1].To = latestEnd(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}

func touches(a, b Interval) bool { return a.To.IsZero() || !b.From.After(a.To) }

func latestEnd(a, b time.Time) time.Time {
	if a.IsZero() || b.IsZero() {
		return time.Time{}
	}
	return later(a, b)
}

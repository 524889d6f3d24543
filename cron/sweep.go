package cron

import (
	"context"
	"log/slog"
	"time"

	"redress/flows/complaint"
)

// Timers is where due times are kept. FireDue turns those that are due into durable events
// and tells when the next one falls due (zero: none).
type Timers interface {
	FireDue(ctx context.Context, now time.Time, limit int) (events []complaint.Event, next time.Time, err error)
}

// Sweeper fires timers at their moment.
type Sweeper struct {
	Timers Timers
	Now    func() time.Time
	Fired  func([]complaint.Event) // told of the new events; must not block
	Log    *slog.Logger
	wake   chan struct{}
}

// NewSweeper prepares a sweeper; Run starts it.
func NewSweeper(timers Timers, now func() time.Time, fired func([]complaint.Event), log *slog.Logger) *Sweeper {
	return &Sweeper{Timers: timers, Now: now, Fired: fired, Log: log, wake: make(chan struct{}, 1)}
}

const (
	sweepAtMost  = 500             // timers fired at once
	sweepAtLeast = 5 * time.Second // looks at least this often, for timers that other replicas set before they went
	sweepRetry   = time.Second     // after an error
)

// Wake tells the sweeper that timers or the time itself have changed. It never blocks.
func (s *Sweeper) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run fires timers until ctx ends.
func (s *Sweeper) Run(ctx context.Context) {
	for ctx.Err() == nil {
		t := time.NewTimer(s.wait(ctx))
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// wait sweeps and returns how long to do nothing.
func (s *Sweeper) wait(ctx context.Context) time.Duration {
	now := s.Now()
	next, err := s.Sweep(ctx, now)
	switch {
	case err != nil && ctx.Err() == nil:
		s.Log.Error("timers could not be read; trying again", "error", err)
		return sweepRetry
	case err != nil || next.IsZero():
		return sweepAtLeast
	}
	return min(max(next.Sub(now), 0), sweepAtLeast)
}

// Sweep fires what is due at now, up to so many, and returns when the next timer is due, which
// may be at once (zero: none).
func (s *Sweeper) Sweep(ctx context.Context, now time.Time) (next time.Time, err error) {
	events, next, err := s.Timers.FireDue(ctx, now, sweepAtMost)
	if len(events) > 0 {
		s.Fired(events)
	}
	return next, err
}

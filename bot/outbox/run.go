package outbox

import (
	"context"
	"fmt"
	"time"

	"redress/flows/complaint"
)

// Run delivers until ctx ends; then it takes nothing new, waits a while for what is under way,
// writes down what became of it and returns. It is called once.
func (o *Outbox) Run(ctx context.Context) {
	r := &run{Outbox: o, done: make(chan complaint.Settled, workers), flying: map[string]bool{}}
	// What is under way is not torn from Telegram's hands by the stop itself.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	for ctx.Err() == nil {
		r.fill(ctx, work)
		r.wait(ctx)
		r.settle(ctx)
	}
	r.drain(work, cancel)
}

// run is the state of one Run; only its own goroutine touches it.
type run struct {
	*Outbox
	done     chan complaint.Settled
	flying   map[string]bool // lanes under way
	finished []complaint.Settled
	retry    bool // the last write failed
}

// fill leases as many parcels as there is room for, and sets them going.
func (r *run) fill(ctx, work context.Context) {
	room := workers - len(r.flying)
	if room <= 0 || r.retry {
		return
	}
	now := r.now()
	parcels, err := r.cfg.Queue.Lease(ctx, now, now.Add(lease), room)
	if err != nil {
		if ctx.Err() == nil {
			r.cfg.Log.Error("the outbox cannot be read", "error", err)
		}
		return
	}
	for _, p := range parcels {
		if r.flying[p.Lane] {
			// Its numbers may be stale by the time the first one is done; it comes back by itself.
			r.cfg.Log.Warn("two parcels of one lane leased at once", "parcel", p.ID)
			continue
		}
		r.flying[p.Lane] = true
		r.count.flying.Add(1)
		go r.carry(work, p)
	}
}

// carry brings one parcel to its outcome.
func (r *run) carry(ctx context.Context, p complaint.Parcel) {
	s := complaint.Settled{Parcel: p}
	defer func() {
		if x := recover(); x != nil {
			r.count.panics.Add(1)
			r.cfg.Log.Error("sending panicked", "parcel", p.ID, "op", p.Op, "panic", fmt.Sprintf("%T", x))
			s.Outcome = r.judge(p, complaint.Outcome{
				State: complaint.Retrying, Chat: p.Chat, Messages: p.Done, Uncertain: true, Reason: "internal error while sending",
			})
		}
		r.done <- s
	}()
	s.Outcome = r.attempt(ctx, p)
}

func (r *run) attempt(ctx context.Context, p complaint.Parcel) complaint.Outcome {
	if wait := r.pacer.reserve(r.now(), p); wait > maxInLine {
		return r.putBack(p, r.now().Add(wait))
	} else if !sleep(ctx, wait) {
		return r.putBack(p, r.now())
	}
	if wait := r.share(ctx, p); wait > 0 {
		return r.putBack(p, r.now().Add(wait))
	}
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	return r.judge(p, r.cfg.Sender.Send(ctx, p))
}

// putBack is the outcome of a parcel that was not tried.
func (r *run) putBack(p complaint.Parcel, at time.Time) complaint.Outcome {
	r.count.putBack.Add(1)
	return complaint.Outcome{State: complaint.Pending, Chat: p.Chat, Messages: p.Done, RetryAt: at}
}

// wait returns when something finished, something new is there, or it is time to look.
func (r *run) wait(ctx context.Context) {
	timer := time.NewTimer(r.pause(ctx))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-r.wake:
	case <-timer.C:
	case s := <-r.done:
		r.finish(s)
		r.linger()
	}
	r.collect()
}

// linger waits a moment for others to finish when many are under way: written down together
// they cost little more than one.
func (r *run) linger() {
	timer := time.NewTimer(linger)
	defer timer.Stop()
	for len(r.finished) < crowd && r.underWay() >= crowd {
		select {
		case s := <-r.done:
			r.finish(s)
		case <-timer.C:
			return
		}
	}
}

// collect takes whatever else has finished meanwhile, so that it is written in one go.
func (r *run) collect() {
	for {
		select {
		case s := <-r.done:
			r.finish(s)
		default:
			return
		}
	}
}

func (r *run) finish(s complaint.Settled) {
	r.finished = append(r.finished, s)
	r.count.flying.Add(-1)
}

func (r *run) pause(ctx context.Context) time.Duration {
	switch {
	case r.retry:
		return settleRetry
	case len(r.flying) >= workers:
		return idleCheck
	}
	due, err := r.cfg.Queue.NextDue(ctx)
	if err != nil || due.IsZero() {
		return idleCheck
	}
	return min(max(due.Sub(r.now()), shortest), idleCheck)
}

// settle writes down what finished. Until that works nothing new is taken: what was sent
// must not be sent again because nobody wrote it down.
func (r *run) settle(ctx context.Context) {
	if len(r.finished) == 0 {
		return
	}
	// A stop must not lose outcomes.
	write, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime/2)
	defer cancel()
	if err := r.cfg.Queue.Settle(write, r.now(), r.finished); err != nil {
		r.retry = true
		r.cfg.Log.Error("outcomes cannot be written down", "count", len(r.finished), "error", err)
		return
	}
	for _, s := range r.finished {
		delete(r.flying, s.Parcel.Lane)
		r.tries.settled(s)
	}
	told := r.finished
	r.finished, r.retry = nil, false
	if r.cfg.Settled != nil {
		r.cfg.Settled(told)
	}
}

// drain waits for what is under way, for a while, and then cuts it off: a try that is cut off
// reports that its fate is uncertain.
func (r *run) drain(work context.Context, cut context.CancelFunc) {
	deadline := time.NewTimer(drainTime)
	defer deadline.Stop()
	for r.underWay() > 0 {
		select {
		case s := <-r.done:
			r.finish(s)
		case <-deadline.C:
			cut()
			for r.underWay() > 0 {
				r.finish(<-r.done)
			}
		}
	}
	for attempt := 0; len(r.finished) > 0 && attempt < 3; attempt++ {
		r.settle(context.WithoutCancel(work))
		if r.retry {
			sleep(context.Background(), settleRetry)
		}
	}
}

// underWay counts parcels that are not finished.
func (r *run) underWay() int { return len(r.flying) - len(r.finished) }

// sleep waits for d; it returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

package cron

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"

	"redress/flows/complaint"
)

// Job is something the organisation does at set times.
type Job struct {
	Name  string
	Spec  string // five cron fields, in Zone's wall-clock time; unused with Times
	Zone  *time.Location
	Event func(due time.Time) complaint.Event
	// Late is how long after its time a missed run is still made up for.
	Late time.Duration
	// Each makes up for every missed run, oldest first, not only for the newest. The first time
	// ever, the present moment is claimed as a run, so that what falls due from then on is known
	// to be missing.
	Each bool
	// Times gives the first run after a moment, instead of Spec; zero: none.
	Times func(after time.Time) time.Time
}

// Ticks claims the runs of jobs.
type Ticks interface {
	// ClaimTick keeps the event of job at due, once whoever asks.
	ClaimTick(ctx context.Context, job string, due time.Time, ev complaint.Event) (won bool, err error)
	// LastTick is the newest run claimed; ok is false when there never was one.
	LastTick(ctx context.Context, job string) (due time.Time, ok bool, err error)
	// Began is when a planner first asked, whichever it was: now, if nobody did before.
	Began(ctx context.Context, now time.Time) (time.Time, error)
}

// Planner runs jobs.
type Planner struct {
	ticks Ticks
	now   func() time.Time
	log   *slog.Logger
	wake  chan struct{}
	began time.Time
	jobs  atomic.Pointer[[]planned]
}

type planned struct {
	Job
	schedule cron.Schedule
}

// NewPlanner checks the jobs' specs.
func NewPlanner(ticks Ticks, now func() time.Time, log *slog.Logger, jobs ...Job) (*Planner, error) {
	p := &Planner{ticks: ticks, now: now, log: log, wake: make(chan struct{}, 1), began: now()}
	if err := p.Replan(jobs...); err != nil {
		return nil, err
	}
	return p, nil
}

// Replan puts other jobs in the place of those there are, all of them or, when a spec cannot be
// read, none. What a job has done stays done under its name.
func (p *Planner) Replan(jobs ...Job) error {
	var all []planned
	for _, j := range jobs {
		if j.Times != nil {
			all = append(all, planned{Job: j})
			continue
		}
		s, err := parse(j.Spec)
		if err != nil {
			return fmt.Errorf("schedule of %s: %w", j.Name, err)
		}
		all = append(all, planned{j, s})
	}
	p.jobs.Store(&all)
	p.Wake()
	return nil
}

// parse reads five cron fields. robfig's parser panics on a zone prefix without fields, and
// zones belong to Job.Zone anyway, so a prefix is refused.
func parse(spec string) (s cron.Schedule, err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("%q is not five cron fields", spec)
		}
	}()
	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("%q names a time zone; the policy's counts", spec)
	}
	return cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(spec)
}

// Next is the first time after t that the spec names, in the zone's wall-clock time. A time
// that a change to summer time leaves out happens an hour later; one that the change back
// repeats happens once.
func (p planned) Next(t time.Time) time.Time {
	if p.Times != nil {
		return p.Times(t)
	}
	local := t.In(p.Zone)
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
	for {
		wall = p.schedule.Next(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		due := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, p.Zone)
		if due.After(t) {
			return due
		}
	}
}

// Wake tells the planner that the time has jumped. It never blocks.
func (p *Planner) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run claims runs until ctx ends.
func (p *Planner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		t := time.NewTimer(p.wait(ctx))
		select {
		case <-ctx.Done():
		case <-p.wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// first is the moment from which on a job that never ran is missing.
func (p *Planner) first(ctx context.Context, j planned) (time.Time, error) {
	if !j.Each {
		return p.ticks.Began(ctx, p.began)
	}
	_, err := p.ticks.ClaimTick(ctx, j.Name, p.began, j.Event(p.began))
	return p.began, err
}

// wait plans and returns how long to do nothing: not for long, as jobs and clocks change.
func (p *Planner) wait(ctx context.Context) time.Duration {
	next, err := p.Plan(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		p.log.Error("schedules could not be claimed; trying again", "error", err)
		return time.Second
	case err != nil || next.IsZero():
		return time.Minute
	}
	return min(max(next.Sub(p.now()), 0), time.Minute)
}

// Plan claims every job that is due and returns when the next one will be (zero: none). An error
// names the job that could not be claimed; those after it wait for the next call.
func (p *Planner) Plan(ctx context.Context) (next time.Time, err error) {
	for _, j := range *p.jobs.Load() {
		at, err := p.claim(ctx, j)
		if err != nil {
			return time.Time{}, fmt.Errorf("%s: %w", j.Name, err)
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}

// claim makes up for the newest run missed, or for each, if it is not too late, and returns the
// next one.
func (p *Planner) claim(ctx context.Context, j planned) (next time.Time, err error) {
	now := p.now()
	last, ok, err := p.ticks.LastTick(ctx, j.Name)
	if err != nil {
		return time.Time{}, err
	}
	if !ok {
		last, err = p.first(ctx, j)
	}
	if err != nil {
		return time.Time{}, err
	}
	if oldest := now.Add(-j.Late); last.Before(oldest) {
		last = oldest
	}
	var due []time.Time
	for next = j.Next(last); !next.IsZero() && !next.After(now); next = j.Next(next) {
		if !j.Each {
			due = due[:0]
		}
		due = append(due, next)
	}
	for _, at := range due {
		if _, err := p.ticks.ClaimTick(ctx, j.Name, at, j.Event(at)); err != nil {
			return time.Time{}, err
		}
	}
	return next, nil
}

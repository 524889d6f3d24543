package cron

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// ledger is where runs are claimed, as the records do it.
type ledger struct {
	mu    sync.Mutex
	runs  map[string]int
	order []time.Time
	fail  int // so many calls fail first
	began time.Time
}

func (l *ledger) Began(_ context.Context, now time.Time) (time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.began.IsZero() {
		l.began = now
	}
	return l.began, nil
}

func (l *ledger) ClaimTick(_ context.Context, job string, due time.Time, ev complaint.Event) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail > 0 {
		l.fail--
		return false, errors.New("the disk is full")
	}
	if !ev.Timer.At.Equal(due) {
		return false, fmt.Errorf("event of %v for the run of %v", ev.Timer.At, due)
	}
	key := fmt.Sprint(job, due.UnixMicro())
	if l.runs == nil {
		l.runs = map[string]int{}
	}
	if l.runs[key]++; l.runs[key] > 1 {
		return false, nil
	}
	l.order = append(l.order, due)
	return true, nil
}

func (l *ledger) LastTick(context.Context, string) (time.Time, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.order) == 0 {
		return time.Time{}, false, nil
	}
	return l.order[len(l.order)-1], true, nil
}

func (l *ledger) claimed() []time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.order)
}

func daily(zone *time.Location, spec string) Job {
	return Job{Name: "digest", Spec: spec, Zone: zone, Late: 12 * time.Hour, Event: func(due time.Time) complaint.Event {
		return complaint.Event{Kind: complaint.Tick, Timer: &complaint.Timer{Name: "digest", At: due}}
	}}
}

func planner(t *testing.T, l *ledger, now func() time.Time, jobs ...Job) *Planner {
	t.Helper()
	p, err := NewPlanner(l, now, slog.New(slog.DiscardHandler), jobs...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestSummerTime: a time that does not exist happens an hour later, one that comes twice
// happens once.
func TestSummerTime(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	p := planner(t, &ledger{}, time.Now, daily(berlin, "30 2 * * *"))
	at := time.Date(2027, 3, 27, 12, 0, 0, 0, berlin)
	var got []string
	for range 2 {
		at = (*p.jobs.Load())[0].Next(at)
		got = append(got, at.Format("01-02 15:04 MST"))
	}
	at = time.Date(2027, 10, 30, 12, 0, 0, 0, berlin)
	for range 2 {
		at = (*p.jobs.Load())[0].Next(at)
		got = append(got, at.Format("01-02 15:04"))
	}
	want := []string{"03-28 03:30 CEST", "03-29 02:30 CEST", "10-31 02:30", "11-01 02:30"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMissedRuns(t *testing.T) {
	t.Parallel()
	shanghai := zone(t, "Asia/Shanghai")
	day := func(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, shanghai) }
	for _, tt := range []struct {
		name  string
		last  time.Time // of the run before; zero: never
		now   time.Time
		want  []time.Time
		began time.Time // zero: now
	}{
		{"never run before, new today", time.Time{}, day(23, 10, 0), nil, time.Time{}},
		{"never run before, down at the first time", time.Time{}, day(23, 10, 0), []time.Time{day(23, 8, 30)}, day(22, 20, 0)},
		{"never run before, down for a week", time.Time{}, day(23, 10, 0), []time.Time{day(23, 8, 30)}, day(15, 20, 0)},
		{"down for three days, only the newest", day(20, 8, 30), day(23, 10, 0), []time.Time{day(23, 8, 30)}, time.Time{}},
		{"missed too long ago", day(21, 8, 30), day(23, 7, 0), nil, time.Time{}},
		{"missed in the evening", day(22, 8, 30), day(23, 20, 29), []time.Time{day(23, 8, 30)}, time.Time{}},
		{"done already", day(23, 8, 30), day(23, 10, 0), nil, time.Time{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := &ledger{began: tt.began}
			if !tt.last.IsZero() {
				l.order = []time.Time{tt.last}
			}
			before := len(l.order)
			p := planner(t, l, func() time.Time { return tt.now }, daily(shanghai, "30 8 * * *"))
			wait := p.wait(t.Context())
			p.wait(t.Context())
			if got := l.claimed()[before:]; !slices.EqualFunc(got, tt.want, time.Time.Equal) {
				t.Errorf("claimed %v, want %v", got, tt.want)
			}
			if wait <= 0 || wait > time.Minute {
				t.Errorf("looks again in %v", wait)
			}
		})
	}
}

// TestTwoReplicasRunOnce lets days go by with two planners over one ledger, one of which
// meets a full disk.
func TestTwoReplicasRunOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{}
		ctx, stop := context.WithCancel(t.Context())
		var both sync.WaitGroup
		for range 2 {
			p := planner(t, l, time.Now, daily(time.UTC, "30 8 * * *"))
			both.Go(func() { p.Run(ctx) })
		}
		time.Sleep(26 * time.Hour)
		l.mu.Lock()
		l.fail = 3
		l.mu.Unlock()
		time.Sleep(48 * time.Hour)
		stop()
		both.Wait()
		got := l.claimed()
		if len(got) != 3 {
			t.Fatalf("ran at %v, want once a day", got)
		}
		for i := 1; i < len(got); i++ {
			if got[i].Sub(got[i-1]) != 24*time.Hour {
				t.Errorf("ran at %v", got)
			}
		}
	})
}

// TestJump moves the time by days at once, as the playground does.
func TestJump(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		ahead := time.Duration(0)
		now := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return time.Now().Add(ahead)
		}
		l := &ledger{}
		p := planner(t, l, now, daily(time.UTC, "30 8 * * *"))
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { p.Run(ctx) })
		synctest.Wait()
		mu.Lock()
		ahead = 9 * time.Hour
		mu.Unlock()
		p.Wake()
		synctest.Wait()
		if got := l.claimed(); len(got) != 1 {
			t.Errorf("after the jump ran at %v, want once", got)
		}
		stop()
		running.Wait()
	})
}

func TestSpecs(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{"", "CRON_TZ=Asia/Tokyo", "TZ=0", "CRON_TZ=Asia/Tokyo 0 9 * * *", "61 * * * *", "* * * *", "@daily", "0 0 30 2 x"} {
		if _, err := NewPlanner(&ledger{}, time.Now, slog.New(slog.DiscardHandler), daily(time.UTC, spec)); err == nil {
			t.Errorf("%q was taken for five cron fields", spec)
		}
	}
}

// TestOtherJobsWhileRunning: a schedule that changes counts from the moment it changes.
func TestOtherJobsWhileRunning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		l := &ledger{}
		p := planner(t, l, time.Now, daily(time.UTC, "0 12 * * *"))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); p.Run(ctx) }()
		synctest.Wait()
		if err := p.Replan(daily(time.UTC, "not a spec")); err == nil {
			t.Error("a spec that cannot be read is taken")
		}
		if err := p.Replan(daily(time.UTC, "0 7 * * *")); err != nil {
			t.Error(err)
		}
		midnight := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, time.UTC)
		time.Sleep(midnight.Add(30*time.Hour + 90*time.Minute).Sub(start)) // past 7 o'clock of the next day
		synctest.Wait()
		for _, due := range l.claimed() {
			if due.UTC().Hour() != 7 {
				t.Errorf("a run at %v", due)
			}
		}
		if len(l.claimed()) == 0 {
			t.Error("no run at the new time")
		}
		stop()
		<-done
	})
}

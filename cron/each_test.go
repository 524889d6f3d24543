package cron

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// weekly is due every Monday at nine, by reckoning of its own.
func weekly() Job {
	return Job{Name: "reports", Late: 31 * 24 * time.Hour, Each: true,
		Times: func(after time.Time) time.Time {
			y, m, d := after.Date()
			for at := time.Date(y, m, d, 9, 0, 0, 0, time.UTC); ; at = at.AddDate(0, 0, 1) {
				if at.After(after) && at.Weekday() == time.Monday {
					return at
				}
			}
		},
		Event: func(due time.Time) complaint.Event {
			return complaint.Event{Kind: complaint.Tick, Timer: &complaint.Timer{Name: "reports", At: due}}
		}}
}

// TestEveryMissedReportIsMadeUpFor stops for three weeks, then for three months.
func TestEveryMissedReportIsMadeUpFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{}
		now := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
		run := func() {
			ctx, cancel := context.WithCancel(t.Context())
			p := planner(t, l, func() time.Time { return now }, weekly())
			go p.Run(ctx)
			synctest.Wait()
			cancel()
			synctest.Wait()
		}
		began := now
		run() // nothing is due; from now on it counts
		want := []time.Time{began}
		now = time.Date(2026, 12, 9, 0, 0, 0, 0, time.UTC)
		run()
		for _, day := range []int{23, 30, 37} {
			want = append(want, time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC))
		}
		run() // a restart at the same time claims nothing twice
		if got := l.claimed(); !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Fatalf("claimed %v, want %v", got, want)
		}
		now = time.Date(2027, 3, 10, 0, 0, 0, 0, time.UTC)
		run()
		if got := len(l.claimed()) - len(want); got != 5 {
			t.Errorf("after three months %d runs are made up for, want those of 31 days: 5", got)
		}
	})
}

func TestAJobWithoutTimesWaits(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	j := weekly()
	j.Times = func(time.Time) time.Time { return time.Time{} }
	p := planner(t, l, time.Now, j)
	if wait := p.wait(t.Context()); wait != time.Minute || len(l.claimed()) != 1 {
		t.Errorf("looks again in %v, claimed %v", wait, l.claimed())
	}
}

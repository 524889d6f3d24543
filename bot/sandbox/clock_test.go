package sandbox_test

import (
	"testing"
	"testing/synctest"
	"time"

	"redress/bot/sandbox"
)

func TestClockRunsAndJumps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 22, 6, 0, 0, 0, time.FixedZone("east", 8*3600))
		c := sandbox.NewClock(start)
		shows := func(want time.Duration) {
			t.Helper()
			if got := c.Now(); !got.Equal(start.Add(want)) || got.Location() != time.UTC {
				t.Errorf("the clock shows %v, want %v after the start", got, want)
			}
		}
		time.Sleep(time.Minute) // in the bubble: no real time
		shows(time.Minute)

		jumped := c.Changed()
		c.Advance(time.Hour)
		shows(61 * time.Minute)
		<-jumped

		jumped = c.Changed()
		c.Advance(-time.Hour)
		c.AdvanceTo(start)
		shows(61 * time.Minute)
		select {
		case <-jumped:
			t.Error("a clock that was asked to go back says that it jumped")
		default:
		}
		c.AdvanceTo(start.Add(24 * time.Hour))
		shows(24 * time.Hour)
		<-jumped
	})
}

package policy_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/flows/policy"
)

// calendars are working weeks of different shapes; all extend generic.
func calendars(t testing.TB) []*policy.Calendar {
	t.Helper()
	var out []*policy.Calendar
	for _, yaml := range []string{
		"calendar: {zone: Asia/Shanghai}",
		"calendar: {zone: Europe/London, holidays: none, hours: {mon-fri: '08:30-12:15 13:00-17:30', sat: '09:00-12:00'}}",
		"calendar: {zone: America/New_York, holidays: none, hours: {mon-sun: '00:00-24:00'}}",
		"calendar: {zone: Australia/Lord_Howe, holidays: none, hours: {sun: '01:30-02:30', wed: '22:00-24:00'}}",
		"calendar: {zone: Asia/Shanghai, hours: {mon-sun: '07:00-22:00'}, workdays: mon-fri, holiday_hours: '10:00-16:00'}",
	} {
		p, err := policy.Load("test", []byte("schema: 1\nversion: '1'\nextends: generic\n"+yaml))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Calendar())
	}
	return out
}

func moment(t *rapid.T, label string) time.Time {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	end := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC).Unix()
	return time.Unix(rapid.Int64Range(start, end).Draw(t, label), 0)
}

func timeSpan(t *rapid.T) policy.Span {
	return policy.Span{N: rapid.IntRange(1, 200).Draw(t, "n"), Unit: rapid.SampledFrom([]policy.Unit{policy.Minute, policy.Hour}).Draw(t, "unit")}
}

// A working-time span contains exactly its own length of open time: no closed moment counts,
// none is lost.
func TestWorkingSpanIsOpenTime(t *testing.T) {
	t.Parallel()
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "calendar")
		start, span := moment(t, "start"), timeSpan(t)
		due, _ := c.Add(start, span, policy.Working)
		want, _ := span.Elapsed()
		if got := c.Working(start, due); got != want {
			t.Fatalf("%v + %s = %v, which holds %v of open time", start, span, due, got)
		}
		if !c.IsOpen(due.Add(-time.Second)) {
			t.Fatalf("%v + %s ends at %v, in closed time", start, span, due)
		}
	})
}

// A later start never ends earlier, a longer span never ends sooner.
func TestAddIsMonotone(t *testing.T) {
	t.Parallel()
	all := calendars(t)
	units := []policy.Unit{policy.Minute, policy.Hour, policy.Day, policy.WorkingDay, policy.Week, policy.Month, policy.Year}
	countings := []policy.Counting{policy.Working, policy.Elapsing, policy.Elapsed}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "calendar")
		counting := rapid.SampledFrom(countings).Draw(t, "counting")
		span := policy.Span{N: rapid.IntRange(1, 40).Draw(t, "n"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
		longer := policy.Span{N: span.N + rapid.IntRange(0, 5).Draw(t, "more"), Unit: span.Unit}
		start := moment(t, "start")
		later := start.Add(time.Duration(rapid.Int64Range(0, 1e6).Draw(t, "delay")) * time.Second)
		due, _ := c.Add(start, span, counting)
		if after, _ := c.Add(later, longer, counting); after.Before(due) {
			t.Fatalf("%v + %s = %v, but %v + %s = %v", start, span, due, later, longer, after)
		}
		if due.Before(start) {
			t.Fatalf("%v + %s = %v, which is before it began", start, span, due)
		}
	})
}

// A pause never brings a due moment forward, and adds exactly its open time to a working span.
func TestPauseNeverHastens(t *testing.T) {
	t.Parallel()
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "calendar")
		start, span := moment(t, "start"), timeSpan(t)
		var paused []policy.Interval
		for range rapid.IntRange(0, 3).Draw(t, "pauses") {
			from := start.Add(time.Duration(rapid.Int64Range(-1e5, 1e6).Draw(t, "from")) * time.Second)
			paused = append(paused, policy.Interval{From: from, To: from.Add(time.Duration(rapid.Int64Range(0, 3e5).Draw(t, "length")) * time.Second)})
		}
		due, _ := c.AddPaused(start, span, policy.Working, paused)
		want, _ := span.Elapsed()
		if got := c.Working(start, due) - pausedWork(c, start, due, paused); got != want {
			t.Fatalf("%v + %s with pauses %v = %v: %v of open time counted", start, span, paused, due, got)
		}
	})
}

// pausedWork is the open time between from and to that lies in a pause, piece by piece.
func pausedWork(c *policy.Calendar, from, to time.Time, paused []policy.Interval) time.Duration {
	edges := []time.Time{from, to}
	for _, p := range paused {
		edges = append(edges, p.From, p.To)
	}
	var sum time.Duration
	slices.SortFunc(edges, time.Time.Compare)
	for i := range len(edges) - 1 {
		a, b := edges[i], edges[i+1]
		if a.Before(from) || b.After(to) {
			continue
		}
		for _, p := range paused {
			if !a.Before(p.From) && !b.After(p.To) && b.After(a) {
				sum += c.Working(a, b)
				break
			}
		}
	}
	return sum
}

// Opening moments are open, and the earliest of their kind.
func TestNextOpenIsTheFirstOpenMoment(t *testing.T) {
	t.Parallel()
	all := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "calendar")
		from := moment(t, "from")
		open := c.NextOpen(from)
		if !c.IsOpen(open) || open.Before(from) {
			t.Fatalf("NextOpen(%v) = %v", from, open)
		}
		if idle := c.Working(from, open); idle != 0 {
			t.Fatalf("NextOpen(%v) = %v passes over %v of open time", from, open, idle)
		}
		if contact := c.NextContact(from); !c.CanContact(contact) {
			t.Fatalf("NextContact(%v) = %v, outside contact hours", from, contact)
		}
	})
}

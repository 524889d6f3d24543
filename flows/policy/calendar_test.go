package policy_test

import (
	"testing"
	"time"

	"redress/flows/policy"
)

func at(t testing.TB, p *policy.Policy, s string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", s, p.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func limit(t testing.TB, s string) policy.Span {
	t.Helper()
	parsed, err := policy.ParseSpan(s)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// TestWorkingDayVectors are the vectors of domain 0.3 and the acceptance tests that rest on them.
func TestWorkingDayVectors(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for name, v := range map[string]struct {
		start, span, due string
		provisional      bool
	}{
		"new year make-up Sunday":   {"2026-01-02 10:00", "1 working_day", "2026-01-04 18:00", false},
		"spring festival 3":         {"2026-02-13 10:00", "3 working_day", "2026-02-25 18:00", false},
		"spring festival 7":         {"2026-02-13 10:00", "7 working_day", "2026-03-02 18:00", false},
		"AC-AT01 labour day 7":      {"2026-04-30 10:00", "7 working_day", "2026-05-13 18:00", false},
		"mid-autumn 3":              {"2026-09-25 10:00", "3 working_day", "2026-09-30 18:00", false},
		"CS-AT03 national day 30":   {"2026-09-30 10:00", "30 working_day", "2026-11-17 18:00", false},
		"plain 3":                   {"2026-11-20 10:00", "3 working_day", "2026-11-25 18:00", false},
		"plain 7":                   {"2026-11-20 10:00", "7 working_day", "2026-12-01 18:00", false},
		"beyond the known holidays": {"2026-11-20 10:00", "30 working_day", "2027-01-01 18:00", true},
		"CS-AT01 received 13 Feb":   {"2026-02-13 23:30", "3 working_day", "2026-02-25 18:00", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, provisional := p.Calendar().Add(at(t, p, v.start), limit(t, v.span), policy.Working)
			if want := at(t, p, v.due); !due.Equal(want) || provisional != v.provisional {
				t.Errorf("%s + %s = %v provisional %v, want %v %v", v.start, v.span, due, provisional, want, v.provisional)
			}
		})
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for name, v := range map[string]struct {
		start, span string
		counting    policy.Counting
		due         string
	}{
		"minutes run from the moment (201)":        {"2026-11-24 10:07", "30 minute", policy.Working, "2026-11-24 10:37"},
		"working hours go over the night":          {"2026-11-24 16:00", "4 hour", policy.Working, "2026-11-25 11:00"},
		"working hours go over the weekend":        {"2026-11-20 17:59", "1 hour", policy.Working, "2026-11-23 09:59"},
		"working time started at night":            {"2026-11-24 22:00", "1 hour", policy.Working, "2026-11-25 10:00"},
		"working time ends at the close":           {"2026-11-24 14:00", "4 hour", policy.Working, "2026-11-24 18:00"},
		"calendar hours ignore the night":          {"2026-11-24 16:00", "24 hour", policy.Elapsing, "2026-11-25 16:00"},
		"CA-AT01 the starting day does not count":  {"2026-03-01 08:00", "15 day", policy.Elapsing, "2026-03-16 18:00"},
		"a rest day ends on the next workday":      {"2026-11-19 10:00", "3 day", policy.Elapsing, "2026-11-23 18:00"},
		"elapsed days end on rest days":            {"2026-11-19 10:00", "3 day", policy.Elapsed, "2026-11-23 00:00"},
		"month without a 31st ends on the last":    {"2026-01-31 10:00", "1 month", policy.Elapsed, "2026-02-28 18:00"},
		"month, rolled from a make-up Saturday on": {"2026-01-31 10:00", "1 month", policy.Elapsing, "2026-02-28 18:00"},
		"week":                                {"2026-11-17 10:00", "1 week", policy.Elapsing, "2026-11-24 18:00"},
		"leap year":                           {"2024-02-29 10:00", "1 year", policy.Elapsing, "2025-02-28 18:00"},
		"same day, midnight":                  {"2026-11-24 10:00", "same day", policy.Elapsing, "2026-11-25 00:00"},
		"same working day":                    {"2026-11-24 10:00", "same day", policy.Working, "2026-11-24 18:00"},
		"same working day, after hours":       {"2026-11-24 20:00", "same day", policy.Working, "2026-11-25 18:00"},
		"immediately":                         {"2026-11-24 10:00", "immediately", policy.Elapsing, "2026-11-24 10:10"},
		"immediately, when somebody is there": {"2026-11-24 20:00", "immediately", policy.Working, "2026-11-25 09:10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, _ := p.Calendar().Add(at(t, p, v.start), limit(t, v.span), v.counting)
			if want := at(t, p, v.due); !due.Equal(want) {
				t.Errorf("%s + %s = %v, want %v", v.start, v.span, due, want)
			}
		})
	}
}

func TestAgreedHasNoDueMoment(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for _, span := range []policy.Span{{}, limit(t, "agreed")} {
		if due, _ := p.Calendar().Add(at(t, p, "2026-11-24 10:00"), span, policy.Working); !due.IsZero() {
			t.Errorf("%q is due at %v", span, due)
		}
	}
}

func TestPausesMoveTheDueMoment(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	pause := func(from, to string) policy.Interval {
		i := policy.Interval{From: at(t, p, from)}
		if to != "" {
			i.To = at(t, p, to)
		}
		return i
	}
	const start = "2026-11-24 10:00" // Tuesday
	for name, v := range map[string]struct {
		span     string
		counting policy.Counting
		paused   []policy.Interval
		due      string
	}{
		"working hours":              {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 11:00", "2026-11-24 13:00")}, "2026-11-24 16:00"},
		"working hours over a night": {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 11:00", "2026-11-25 10:00")}, "2026-11-25 13:00"},
		"overlapping pauses":         {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 12:00", "2026-11-24 13:00"), pause("2026-11-24 11:00", "2026-11-24 12:30")}, "2026-11-24 16:00"},
		"a pause that moved into":    {"4 hour", policy.Elapsing, []policy.Interval{pause("2026-11-24 11:00", "2026-11-24 13:00"), pause("2026-11-24 15:00", "2026-11-24 16:00")}, "2026-11-24 17:00"},
		"before the start":           {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 09:00", "2026-11-24 10:00")}, "2026-11-24 14:00"},
		"after the due moment":       {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 15:00", "2026-11-24 16:00")}, "2026-11-24 14:00"},
		"days":                       {"3 working_day", policy.Working, []policy.Interval{pause("2026-11-25 10:00", "2026-11-27 10:00")}, "2026-12-01 18:00"},
		"less than a day":            {"3 working_day", policy.Working, []policy.Interval{pause("2026-11-25 10:00", "2026-11-25 15:00")}, "2026-11-27 18:00"},
		"calendar days":              {"2 day", policy.Elapsing, []policy.Interval{pause("2026-11-25 10:00", "2026-11-27 10:00")}, "2026-11-30 18:00"},
		"still paused":               {"4 hour", policy.Working, []policy.Interval{pause("2026-11-24 11:00", "")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, _ := p.Calendar().AddPaused(at(t, p, start), limit(t, v.span), v.counting, v.paused)
			var want time.Time
			if v.due != "" {
				want = at(t, p, v.due)
			}
			if !due.Equal(want) {
				t.Errorf("due %v, want %v", due, want)
			}
		})
	}
}

func TestOpeningMoments(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	c := p.Calendar()
	for name, v := range map[string]struct{ got, want time.Time }{
		"open stays":                      {c.NextOpen(at(t, p, "2026-11-24 10:00")), at(t, p, "2026-11-24 10:00")},
		"before opening":                  {c.NextOpen(at(t, p, "2026-11-24 07:00")), at(t, p, "2026-11-24 09:00")},
		"the close is outside":            {c.NextOpen(at(t, p, "2026-11-24 18:00")), at(t, p, "2026-11-25 09:00")},
		"holiday":                         {c.NextOpen(at(t, p, "2026-10-01 10:00")), at(t, p, "2026-10-08 09:00")},
		"make-up Saturday":                {c.NextOpen(at(t, p, "2026-10-10 08:00")), at(t, p, "2026-10-10 09:00")},
		"next morning":                    {c.NextMorning(at(t, p, "2026-11-24 03:00")), at(t, p, "2026-11-25 09:00")},
		"next morning after Friday":       {c.NextMorning(at(t, p, "2026-11-20 10:00")), at(t, p, "2026-11-23 09:00")},
		"SH-AT01 22:30 waits until 08:00": {c.NextContact(at(t, p, "2026-11-24 22:30")), at(t, p, "2026-11-25 08:00")},
		"contact on a Sunday":             {c.NextContact(at(t, p, "2026-11-22 12:00")), at(t, p, "2026-11-22 12:00")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !v.got.Equal(v.want) {
				t.Errorf("got %v, want %v", v.got, v.want)
			}
		})
	}
	if got := c.Working(at(t, p, "2026-09-30 12:00"), at(t, p, "2026-10-08 12:00")); got != 9*time.Hour {
		t.Errorf("working time over the national holiday is %v, want 9h", got)
	}
}

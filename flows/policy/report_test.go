package policy_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/flows/policy"
)

func report(t testing.TB, p *policy.Policy, id string) policy.Report {
	t.Helper()
	for _, r := range p.Reports() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no report %s", id)
	return policy.Report{}
}

func TestReportsOfTheDeveloper(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	for name, v := range map[string]struct{ id, after, from, to, send, late string }{
		"half-month by the 18th (VK-A2, VK-A3)": {"VK-R2", "2026-11-10 09:00", "2026-11-01", "2026-11-16", "2026-11-17 18:00", "2026-11-19"},
		"half-month, just sent":                 {"VK-R2", "2026-11-17 18:00", "2026-12-01", "2026-12-16", "2026-12-17 18:00", "2026-12-19"},
		"month by the 3rd":                      {"VK-R3", "2026-11-10 09:00", "2026-11-01", "2026-12-01", "2026-12-02 18:00", "2026-12-04"},
		"month by the 3rd, at new year":         {"VK-R3", "2026-12-30 09:00", "2026-12-01", "2027-01-01", "2027-01-02 18:00", "2027-01-04"},
		"table by the 27th":                     {"VK-R4", "2026-11-10 09:00", "2026-10-27", "2026-11-27", "2026-11-26 18:00", "2026-11-28"},
		"daily":                                 {"VK-R1", "2026-11-10 09:00", "2026-11-10", "2026-11-11", "2026-11-11 08:30", "2026-11-12 08:30"},
		"quarter":                               {"VK-R5", "2026-11-10 09:00", "2026-10-01", "2027-01-01", "2027-01-01 08:30", "2027-01-02 08:30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := p.NextReport(report(t, p, v.id), at(t, p, v.after))
			want := policy.ReportDates{From: day(t, p, v.from), To: day(t, p, v.to), Send: day(t, p, v.send), Late: day(t, p, v.late)}
			if !ok || got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	if _, ok := p.NextReport(report(t, p, "VK-R7"), at(t, p, "2026-11-10 09:00")); ok {
		t.Error("a report per case has dates")
	}
}

// day reads a date with or without a time.
func day(t testing.TB, p *policy.Policy, s string) time.Time {
	t.Helper()
	if len(s) == len(time.DateOnly) {
		s += " 00:00"
	}
	return at(t, p, s)
}

// Every day of a year is covered by exactly one report of a kind, in order.
func TestReportPeriodsFollowEachOther(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	rapid.Check(t, func(r *rapid.T) {
		kind := policy.Report{Every: rapid.SampledFrom([]string{"day", "week", "half_month", "month", "quarter"}).Draw(r, "every")}
		after := moment(r, "after")
		first, _ := p.NextReport(kind, after)
		second, _ := p.NextReport(kind, first.Send)
		if again, _ := p.NextReport(kind, first.Send.Add(-time.Microsecond)); again != first {
			r.Fatalf("%s: just before %v comes %v", kind.Every, first, again)
		}
		if !first.Send.After(after) || !second.From.Equal(first.To) || !first.To.After(first.From) {
			r.Fatalf("%s after %v: %v, then %v", kind.Every, after, first, second)
		}
	})
}

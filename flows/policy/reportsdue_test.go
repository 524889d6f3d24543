package policy_test

import (
	"testing"
	"time"
)

// TestReportsFallDueTogether follows a quarter's end of the developer's rules (VK-R2 to VK-R10).
func TestReportsFallDueTogether(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	var got []string
	at, end := day(t, p, "2026-12-16"), day(t, p, "2027-01-20")
	for next := p.NextReports(at); next.Before(end); next = p.NextReports(next) {
		for _, r := range p.ReportsDue(next) {
			line := next.In(p.Zone()).Format("01-02 15:04") + " " + r.ID()
			for _, one := range r.Reports {
				line += " " + one.ID
			}
			got = append(got, line+" before "+r.Before.From.Format(time.DateOnly))
		}
	}
	want := []string{
		"12-17 18:00 report:VK-R2:2026-12-01 VK-R2 before 2026-11-01",
		"12-26 18:00 report:VK-R4:2026-11-27:property VK-R4 before 2026-10-27",
		"01-01 08:30 report:VK-R5:2026-10-01 VK-R5 VK-R6 VK-R9 VK-R10 before 2026-07-01",
		"01-01 08:30 report:VK-R8:2026-12-01 VK-R8 before 2026-11-01",
		"01-02 18:00 report:VK-R3:2026-12-01 VK-R3 before 2026-11-01",
		"01-17 18:00 report:VK-R2:2027-01-01 VK-R2 before 2026-12-01",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("due:\n%q\nwant:\n%q", got, want)
		}
	}
	if next := pack(t, "generic").NextReports(at); !next.IsZero() {
		t.Errorf("rules without reports have one on %v", next)
	}
}

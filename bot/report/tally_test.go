package report

import (
	"testing"
	"time"

	"redress/flows/complaint"
)

// CC-AT04: what is the customer's own doing is counted in one group, under a name that blames nobody.
func TestCategoriesAreCountedByGroup(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	terms := terms(t, "call-centre", "zh-Hans", Customers)
	y := newTally(from, from.AddDate(0, 1, 0))
	for _, category := range []string{"handling", "other_request", "manners"} {
		y.add(terms, &complaint.Record{Complaint: complaint.Complaint{ID: category, Category: category, Status: complaint.Filed, FiledAt: from.Add(time.Hour)}})
	}
	for group, want := range map[string]int{"customer": 2, "staff": 1, "handling": 1} {
		if got := y.categories[group]; got == nil || got.received != want {
			t.Errorf("%s: %+v, want %d received", group, got, want)
		}
	}
	if name := y.categories["customer"].Name; name != "使用与其他诉求" {
		t.Errorf("the group is called %q", name)
	}
}

package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
)

// file gives a confirmed complaint its number, severity and clocks, and shows it to staff.
func (t *turn) file(a complaint.Action) {
	c := t.c
	year := t.now.In(t.Policy.Zone()).Year()
	c.Number = fmt.Sprintf("%d-%04d", year, t.st.Number)
	c.Nth = 1 + t.filedWithin(90*24*time.Hour)
	t.note(c.Customer, "customer", a, c.PolicyVersion)
	t.grade()
	t.s.Active = c.ID
	if c.Kind == complaint.KindComplaint || c.Kind == complaint.KindQuestion {
		t.promise(t.now)
	}
	t.showCard()
	if c.Emergency || c.Severity == complaint.P1 {
		t.alertManagers("alert_grave")
	}
}

// filedWithin counts this customer's earlier complaints (M17).
func (t *turn) filedWithin(d time.Duration) int {
	n := 0
	for _, c := range t.st.Mine {
		if c.ID != t.c.ID && !c.FiledAt.IsZero() && t.now.Sub(c.FiledAt) < d {
			n++
		}
	}
	return n
}

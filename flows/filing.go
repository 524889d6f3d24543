package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// file gives a confirmed complaint its number, severity and clocks, and shows it to staff.
func (t *turn) file(a complaint.Action) {
	c := t.c
	c.Chase = complaint.Chase{}
	year := t.now.In(t.Policy.Zone()).Year()
	c.Number = fmt.Sprintf("%d-%04d", year, t.st.Number)
	c.Nth = 1 + t.filedWithin(90*24*time.Hour)
	c.Policy, c.PolicyVersion = t.Policy.Name, t.Policy.Version
	if c.Absent() {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), a, c.PolicyVersion)
	} else {
		t.note(c.Customer, "customer", a, c.PolicyVersion)
		t.s.Active = c.ID
	}
	t.relate()
	t.grade()
	t.route()
	if c.Kind == complaint.KindComplaint || c.Kind == complaint.KindQuestion {
		t.promise(c.Received())
		t.startClocks(policy.Classified, t.now)
	}
	t.beginDays()
	t.watchAge()
	t.showCard()
	notices := append(t.notices(policy.Classified), t.notices(policy.Filed)...)
	switch {
	case c.Emergency || c.Severity == complaint.P1:
		t.alertManagers("alert_grave", notices...)
	case len(notices) > 0:
		t.alertManagers("alert_notice", notices...)
	}
	if t.st.Related == nil {
		t.later("regrade", c, "", t.now)
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

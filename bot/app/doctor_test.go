package app

import (
	"strings"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

// TestDoctorNamesDesks: who looks for a desk's group finds out whether it has one.
func TestDoctorNamesDesks(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	d := &doctor{cfg: Config{Policy: "corporate"}, out: &out}
	d.groups(flows.Org{
		Staff: complaint.Binding{Desk: complaint.StaffDesk, Chat: -1001, Title: "Complaints"},
		Desks: []complaint.Binding{{Desk: "legal", Chat: -2001, Title: "Lawyers"}},
	})
	for _, want := range []string{
		`staff group: bound to "Complaints"`,
		"managers' chat: no chat yet",
		`desk legal (Legal): bound to "Lawyers"`,
		"desk technical (Technical Support): no group of its own; what belongs there appears in the staff group",
		"/setup technical",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("doctor does not say %q:\n%s", want, out.String())
		}
	}
	if d.faults != 0 {
		t.Errorf("%d faults", d.faults)
	}
}

package flows

import "redress/flows/complaint"

// grade raises the severity to what the policy's rules call for, and stores the rule that
// fired. It never lowers it: only a person does.
func (t *turn) grade() {
	c := t.c
	if c.Kind != complaint.KindComplaint {
		if c.Severity == 0 {
			c.Severity = complaint.P4
		}
		return
	}
	facts := t.Policy.FactsOf(c, t.now)
	facts.SecondComplaint = facts.SecondComplaint || c.Reopened > 0
	g := t.Policy.Grade(facts)
	if !g.Severity.Graver(c.Severity) {
		return
	}
	raised := c.Severity != 0
	c.Severity, c.SeverityRule = g.Severity, g.Rule
	if raised {
		t.note(0, "system", complaint.Escalate, g.Rule)
	}
}

package flows

import (
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// factsOf are the facts of a complaint for its policy. While the customer is asked whether
// the result settles it, the complaint grows no older.
func factsOf(p *policy.Policy, c *complaint.Complaint, now time.Time) policy.Facts {
	if c.Status == complaint.Resolved && !c.ResolvedAt.IsZero() {
		now = c.ResolvedAt
	}
	return p.FactsOf(c, now)
}

// verdict is the gravest rule that holds and that no person has set aside.
func verdict(p *policy.Policy, c *complaint.Complaint, now time.Time) policy.Grade {
	f := factsOf(p, c, now)
	if len(c.Overruled) == 0 {
		return p.Grade(f)
	}
	for _, g := range p.Grades(f) {
		if g.When == "" || !slices.Contains(c.Overruled, g.When) {
			return g
		}
	}
	return policy.Grade{}
}

// Outgrown reports whether the rules the complaint was filed under now call for a graver
// severity than it has. It looks at nothing but the complaint.
func (d *Desk) Outgrown(c *complaint.Complaint, now time.Time) bool {
	if c.Kind != complaint.KindComplaint || !c.Status.Open() || c.Severity == complaint.P1 {
		return false
	}
	return verdict(d.under(c).Policy, c, now).Severity.Graver(c.Severity)
}

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
	g := verdict(t.Policy, c, t.now)
	if !g.Severity.Graver(c.Severity) {
		return
	}
	before := c.Severity
	c.Severity, c.SeverityRule = g.Severity, g.Rule
	if before != 0 {
		t.rose(g)
	}
}

// rose deals with a severity that has risen by itself: history, clocks, and whom the policy
// wants told, with the rule that fired.
func (t *turn) rose(g policy.Grade) {
	t.note(0, "system", complaint.Escalate, g.Rule)
	t.regauge()
	t.recheckRecord()
	v := t.desk(complaint.StaffDesk)
	why := v.Say("staff_rose", "level", t.level(v.Lang), "why", g.Why.In(v.Lang), "rule", g.Rule, "who", t.ownerMention())
	t.remark(why, t.causeQuestion()...)
	told := t.notices(policy.Classified)
	if len(told) == 0 && t.c.Severity != complaint.P1 {
		return
	}
	m := t.desk(complaint.ManagersDesk)
	t.alertManagers("alert_rose", append([]complaint.Rich{m.Say("alert_why", "why", g.Why.In(m.Lang), "rule", g.Rule)},
		told...)...)
}

// causeQuestion asks staff why it takes so long, when that decides how grave it is (VK-A5).
func (t *turn) causeQuestion() [][]complaint.Button {
	if t.c.DelayCause != "" || t.now.Sub(t.c.FiledAt) < 7*24*time.Hour {
		return nil
	}
	return t.causeButtons()
}

// regradeDue looks again at a complaint whose severity time or other complaints may have
// raised.
func (t *turn) regradeDue() {
	if t.c == nil || t.c.Number == "" || !t.c.Status.Open() {
		return
	}
	t.relate()
	t.grade()
	t.recount()
	t.showCard()
}

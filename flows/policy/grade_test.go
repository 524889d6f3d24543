package policy_test

import (
	"testing"

	"redress/flows/complaint"
	"redress/flows/policy"
)

func TestGradeGeneric(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for name, v := range map[string]struct {
		facts    policy.Facts
		severity complaint.Severity
		rule     string
	}{
		"nothing known":                  {policy.Facts{}, complaint.P4, "G-S4"},
		"danger":                         {policy.Facts{Emergency: true, SecondComplaint: true}, complaint.P1, "G-S1"},
		"publication threatened":         {policy.Facts{Media: true}, complaint.P2, "G-S2"},
		"published":                      {policy.Facts{Media: true, MediaBegun: true}, complaint.P1, "G-S1"},
		"two people are not a group":     {policy.Facts{People: 2}, complaint.P4, "G-S4"},
		"nine people":                    {policy.Facts{People: 9}, complaint.P2, "G-S2"},
		"ten people":                     {policy.Facts{People: 10}, complaint.P1, "G-S1"},
		"third person, same matter":      {policy.Facts{SameMatterPeople30d: 3}, complaint.P2, "G-S2"},
		"came again":                     {policy.Facts{SecondComplaint: true}, complaint.P3, "G-S3"},
		"LG-AT02 a lawyer's letter":      {policy.Facts{Lawsuit: true}, complaint.P2, "G-S2"},
		"CC-AT02 a journalist":           {policy.Facts{Media: true}, complaint.P2, "G-S2"},
		"an unknown category is no harm": {policy.Facts{Category: "nowhere"}, complaint.P4, "G-S4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := p.Grade(v.facts)
			if g.Severity != v.severity || g.Rule != v.rule {
				t.Errorf("graded %v by %s, want %v by %s", g.Severity, g.Rule, v.severity, v.rule)
			}
			if g.Level.In("zh-Hans") == "" {
				t.Error("the level has no name")
			}
		})
	}
}

func TestFactsOfAComplaint(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	c := &complaint.Complaint{
		Category: "product_quality", Severity: complaint.P4, Reopened: 1,
		Facts: []complaint.Fact{
			{Name: complaint.FactHealth, Words: "my son was sick"},
			{Name: complaint.FactPeople, Words: "all of us"},
			{Name: complaint.FactQuantity, Words: "21 boxes", Count: 21},
		},
		FiledAt: at(t, p, "2026-11-02 10:00"),
	}
	f := p.FactsOf(c, at(t, p, "2026-11-24 10:00"))
	if !f.HealthHarm || f.People != 2 || f.Quantity != 21 || !f.SecondComplaint || f.Severity != "P4" {
		t.Errorf("facts %+v", f)
	}
	if g := p.Grade(f); g.Severity != complaint.P1 || g.Why.In("en") != "somebody was hurt or fell ill" {
		t.Errorf("graded %v because %q", g.Severity, g.Why.In("en"))
	}
}

func TestClocksAndPromise(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for name, v := range map[string]struct {
		severity         complaint.Severity
		filed, due, rule string
	}{
		"PH-AT02 ordinary":            {complaint.P4, "2026-11-24 10:30", "2026-11-24 14:30", "G-T3"},
		"ordinary in the evening":     {complaint.P3, "2026-11-24 20:00", "2026-11-25 13:00", "G-T3"},
		"urgent":                      {complaint.P2, "2026-11-24 10:30", "2026-11-24 12:30", "G-T2"},
		"critical":                    {complaint.P1, "2026-11-24 10:30", "2026-11-24 11:00", "G-T1"},
		"critical at night":           {complaint.P1, "2026-11-24 23:00", "2026-11-25 01:00", "G-T1n"},
		"ordinary before the holiday": {complaint.P4, "2026-09-30 16:00", "2026-10-08 11:00", "G-T3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, rule := p.FirstContact(v.severity, "other", at(t, p, v.filed))
			if !due.Equal(at(t, p, v.due)) || rule != v.rule {
				t.Errorf("promised %v by %s, want %s by %s", due, rule, v.due, v.rule)
			}
			if _, ok := p.Clock(rule); !ok {
				t.Errorf("the clock %s cannot be found", rule)
			}
		})
	}
}

// A complaint always has exactly one promise, whatever its severity and category.
func TestEveryComplaintHasAPromise(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pack(t, name)
			filed := at(t, p, "2026-11-24 22:30")
			for _, c := range p.Categories() {
				for s := complaint.P1; s <= complaint.P4; s++ {
					due, rule := p.FirstContact(s, c.ID, filed)
					if !due.After(filed) || rule == "" {
						t.Errorf("%v %s: promised %v by %q", s, c.ID, due, rule)
					}
				}
			}
		})
	}
}

func TestWarnAt(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	c, _ := p.Clock("G-T3")
	start := at(t, p, "2026-11-24 16:00")
	due, _ := p.Due(c, start, nil)
	if got, want := p.WarnAt(c, start, due), at(t, p, "2026-11-25 10:00"); !got.Equal(want) {
		t.Errorf("reminded at %v, want %v: three quarters of the working time", got, want)
	}
}

func BenchmarkGradeAndClocks(b *testing.B) {
	for _, name := range policy.Packs() {
		b.Run(name, func(b *testing.B) {
			p := pack(b, name)
			f := policy.Facts{Category: "other", People: 2, DelayCause: "us", Occurred: at(b, p, "2026-11-20 10:00"), Now: at(b, p, "2026-11-24 10:00")}
			b.ReportAllocs()
			for b.Loop() {
				f.Severity = p.Grade(f).Severity.String()
				for _, c := range p.ClocksOf(f) {
					p.Due(c, f.Now, nil)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		pack(b, "property-management")
	}
}

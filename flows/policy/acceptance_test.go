package policy_test

import (
	"slices"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

func clockOf(t *testing.T, p *policy.Policy, f policy.Facts, id string) policy.ClockRule {
	t.Helper()
	for _, c := range p.ClocksOf(f) {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no clock %s", id)
	return policy.ClockRule{}
}

func TestVKAT01RelayDependsOnTheHour(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	rule := clockOf(t, p, policy.Facts{Channel: "email", Severity: "P4"}, "VK-T02")
	for name, v := range map[string]struct{ filed, due, id string }{
		"at 10:00 on a Tuesday":  {"2026-11-24 10:00", "2026-11-24 10:30", "VK-T02"},
		"at 19:00 on a Tuesday":  {"2026-11-24 19:00", "2026-11-25 10:00", "VK-T04"},
		"before work":            {"2026-11-24 07:00", "2026-11-24 10:00", "VK-T04"},
		"on a public holiday":    {"2026-10-02 10:00", "2026-10-03 00:00", "VK-T05"},
		"on a Sunday":            {"2026-11-22 10:00", "2026-11-23 00:00", "VK-T05"},
		"on a make-up Saturday":  {"2026-10-10 10:00", "2026-10-10 10:30", "VK-T02"},
		"just before the close":  {"2026-11-24 17:45", "2026-11-25 09:15", "VK-T02"},
		"at the very close":      {"2026-11-24 18:00", "2026-11-25 10:00", "VK-T04"},
		"on the eve of holidays": {"2026-09-30 20:00", "2026-10-08 10:00", "VK-T04"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			filed := at(t, p, v.filed)
			due, _ := p.Due(rule, filed, nil)
			if !due.Equal(at(t, p, v.due)) || rule.At(filed, p.Calendar()).ID != v.id {
				t.Errorf("due %v by %s, want %s by %s", due, rule.At(filed, p.Calendar()).ID, v.due, v.id)
			}
		})
	}
}

type graded struct {
	facts    policy.Facts
	severity complaint.Severity
	rule     string
}

func checkGrades(t *testing.T, p *policy.Policy, cases map[string]graded) {
	t.Helper()
	for name, v := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if g := p.Grade(v.facts); g.Severity != v.severity || g.Rule != v.rule {
				t.Errorf("graded %v by %s, want %v by %s", g.Severity, g.Rule, v.severity, v.rule)
			}
		})
	}
}

func TestVKGrades(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	open := func(occurred, now, cause string) policy.Facts {
		return policy.Facts{Occurred: at(t, p, occurred), Now: at(t, p, now), DelayCause: cause}
	}
	checkGrades(t, p, map[string]graded{
		"VK-AT02 nine people":                      {policy.Facts{People: 9}, complaint.P2, "VK-S2"},
		"VK-AT02 ten people":                       {policy.Facts{People: 10}, complaint.P1, "VK-S1"},
		"VK-AT02 two people":                       {policy.Facts{People: 2}, complaint.P4, "VK-S4"},
		"VK-AT04 a week, to the minute":            {open("2026-08-03 09:00", "2026-08-10 23:59", "us"), complaint.P4, "VK-S4"},
		"VK-AT04 the week is over":                 {open("2026-08-03 09:00", "2026-08-11 00:00", "us"), complaint.P2, "VK-S2"},
		"VK-AT04 the customer's delay":             {open("2026-08-03 09:00", "2026-08-11 00:00", "customer"), complaint.P4, "VK-S4"},
		"VK-AT04 an unknown delay is ours":         {open("2026-08-03 09:00", "2026-08-11 00:00", "unknown"), complaint.P2, "VK-S2"},
		"VK-AT04 a month without a 31st, not over": {open("2026-01-31 09:00", "2026-02-28 23:59", "us"), complaint.P2, "VK-S2"},
		"VK-AT04 a month without a 31st, over":     {open("2026-01-31 09:00", "2026-03-01 00:00", "us"), complaint.P1, "VK-S1"},
		"VK-A4 three people, one matter":           {policy.Facts{SameMatterPeople30d: 3}, complaint.P2, "VK-S2"},
		"a second complaint after handling":        {policy.Facts{SecondComplaint: true}, complaint.P3, "VK-S3"},
	})
}

func TestVKNotices(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	ids := func(on policy.Happening, f policy.Facts) (out []string) {
		for _, n := range p.NoticesOf(on, f) {
			out = append(out, n.ID)
		}
		return out
	}
	if got := ids(policy.Classified, policy.Facts{Severity: "P4"}); len(got) != 0 {
		t.Errorf("VK-AT08: a general complaint gives notices %v", got)
	}
	if got := ids(policy.Classified, policy.Facts{Severity: "P2"}); !slices.Equal(got, []string{"VK-N3"}) {
		t.Errorf("a hot complaint gives notices %v", got)
	}
	major := p.NoticesOf(policy.Classified, policy.Facts{Severity: "P1"})
	if len(major) == 0 || major[0].ID != "VK-N4" || major[0].Every != limit(t, "1 week") || major[0].Within.Unit != policy.Immediately {
		t.Errorf("VK-AT05: a major complaint gives %+v", major)
	}
}

func TestVKAT06MajorNeedsTheSpecialReport(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	record := map[string]bool{"outcome": true, "customer_informed": true, "cause": true, "special_report_events": true, "special_report_causes": true}
	missing := p.CloseMissing(policy.Facts{Severity: "P1"}, record)
	if len(missing) != 1 || missing[0].ID != "special_report_prevention" || missing[0].Rule != "VK-N5" {
		t.Errorf("missing %+v", missing)
	}
	record["special_report_prevention"] = true
	if missing := p.CloseMissing(policy.Facts{Severity: "P1"}, record); len(missing) != 0 {
		t.Errorf("still missing %+v", missing)
	}
}

func TestFDGrades(t *testing.T) {
	t.Parallel()
	p := pack(t, "food-factory")
	words := func(s string) []string { return p.Signals(s) }
	sealed, opened := map[string]string{"opened": "no"}, map[string]string{"opened": "yes"}
	checkGrades(t, p, map[string]graded{
		"FD-AT03 insect in an unopened pack": {policy.Facts{Signals: words("里面有一只苍蝇"), Field: sealed}, complaint.P2, "FD-R5"},
		"FD-AT03 insect in an opened pack":   {policy.Facts{Signals: words("There was a fly in it"), Field: opened}, complaint.P2, "FD-A"},
		"FD-AT08 told the authority":         {policy.Facts{Signals: words("我已經打了12315")}, complaint.P1, "FD-X2"},
		"same batch, same symptom":           {policy.Facts{SameBatchPeople: 2}, complaint.P1, "FD-R2"},
		"somebody is unwell":                 {policy.Facts{Field: map[string]string{"unwell": "one"}}, complaint.P1, "FD-P1"},
		"mould":                              {policy.Facts{Signals: words("豆腐發霉了")}, complaint.P2, "FD-R3"},
		"twenty cases are no batch":          {policy.Facts{Quantity: 20}, complaint.P4, "FD-C"},
		"twenty-one cases are":               {policy.Facts{Quantity: 21}, complaint.P2, "FD-R7"},
		"a missing pack":                     {policy.Facts{Signals: words("少包")}, complaint.P3, "FD-R10"},
	})
}

func TestFDAT04WithoutContactNotYetValid(t *testing.T) {
	t.Parallel()
	v := pack(t, "food-factory").Validity()
	if lacks := v.Lacks(map[string]string{"what": "mouldy"}); len(lacks) != 1 || lacks[0].ID != "phone" {
		t.Errorf("lacks %+v", lacks)
	}
	if lacks := v.Lacks(map[string]string{"what": "mouldy", "phone": "555 0100"}); len(lacks) != 0 {
		t.Errorf("with contact it lacks %+v", lacks)
	}
}

func TestFDClassesMayDiffer(t *testing.T) {
	t.Parallel()
	p := pack(t, "food-factory")
	found := map[string]string{}
	for _, c := range p.Classes(policy.Facts{Signals: p.Signals("整批都没有生产日期"), Field: map[string]string{}}) {
		found[c.Kind] += c.Class
	}
	if found["compensation"] != "B" || found["responsibility"] != "C" {
		t.Errorf("FD-A1: classes %v, want compensation B and responsibility C", found)
	}
	for _, o := range p.OffersFor(policy.Facts{HealthHarm: true}) {
		if o.Approval == "" {
			t.Errorf("the offer %s needs nobody's consent", o.ID)
		}
	}
}

func TestPSGrades(t *testing.T) {
	t.Parallel()
	p := pack(t, "fuel-station")
	checkGrades(t, p, map[string]graded{
		"PS-AT01 second at one station":    {policy.Facts{Category: "fuel_quantity", SameSiteQuantity: 2}, complaint.P2, "PS-S2"},
		"PS-AT01 one at each of two":       {policy.Facts{Category: "fuel_quantity", SameSiteQuantity: 1}, complaint.P3, "PS-S3"},
		"says he will go to the media":     {policy.Facts{Signals: p.Signals("我要找记者曝光你们")}, complaint.P1, "PS-S1"},
		"several quality complaints":       {policy.Facts{Category: "fuel_quality", SameKindQuality: 2}, complaint.P1, "PS-S1"},
		"food poisoning in the shop":       {policy.Facts{Category: "shop_goods", HealthHarm: true}, complaint.P1, "PS-S1"},
		"PS-AT05 card rules: a suggestion": {policy.Facts{Category: "card_rules"}, complaint.P4, "PS-V3"},
		"ordinary":                         {policy.Facts{Category: "attitude"}, complaint.P3, "PS-S3"},
	})
}

func TestPSAT07NoContactAtNight(t *testing.T) {
	t.Parallel()
	p := pack(t, "fuel-station")
	for name, v := range map[string]struct {
		severity         complaint.Severity
		filed, due, rule string
	}{
		"level 3 at 23:00":          {complaint.P3, "2026-11-24 23:00", "2026-11-25 09:00", "PS-T07"},
		"level 3 in the day":        {complaint.P3, "2026-11-24 10:00", "2026-11-24 12:00", "PS-T07"},
		"level 3 to the last hour":  {complaint.P3, "2026-11-24 19:00", "2026-11-24 21:00", "PS-T07"},
		"level 1 at 23:00 at once":  {complaint.P1, "2026-11-24 23:00", "2026-11-25 01:00", "G-T1n"},
		"level 2 on a holiday noon": {complaint.P2, "2026-10-01 12:00", "2026-10-01 14:00", "PS-T07"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, rule := p.FirstContact(v.severity, "attitude", at(t, p, v.filed))
			if !due.Equal(at(t, p, v.due)) || rule != v.rule {
				t.Errorf("promised %v by %s, want %s by %s", due, rule, v.due, v.rule)
			}
		})
	}
}

func TestPSLimits(t *testing.T) {
	t.Parallel()
	p := pack(t, "fuel-station")
	start := at(t, p, "2026-11-19 15:00") // Thursday
	for id, want := range map[string]string{
		"PS-T03": "2026-11-20 15:00",
		"PS-T05": "2026-11-23 20:00", // third day is a Sunday
		"PS-T08": "2026-11-24 20:00",
	} {
		rule, ok := p.Clock(id)
		if due, _ := p.Due(rule, start, nil); !ok || !due.Equal(at(t, p, want)) {
			t.Errorf("%s is due %v, want %s", id, due, want)
		}
	}
}

func TestFBDailyProgressOnlyWhenComplex(t *testing.T) {
	t.Parallel()
	p := pack(t, "retail")
	has := func(f policy.Facts) bool {
		return slices.ContainsFunc(p.ClocksOf(f), func(c policy.ClockRule) bool { return c.ID == "FB-T1" })
	}
	if has(policy.Facts{Severity: "P4"}) {
		t.Error("FB-AT03: a simple complaint owes a daily message")
	}
	if !has(policy.Facts{Severity: "P4", Departments: 2}) || !has(policy.Facts{Severity: "P2"}) {
		t.Error("a complex complaint owes no daily message")
	}
	late := policy.Facts{Severity: "P4", Occurred: at(t, p, "2026-11-20 10:00"), Now: at(t, p, "2026-11-22 10:01")}
	if notices := p.NoticesOf(policy.Overdue, late); len(notices) != 1 || notices[0].ID != "FB-E1" {
		t.Errorf("FB-AT02: after 48 hours the notices are %+v", notices)
	}
}

// The same complaint, another promise: what switching packs shows.
func TestPacksPromiseDifferently(t *testing.T) {
	t.Parallel()
	promises := map[time.Duration][]string{}
	for _, name := range []string{"generic", "fuel-station"} {
		p := pack(t, name)
		filed := at(t, p, "2026-11-24 10:00")
		due, _ := p.FirstContact(p.Grade(policy.Facts{}).Severity, "other", filed)
		promises[due.Sub(filed)] = append(promises[due.Sub(filed)], name)
	}
	if len(promises) != 2 {
		t.Errorf("promises %v", promises)
	}
}

package policy_test

import (
	"slices"
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestLimitsOfFurtherPacks(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct{ pack, clock, start, due string }{
		"CS-AT01 accept or refuse":       {"enterprise-rights-centre", "CS-T1", "2026-02-13 10:00", "2026-02-25 17:30"},
		"CS-AT03 decision":               {"enterprise-rights-centre", "CS-T2", "2026-09-30 10:00", "2026-11-17 17:30"},
		"CA-AT01 fifteen days":           {"consumer-association", "CA-T1", "2026-03-01 10:00", "2026-03-16 18:00"},
		"AC-AT01 seven working days":     {"market-regulator-cn", "AC-T1", "2026-04-30 10:00", "2026-05-13 18:00"},
		"SH-A3 one working day":          {"service-hall", "SH-T2d", "2026-11-20 16:00", "2026-11-23 17:00"},
		"SH-T3 at once":                  {"service-hall", "SH-T3", "2026-11-20 16:00", "2026-11-20 16:10"},
		"DISP 1.5 third business day":    {"financial-uk", "DISP-1.5", "2026-04-02 10:00", "2026-04-09 17:30"},
		"DISP 1.6.2 eight weeks":         {"financial-uk", "DISP-1.6.2", "2026-03-02 10:00", "2026-04-27 17:30"},
		"RT-A3 thirty minutes otherwise": {"hospitality", "RT-T2", "2026-11-20 19:00", "2026-11-20 19:30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pack(t, v.pack)
			rule, ok := p.Clock(v.clock)
			if due, _ := p.Due(rule, at(t, p, v.start), nil); !ok || !due.Equal(at(t, p, v.due)) {
				t.Errorf("%s is due %v, want %s", v.clock, due, v.due)
			}
		})
	}
}

func TestCSAT05UnsetLimitWarns(t *testing.T) {
	t.Parallel()
	p := pack(t, "enterprise-rights-centre")
	warnings := p.Warnings()
	if len(warnings) != 1 || !strings.Contains(warnings[0], "CS-T3") {
		t.Errorf("warnings %q", warnings)
	}
	rule, _ := p.Clock("CS-T3")
	if due, _ := p.Due(rule, at(t, p, "2026-11-20 16:00"), nil); !due.IsZero() {
		t.Errorf("an unset limit is due at %v", due)
	}
}

func TestLawOfTheDay(t *testing.T) {
	t.Parallel()
	p := pack(t, "market-regulator-cn")
	for filed, want := range map[string]string{
		"2019-12-31 10:00": "AC-M62", "2020-01-01 10:00": "AC-M20", "2026-04-14 23:59": "AC-M20", "2026-04-15 00:00": "AC-M121",
	} {
		var found []string
		for _, c := range p.ClocksOf(policy.Facts{Occurred: at(t, p, filed), Now: at(t, p, "2026-11-20 10:00")}) {
			if strings.HasPrefix(c.ID, "AC-M") {
				found = append(found, c.ID)
			}
		}
		if !slices.Equal(found, []string{want}) {
			t.Errorf("filed %s: mediation limits %v, want %s", filed, found, want)
		}
	}
}

func TestPlaybookOffers(t *testing.T) {
	t.Parallel()
	p := pack(t, "hospitality")
	for name, v := range map[string]struct {
		facts policy.Facts
		want  string
	}{
		"RT-AT01 wrong dish, eaten":             {policy.Facts{Category: "wrong_dish", Field: map[string]string{"eaten": "yes"}}, "RT-11a"},
		"RT-AT02 spoiled during the meal":       {policy.Facts{Category: "dish_quality", Field: map[string]string{"raised_at": "dining"}, Signals: []string{"dish_spoiled"}}, "RT-14b"},
		"RT-AT03 at payment, true, a regular":   {policy.Facts{Category: "dish_quality", Field: map[string]string{"raised_at": "payment", "regular": "yes"}, Signals: []string{"confirmed_true"}}, "RT-14c"},
		"RT-A1 at payment, not a regular guest": {policy.Facts{Category: "dish_quality", Field: map[string]string{"raised_at": "payment", "regular": "no"}, Signals: []string{"confirmed_true"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var ids []string
			for _, o := range p.OffersFor(v.facts) {
				ids = append(ids, o.ID)
			}
			if got := strings.Join(ids, " "); got != v.want {
				t.Errorf("offers %q, want %q", got, v.want)
			}
		})
	}
}

func TestClosingLists(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		pack   string
		facts  policy.Facts
		record string
		lacks  string
	}{
		"SH-AT02 without the customer's opinion":   {"service-hall", policy.Facts{Severity: "P4"}, "reply_given form_complete outcome customer_informed", "customer_opinion"},
		"MJ-AT02 with neither exit":                {"clinic-dispute", policy.Facts{Severity: "P4"}, "record_signed outcome customer_informed", "agreement"},
		"MJ-AT02 with a referral":                  {"clinic-dispute", policy.Facts{Severity: "P4"}, "referral record_signed outcome customer_informed", ""},
		"CC-AT01 escalated, no manager's reply":    {"call-centre", policy.Facts{Severity: "P3", BeyondAuthority: true}, "callback lesson outcome customer_informed", "manager_reply"},
		"AS-AT01 plan without the leader":          {"after-sales", policy.Facts{Severity: "P4"}, "agreement_signed execution_tracked outcome customer_informed", "plan_approved"},
		"LG-AT03 without the customer's word":      {"corporate", policy.Facts{Severity: "P4"}, "review solution_notice outcome customer_informed", "customer_confirmed"},
		"LG-AT03 the no-reply path":                {"corporate", policy.Facts{Severity: "P4"}, "no_reply review solution_notice outcome customer_informed", ""},
		"a food complaint without its measurement": {"food-factory", policy.Facts{Severity: "P4"}, "result_tracked corrective_action outcome customer_informed", "satisfaction"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			record := map[string]bool{}
			for _, id := range strings.Fields(v.record) {
				record[id] = true
			}
			var lacks []string
			for _, r := range pack(t, v.pack).CloseMissing(v.facts, record) {
				lacks = append(lacks, r.ID)
			}
			if got := strings.Join(lacks, " "); got != v.lacks {
				t.Errorf("lacks %q, want %q", got, v.lacks)
			}
		})
	}
}

func TestGradesOfFurtherPacks(t *testing.T) {
	t.Parallel()
	clinic, company := pack(t, "clinic-dispute"), pack(t, "corporate")
	if g := clinic.Grade(policy.Facts{Signals: clinic.Signals("他现在呼吸困难")}); g.Severity != 1 {
		t.Errorf("MJ-AT04: emergency words are graded %v by %s", g.Severity, g.Rule)
	}
	letter := policy.Facts{Signals: company.Signals("已发律师函")}
	if g := company.Grade(letter); g.Rule != "LG-S3" {
		t.Errorf("LG-AT02: a lawyer's letter is graded by %s", g.Rule)
	}
	letter.Severity = "P2"
	if !slices.ContainsFunc(company.NoticesOf(policy.Classified, letter), func(n policy.Notice) bool { return slices.Contains(n.To, "legal") }) {
		t.Error("LG-AT02: nobody tells the lawyers")
	}
}

// What customers read never calls them unreasonable.
func TestCCAT04NoBlameInNames(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		for _, c := range pack(t, name).Categories() {
			for lang, text := range c.Name {
				if strings.Contains(text, "无理") || strings.Contains(text, "無理") || strings.Contains(strings.ToLower(text), "unreasonable") {
					t.Errorf("%s: category %s is called %q in %s", name, c.ID, text, lang)
				}
			}
		}
	}
}

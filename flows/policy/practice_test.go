package policy_test

import (
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestPracticeMistakesAreNamed(t *testing.T) {
	t.Parallel()
	const name = "{en: a, zh-Hans: b, zh-Hant: c}"
	for yaml, want := range map[string]string{
		"steps: [{id: visit, name: " + name + ", ask: " + name + ", people: 9}]":      "people of step",
		"steps: [{id: visit, name: " + name + ", ask: " + name + ", within: agreed}]": "needs a limit that can be counted",
		"steps: [{id: visit, name: " + name + ", ask: {en: where}}]":                  "what is asked for the step visit has no text in zh-Hans, zh-Hant",
		"duties: [{id: read, name: " + name + ", channel: pigeon}]":                   `channel cannot be "pigeon"`,
		"guidance: [{id: g, name: " + name + ", do: " + name + ", say: {en: hello}}]": "the words of the guide g has no text in",
		"guidance: [{id: g, name: " + name + ", do: " + name + ", when: weather}]":    "condition",
		"conduct: [{id: c, name: " + name + ", better: " + name + ", final: true}]":   "has neither phrases",
		"follow_up: {objection: shout}":                                               `objection cannot be "shout"`,
	} {
		_, err := policy.Load("test", []byte("schema: 1\nname: test\nversion: '1'\nextends: generic\n"+yaml))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", yaml, err, want)
		}
	}
}

// A rule with a condition looks at the complaint, one for the final reply at that alone, and a
// final rule without words of its own concerns every such reply.
func TestConductOnCondition(t *testing.T) {
	t.Parallel()
	p := variation(t, `conduct:
  - {id: expert, rules: [VK-P2], when: not advised, phrases: {en: [structural]}, name: {en: e, zh-Hans: e, zh-Hant: e}, better: {en: b, zh-Hans: b, zh-Hant: b}}
  - {id: review, rules: [LG-Q2], when: money, final: true, name: {en: r, zh-Hans: r, zh-Hant: r}, better: {en: b, zh-Hans: b, zh-Hant: b}}
`)
	for _, v := range []struct {
		facts policy.Facts
		final bool
		want  string
	}{
		{policy.Facts{}, false, "expert"},
		{policy.Facts{Advised: true}, false, ""},
		{policy.Facts{Advised: true, Money: true}, false, ""},
		{policy.Facts{Advised: true, Money: true}, true, "review"},
		{policy.Facts{Money: true}, true, "expert review"},
	} {
		lint := p.LintFor
		if v.final {
			lint = p.LintReplyFor
		}
		var rules []string
		for _, f := range lint(v.facts, "en", "The damage is not structural.") {
			rules = append(rules, f.Rule)
		}
		if got := strings.Join(rules, " "); got != v.want {
			t.Errorf("%+v final %v: %q, want %q", v.facts, v.final, got, v.want)
		}
	}
}

func TestGuidesAndStepsFollowTheFacts(t *testing.T) {
	t.Parallel()
	hotel, fuel := pack(t, "hospitality"), pack(t, "fuel-station")
	guides := hotel.GuidesFor(policy.Facts{Category: "soiled_clothes"})
	if len(guides) != 1 || guides[0].ID != "RT-12" {
		t.Errorf("soiled clothes bring %d cards", len(guides))
	}
	if n := len(hotel.Guides()); n != 20 {
		t.Errorf("the playbook of the hotel has %d cards, want RT-01 to RT-20", n)
	}
	if s, ok := fuel.Step("site_inspection"); !ok || s.People != 2 || s.Limit.N != 24 {
		t.Errorf("PS-E5: %+v", s)
	}
	association := pack(t, "consumer-association")
	if got := len(association.StepsFor(policy.Facts{Severity: "P4"})); got != 1 {
		t.Errorf("CA-3: %d steps for an ordinary complaint, want the appraisal alone", got)
	}
	if got := len(association.StepsFor(policy.Facts{Severity: "P4", Objected: true})); got != 2 {
		t.Errorf("CA-3: %d steps for a disputed complaint", got)
	}
}

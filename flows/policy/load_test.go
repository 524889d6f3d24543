package policy_test

import (
	"errors"
	"strings"
	"testing"

	"redress/flows/policy"
)

// variation is a policy that extends generic.
func variation(t testing.TB, yaml string) *policy.Policy {
	t.Helper()
	p, err := policy.Load("test", []byte("schema: 1\nname: test\nversion: '1'\nextends: generic\n"+yaml))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoadNamesEveryMistakeWithItsPlace(t *testing.T) {
	t.Parallel()
	const source = `schema: 1
name: mine
version: "1"
extends: generic
catgories: []
calendar:
  zone: Asia/Shanghay
  hours: {mon-fri: "18:00-09:00"}
clocks:
  - id: X-T1
    action: {en: call, zh-Hans: 打电话}
    from: filled
    until: replied
    within: 4 fortnights
    within: 4 hour
severity:
  rules:
    - id: X-S1
      level: P9
      any:
        - {when: peopel > 3, why: {en: a, zh-Hans: b, zh-Hant: c}}
        - {when: 'category == "food"', why: {en: a, zh-Hans: b, zh-Hant: c}}
        - {when: people, why: {en: a, zh-Hans: b, zh-Hant: c}}
fields:
  - &f {id: batch, name: {en: Batch}, question: {en: "Which batch?"}}
ask: [batsh]
survey: {questions: [{id: q, scale: 1, text: *f}]}
`
	_, err := policy.Load("mine.yaml", []byte(source))
	var list *policy.Error
	if !errors.As(err, &list) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		`mine.yaml:5:1: unknown key "catgories": did you mean "categories"?`,
		`mine.yaml:7:9: the zone "Asia/Shanghay" is unknown`,
		`mine.yaml:8:20: "18:00-09:00" ends before it begins`,
		`mine.yaml:11:13: the action of clock X-T1 has no text in zh-Hant`,
		`mine.yaml:12:11: the start of clock X-T1 cannot be "filled": did you mean "filed"?`,
		`mine.yaml:14:13: unknown unit "fortnights"`,
		`mine.yaml:15:5: the key "within" stands here twice`,
		`mine.yaml:19:14: the level of X-S1 cannot be "P9"`,
		`mine.yaml:21:18: condition "peopel > 3": unknown name peopel`,
		`mine.yaml:22:18: "food" is no value of category`,
		`mine.yaml:23:18: condition "people": expected bool, but got int`,
		`mine.yaml:25:26: the name of field batch has no text in zh-Hans, zh-Hant`,
		`mine.yaml:26:7: there is no field "batsh": did you mean "batch"?`,
		`mine.yaml:27:46: aliases (*f) are not read in policies`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if t.Failed() {
		t.Logf("the report:\n%v", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct{ source, want string }{
		"nothing":           {"", `starting with "schema: 1"`},
		"a list":            {"- a", `starting with "schema: 1"`},
		"broken YAML":       {"schema: 1\n  name: {", "test:2:1: not YAML"},
		"an empty mapping":  {"{}", `"schema: 1"`},
		"an unknown base":   {"schema: 1\nextends: generics", `test:2:10: there is no pack "generics" to extend: did you mean "generic"?`},
		"a huge document":   {strings.Repeat("#", 1<<20+1), "larger than 1024 KiB"},
		"no promise at all": {"schema: 1\nversion: '1'\nextends: generic\nclocks: !replace []", "no clock promises"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := policy.Load("test", []byte(v.source))
			if err == nil || p != nil || !strings.Contains(err.Error(), v.want) {
				t.Errorf("got policy %v and error %v, want %q", p != nil, err, v.want)
			}
		})
	}
}

func TestExtendMergesById(t *testing.T) {
	t.Parallel()
	p := variation(t, `
categories:
  - {id: food, name: {en: Food, zh-Hans: 食品, zh-Hant: 食品}, like: product_quality, ask: [what]}
  - {id: other, name: {en: Anything else}}
calendar: {hours: {sat: "10:00-14:00"}}
`)
	all := p.Categories()
	if all[0].ID != "food" || all[1].ID != "other" || len(all) != 11 {
		t.Errorf("own categories must come first, then the inherited ones: %v", all)
	}
	if got := p.CategoryName("other", "zh-Hans"); got != "其他" {
		t.Errorf("the Chinese name of a category whose English name changed is %q", got)
	}
	if got := p.CategoryName("other", "en"); got != "Anything else" {
		t.Errorf("the changed English name is %q", got)
	}
	if open := p.Calendar().NextOpen(at(t, p, "2026-11-23 10:00")); !open.Equal(at(t, p, "2026-11-28 10:00")) {
		t.Errorf("own hours must replace the inherited ones whole; next open %v", open)
	}
}

func TestVersionFollowsTheContent(t *testing.T) {
	t.Parallel()
	a, b := variation(t, "quiet: 5s"), variation(t, "quiet: 7s")
	if a.Version == b.Version || !strings.HasPrefix(a.Version, "1+") {
		t.Errorf("versions %q and %q", a.Version, b.Version)
	}
	if again := variation(t, "quiet: 5s"); again.Version != a.Version {
		t.Errorf("the same content has versions %q and %q", a.Version, again.Version)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("schema: 1\nversion: '1'\nextends: generic\ncalendar: {zone: Europe/London}"))
	f.Add([]byte("schema: 1\nextends: generic\nclocks: [{id: a, within: 3 working_day, for: [P1]}]"))
	f.Add([]byte("severity: {rules: [{id: A, level: P1, any: [{when: 'people > 3 and category in [\"other\"]'}]}]}"))
	f.Add([]byte("a: &a [*a]\n? [x]\n: !replace {<<: *a}"))
	f.Fuzz(func(t *testing.T, source []byte) {
		p, err := policy.Load("fuzz", source)
		if (p == nil) == (err == nil) {
			t.Fatalf("policy %v with error %v", p, err)
		}
		if err != nil {
			var list *policy.Error
			if !errors.As(err, &list) || len(list.Problems) == 0 {
				t.Fatalf("an error that names no problem: %v", err)
			}
			return
		}
		p.FirstContact(p.Grade(policy.Facts{}).Severity, "", at(t, p, "2026-11-24 10:00"))
	})
}

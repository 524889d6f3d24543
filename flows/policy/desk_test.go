package policy_test

import (
	"slices"
	"strings"
	"testing"

	"redress/flows/complaint"
	"redress/flows/policy"
)

func TestDesksAreReadWithTheirConditions(t *testing.T) {
	t.Parallel()
	p := variation(t, `
desks:
  - {id: staff, name: {en: centre, zh-Hans: 中心, zh-Hant: 中心}}
  - {id: legal, name: {en: legal, zh-Hans: 法务, zh-Hant: 法務}, categories: [billing_refund], severities: [P1, P2], sites: [Hill Street], members: [42]}
escalate_every: 2 hour
clocks:
  - {id: X-T1, action: {en: a, zh-Hans: b, zh-Hant: c}, from: claimed, until: resolved, within: 1 hour, escalate: [supervisor, manager], escalate_every: 30 minute}
`)
	d, ok := p.Desk("legal")
	if !ok || !slices.Equal(d.Categories, []string{"billing_refund"}) || !slices.Equal(d.Sites, []string{"hill street"}) ||
		!slices.Equal(d.Severities, []complaint.Severity{complaint.P1, complaint.P2}) || !slices.Equal(d.Members, []int64{42}) {
		t.Errorf("legal is %+v", d)
	}
	if got := p.DeskName("staff", "zh-Hans") + p.DeskName("nowhere", "en"); got != "中心nowhere" {
		t.Errorf("names are %q", got)
	}
	own, _ := p.Clock("X-T1")
	general, _ := p.Clock("G-T1")
	if own.EscalateEvery.String() != "30 minute" || general.EscalateEvery.String() != "2 hour" {
		t.Errorf("intervals %v and %v", own.EscalateEvery, general.EscalateEvery)
	}
	if !strings.Contains(p.Table("en"), "| legal | Bills and refunds | hill street |") {
		t.Errorf("the table does not show the desk:\n%s", p.Table("en"))
	}
}

func TestMistakesInDesksAreNamed(t *testing.T) {
	t.Parallel()
	_, err := policy.Load("test", []byte(`schema: 1
name: test
version: '1'
extends: generic
desks:
  - {id: legal, name: {en: legal, zh-Hans: 法务, zh-Hant: 法務}, categories: [biling_refund], severities: [P9], members: [li]}
  - {id: legal, name: {en: legal, zh-Hans: 法务}}
  - {id: managers, name: {en: m, zh-Hans: m, zh-Hant: m}}
categories:
  - {id: billing_refund, desk: leagl}
`))
	if err == nil {
		t.Fatal("a broken policy loads")
	}
	for _, want := range []string{
		`did you mean "billing_refund"?`, `a severity cannot be "P9"`, `user ids`, `the id "legal" is used twice`,
		`the desk legal has no text in zh-Hant`, `cannot be called "managers"`, `the desk of category billing_refund cannot be "leagl": did you mean "legal"?`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not said: %s\n%v", want, err)
		}
	}
}

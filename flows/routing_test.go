package flows_test

import (
	"testing"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
)

const routes = `schema: 1
name: routes
version: '1'
extends: generic
desks:
  - {id: staff, name: {en: Centre, zh-Hans: 中心, zh-Hant: 中心}}
  - {id: billing, name: {en: Billing, zh-Hans: 账务, zh-Hant: 帳務}}
  - {id: grave, name: {en: Grave, zh-Hans: 重大, zh-Hant: 重大}, severities: [P1]}
  - {id: hill, name: {en: Hill, zh-Hans: 山街, zh-Hant: 山街}, sites: ["Hill Street", 7栋]}
  - {id: hill_quality, name: {en: Hill quality, zh-Hans: 山街品质, zh-Hant: 山街品質}, sites: [Hill Street], categories: [product_quality]}
  - {id: centre_too, name: {en: Too, zh-Hans: 也, zh-Hant: 也}}
categories:
  - {id: billing_refund, desk: billing}
  - {id: other, desk: staff}
`

func TestRoute(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("routes", []byte(routes))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		category string
		severity complaint.Severity
		fields   map[string]string
		want     complaint.Desk
	}{
		{"nothing is known", "", 0, nil, ""},
		{"no desk wants it", "product_quality", complaint.P4, nil, ""},
		{"its category names one", "billing_refund", complaint.P4, nil, "billing"},
		{"its category names the default desk", "other", complaint.P4, nil, ""},
		{"the severity decides", "product_quality", complaint.P1, nil, "grave"},
		{"the category's own desk wins a tie", "billing_refund", complaint.P1, nil, "billing"},
		{"the site decides", "delivery_logistics", complaint.P4, map[string]string{"site": "the one in hill street"}, "hill"},
		{"the place is in another field", "delivery_logistics", complaint.P4, map[string]string{"where": "7栋1203"}, "hill"},
		{"a number is found whole", "delivery_logistics", complaint.P4, map[string]string{"site": "17栋1203"}, ""},
		{"severity before site, as listed", "delivery_logistics", complaint.P1, map[string]string{"site": "Hill Street"}, "grave"},
		{"two conditions beat one", "product_quality", complaint.P1, map[string]string{"site": "Hill Street 4"}, "hill_quality"},
		{"every condition must hold", "product_quality", complaint.P4, map[string]string{"site": "7栋"}, "hill"},
		{"a category the policy does not know", "gone", complaint.P4, nil, ""},
	} {
		got := flows.Route(p, &complaint.Complaint{Category: c.category, Severity: c.severity, Fields: c.fields})
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

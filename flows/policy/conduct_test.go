package policy_test

import (
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestLint(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	for name, v := range map[string]struct{ text, rules string }{
		"HS-AT01 you are wrong":          {"您错了，请再看一遍。", "G4"},
		"PS-AT06 money":                  {"这样吧，赔您500元。", "G2"},
		"money in traditional script":    {"我們賠給您 500 元", "G2"},
		"soon, without a time":           {"We will reply soon.", "G3"},
		"soon, with a time":              {"We will reply soon, by 16:00 at the latest.", ""},
		"尽快 without a time":              {"我们会尽快处理", "G3"},
		"尽快 with a time":                 {"我们会尽快处理，明天12点前回复您", ""},
		"a word inside another":          {"The soonest train leaves from platform nine.", ""},
		"promise and blame, in order":    {"You are wrong, but I GUARANTEE a solution.", "G4 G1"},
		"overlapping phrases count once": {"一定给您全额退款，保证。", "G1 G2 G1"},
		"a good answer":                  {"我已经联系仓库核对，今天16:00前给您答复。", ""},
		"shirking":                       {"That is not my department.", "G5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rules []string
			for _, f := range p.Lint("en", v.text) {
				rules = append(rules, f.Rule)
				if v.text[f.Start:f.End] != f.Words || f.Better == "" || f.Name == "" {
					t.Errorf("finding %+v", f)
				}
			}
			if got := strings.Join(rules, " "); got != v.rules {
				t.Errorf("found %q, want %q", got, v.rules)
			}
		})
	}
}

func TestVKAT07FinalReply(t *testing.T) {
	t.Parallel()
	p := pack(t, "property-developer")
	for text, want := range map[string]string{
		"漏水已修好，请您再看看。":                       "VK-P1 VK-P1s",
		"感谢您的反映，漏水已修好。":                      "VK-P1s",
		"感謝您的反映，漏水已修好。客戶服務中心":                "",
		"Thank you. Customer service centre": "",
	} {
		var rules []string
		for _, f := range p.LintReply("en", text) {
			rules = append(rules, f.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
		if found := p.Lint("en", text); len(found) != 0 {
			t.Errorf("%s: an ordinary message need not be a final reply, but %+v", text, found)
		}
	}
}

func TestSHAT03DocumentsAreConfirmed(t *testing.T) {
	t.Parallel()
	p := pack(t, "service-hall")
	found := p.LintFiles("en", []string{"photo", "document"})
	if len(found) != 1 || found[0].Rule != "SH-Q3" || found[0].Approval != "head" || found[0].Better == "" {
		t.Errorf("found %+v", found)
	}
	if found := p.LintFiles("en", []string{"photo"}); len(found) != 0 {
		t.Errorf("a photo: %+v", found)
	}
	if found := pack(t, "generic").LintFiles("en", []string{"document"}); len(found) != 0 {
		t.Errorf("elsewhere: %+v", found)
	}
}

func TestLintSpeaksTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	found := pack(t, "generic").Lint("zh-Hant", "您错了")
	if len(found) != 1 || !strings.Contains(found[0].Better, "您看到的情況") {
		t.Errorf("found %+v", found)
	}
}

func TestCloseMissing(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	ids := func(rs []policy.Requirement) (out []string) {
		for _, r := range rs {
			out = append(out, r.ID)
		}
		return out
	}
	if got := ids(p.CloseMissing(policy.Facts{Severity: "P4"}, nil)); strings.Join(got, " ") != "outcome customer_informed" {
		t.Errorf("an ordinary complaint lacks %v", got)
	}
	record := map[string]bool{"outcome": true, "customer_informed": true}
	if got := ids(p.CloseMissing(policy.Facts{Severity: "P1"}, record)); strings.Join(got, " ") != "cause" {
		t.Errorf("a critical complaint lacks %v", got)
	}
	record["cause"] = true
	if got := p.CloseMissing(policy.Facts{Severity: "P1"}, record); len(got) != 0 {
		t.Errorf("nothing is missing, but got %v", got)
	}
}

func TestMissingAsksByImportance(t *testing.T) {
	t.Parallel()
	p := pack(t, "generic")
	missing := p.Missing("billing_refund", map[string]string{"amount": "40 EUR"})
	if len(missing) != 2 || missing[0].ID != "order" || missing[1].ID != "wish" || len(missing[1].Choices) == 0 {
		t.Errorf("missing %+v", missing)
	}
	if general := p.Missing("", nil); len(general) == 0 || general[0].ID != "what" {
		t.Errorf("without a category: %+v", general)
	}
}

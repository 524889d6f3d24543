package policy_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/flows/policy"
)

// TestReadmePresentsEveryPack holds each pack's section to the pack: the promise is named with
// its rule, and every time in front of a rule is the one that rule gives.
func TestReadmePresentsEveryPack(t *testing.T) {
	t.Parallel()
	sections := readmeSections(t)
	for _, name := range policy.Packs() {
		text, ok := sections[name]
		if lines := strings.Count(strings.TrimSpace(text), "\n") + 1; !ok || lines < 4 || lines > 8 {
			t.Errorf("README.md: the section of %s has %d lines, want 4 to 8", name, lines)
		}
		checkTimes(t, pack(t, name), name, text)
		if _, rule := pack(t, name).FirstContact(4, "other", pack(t, name).Calendar().NextOpen(time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC))); !strings.Contains(text, "`"+rule+"`") {
			t.Errorf("README.md: the section of %s does not name %s, which promises the first contact", name, rule)
		}
		delete(sections, name)
	}
	for name := range sections {
		t.Errorf("README.md presents %s, and there is no such pack", name)
	}
}

func readmeSections(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, all, _ := strings.Cut(string(page), "## Ready-made policies\n")
	all, _, _ = strings.Cut(all, "\n## ")
	out := map[string]string{}
	for i, section := range strings.Split(all, "\n### ") {
		name, text, _ := strings.Cut(section, "\n")
		if i > 0 {
			out[name] = text
		}
	}
	return out
}

var timeOfRule = regexp.MustCompile("(\\d+) (minute|hour|working day|day|week)s? \\(`([\\w.-]+)`")

func checkTimes(t *testing.T, p *policy.Policy, name, text string) {
	t.Helper()
	found := timeOfRule.FindAllStringSubmatch(strings.ReplaceAll(text, "\n", " "), -1)
	if len(found) == 0 {
		t.Errorf("README.md: the section of %s names no time with its rule", name)
	}
	for _, m := range found {
		clock, ok := p.Clock(m[3])
		if got := fmt.Sprintf("%d %s", clock.Limit.N, strings.ReplaceAll(string(clock.Limit.Unit), "_", " ")); !ok || got != m[1]+" "+m[2] {
			t.Errorf("README.md says %s %s of %s in %s, the pack %s", m[1], m[2], m[3], name, got)
		}
	}
}

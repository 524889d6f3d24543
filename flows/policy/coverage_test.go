package policy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// ruleCounts is how many rules each procedure numbers.
func ruleCounts() map[string]int {
	return map[string]int{"VK": 58, "FD": 56, "PS": 54, "RT": 21, "CS": 27, "CC": 22, "CA": 9, "AC": 10, "AS": 15, "SH": 26, "LG": 54}
}

func TestCoverageTableIsTrue(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\| ([A-Z]{2})-(\w+) \| (.+?) \| (.*?) ?\|$`)
	seen, counted := map[string]bool{}, map[string]int{}
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		id, where, reason := m[1]+"-"+m[2], m[3], m[4]
		if seen[id] {
			t.Errorf("%s stands in the table twice", id)
		}
		seen[id] = true
		counted[m[1]]++
		if pack, ok := strings.CutPrefix(where, "`"); ok {
			source, err := os.ReadFile("packs/" + strings.TrimSuffix(pack, "`") + ".yaml")
			if err != nil || !regexp.MustCompile(`\b`+id+`\b`).Match(source) {
				t.Errorf("%s does not stand in the pack %s: %v", id, where, err)
			}
		} else if reason == "" {
			t.Errorf("%s is in no pack and no reason is given", id)
		}
	}
	for procedure, want := range ruleCounts() {
		if counted[procedure] != want {
			t.Errorf("the table has %d rules of %s, want %d", counted[procedure], procedure, want)
		}
	}
}

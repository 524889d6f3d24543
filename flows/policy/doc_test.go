package policy_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"redress/flows/policy"
)

// The handbook names every pack and every fact, so that it cannot fall behind.
func TestHandbookIsComplete(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	words = append(words, policy.Packs()...)
	facts := reflect.TypeFor[policy.Facts]()
	for i := range facts.NumField() {
		if name := facts.Field(i).Tag.Get("expr"); name != "-" {
			words = append(words, name)
		}
	}
	words = append(words, policy.CommonCategories()...)
	for _, w := range words {
		if !strings.Contains(string(page), "`"+w+"`") && !strings.Contains(string(page), w+",") {
			t.Errorf("docs/policy.md does not mention %s", w)
		}
	}
}

// The example of the handbook is a policy that loads.
func TestHandbookExampleLoads(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the handbook has no example")
	}
	if _, err := policy.Load("example", []byte(example)); err != nil {
		t.Error(err)
	}
}

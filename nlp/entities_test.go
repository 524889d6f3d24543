package nlp

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"redress/nlp/entity"
)

// TestEntities measures the recognisers on sentences with traps: the first entity of each
// kind must be exactly the expected one, and nothing else may be found.
func TestEntities(t *testing.T) {
	t.Parallel()
	u := shared()
	f, err := os.Open("testdata/entities.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, wrong, n := 0, 0, 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		text, gold, ok := strings.Cut(sc.Text(), "\t")
		if !ok || strings.HasPrefix(text, "#") {
			continue
		}
		n++
		want, got := goldOf(gold), firsts(u.Entities(text, monday))
		for k := range union(want, got) {
			switch {
			case want[k] == got[k]:
				right += 2
			default:
				wrong += present(want[k]) + present(got[k])
				t.Logf("%s: want %q, got %q\t%s", k, want[k], got[k], text)
			}
		}
	}
	f1 := float64(right) / float64(right+wrong)
	t.Logf("%d sentences, F1 %.3f", n, f1)
	if n < 380 || f1 < 0.95 {
		t.Errorf("%d sentences, F1 %.3f; want at least 380 and 0.95", n, f1)
	}
}

func present(s string) int {
	if s == "" {
		return 0
	}
	return 1
}

func goldOf(s string) map[string]string {
	m := map[string]string{}
	for pair := range strings.SplitSeq(s, "; ") {
		if k, v, ok := strings.Cut(pair, "="); ok {
			m[k] = v
		}
	}
	return m
}

func firsts(es []entity.Entity) map[string]string {
	m := map[string]string{}
	for _, e := range es {
		kind, value := e.Kind, e.Value
		switch kind {
		case entity.Amount:
			value = fmt.Sprintf("%g", e.Number)
		case entity.Duration:
			continue
		case entity.Link:
			continue
		}
		if m[kind] == "" {
			m[kind] = value
		}
	}
	return m
}

func union(a, b map[string]string) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

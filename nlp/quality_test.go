package nlp

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"redress/flows/complaint"
	"redress/nlp/measure"
)

// TestQuality measures kind, category and grave cases on sentences that no training saw, so
// that a retrained model that is worse does not pass unnoticed.
func TestQuality(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/held.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	u := shared()
	kinds, categories, grave := &measure.Table{}, &measure.Table{}, &measure.Table{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		cols := strings.Split(sc.Text(), "\t")
		if len(cols) != 4 {
			continue
		}
		got := u.Local(complaint.Inquiry{Texts: []string{cols[3]}, Now: monday})
		kinds.Add(cols[0], string(got.Kind))
		if cols[0] != string(got.Kind) {
			t.Logf("kind %s, want %s\t%s", got.Kind, cols[0], cols[3])
		}
		if cols[1] != "" {
			categories.Add(cols[1], got.Category)
			if cols[1] != got.Category {
				t.Logf("category %s, want %s\t%s", got.Category, cols[1], cols[3])
			}
		}
		alarm := "quiet"
		if measure.GraveFacts(got) {
			alarm = "grave"
		}
		grave.Add(cols[2], alarm)
		if cols[2] != alarm {
			t.Logf("%s, want %s: %v\t%s", alarm, cols[2], got.Facts, cols[3])
		}
	}
	_, found, _ := grave.F1("grave")
	_, quiet, _ := grave.F1("quiet")
	t.Logf("kind %.3f of %d, category %.3f of %d, grave found %.3f, quiet kept %.3f",
		kinds.Accuracy(), kinds.N(), categories.Accuracy(), categories.N(), found, quiet)
	if kinds.N() < 100 || kinds.Accuracy() < 0.86 || categories.Accuracy() < 0.75 || found < 0.95 || quiet < 0.95 {
		t.Error("the understanding has become worse: see the log above, and docs/understanding.md for the figures it should have")
	}
}

package sqlstore

import (
	"fmt"
	"strings"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

// FuzzWords searches for any words in any text: it finds the complaint exactly if it contains
// them all, and never fails.
func FuzzWords(f *testing.F) {
	db := openFile(f, f.TempDir())
	f.Cleanup(func() { _ = db.Close() })
	var n int64
	for _, seed := range [][2]string{
		{"厨房漏水 three days", "漏水"}, {"100% wrong", "%"}, {"a_b", "_"}, {`back\slash`, `\`}, {"ÄRGER", "ärger"},
		{"a\x00b\xff", "ab"}, {"one two", "two  one"}, {"", ""}, {"'; DROP TABLE complaints; --", "drop"}, {"İ", "i"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, words string) {
		n++
		id := fmt.Sprint("c", n)
		res := flows.Result{
			Complaints: []*complaint.Complaint{{ID: id, Number: fmt.Sprintf("2026-x%d", n), Status: complaint.Filed, Owner: n}},
			Messages:   []complaint.Message{{ID: id, Complaint: id, Direction: complaint.In, Text: text}},
		}
		fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Do(t.Context(), fresh[0], flows.Want{}, benchNow, func(flows.State) (flows.Result, error) { return res, nil }); err != nil {
			t.Fatal(err)
		}
		st, err := db.Load(t.Context(), flows.Want{List: &flows.List{Words: words, Owner: n}}, benchNow)
		if err != nil {
			t.Fatal(err)
		}
		if want := contains(fold(res.Complaints[0].Number)+"\n"+fold(text), fold(words)); (len(st.List) == 1) != want {
			t.Errorf("%q in %q: found %d, want %v", words, text, len(st.List), want)
		}
	})
}

func contains(text, words string) bool {
	list := strings.Fields(words)
	for _, word := range list[:min(len(list), wordLimit)] {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

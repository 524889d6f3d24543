package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/nlp/measure"
)

func some() figures {
	s := measure.NewSheet()
	for _, r := range []measure.Row{
		{Lang: "en", Text: "The lift is <stuck> & nobody answers the phone at all, it is a shame", Kind: "complaint", Category: "facility_environment", Source: "a&b"},
		{Lang: "zh-Hans", Text: "孩子吃了上吐下泻", Kind: "complaint", Category: "safety_injury", Severity: "high", Source: "c", Train: true},
	} {
		s.Add(r, complaint.Triage{Kind: complaint.KindComplaint, KindSure: 0.9, Category: "safety_injury", CategorySure: 0.6, Language: r.Lang})
	}
	return figures{sheet: s, rows: 2, entities: map[string]tally{"order": {3, 1, 0}, "all": {3, 1, 0}},
		personal: [2]map[string]share{{"MOBILE": {1, 2}}, {"EMAIL": {2, 2}}}, found: share{1, 1}, alarms: share{0, 1},
		cost: cost{median: 400 * time.Microsecond, p99: 900 * time.Microsecond, heap: 7 << 20, binary: 3 << 20, resident: 15 << 20}}
}

func TestChartIsWellFormed(t *testing.T) {
	t.Parallel()
	chart := some().chart()
	d := xml.NewDecoder(strings.NewReader(chart))
	bars := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "rect" {
			bars++
		}
	}
	for _, part := range []string{"a&amp;b", "zh-Hans", "Grave cases", "goal 0.95", "expected calibration error"} {
		if !strings.Contains(chart, part) {
			t.Errorf("no %q in the chart", part)
		}
	}
	if bars < 30 {
		t.Errorf("%d bars", bars)
	}
}

func TestTablesHoldEveryFigure(t *testing.T) {
	t.Parallel()
	page := some().markdown()
	for _, part := range []string{
		"| **all** | **1.000** | **1.000** | 2 |", "| all not trained on | 1.000 |", "| a&b |", "| zh-Hans | 0 of 1 (0.000) |", "| safety_injury | 0.500 | 1.000 |",
		"| 0.9 to 1.0 | 0.900 | 1.000 | 2 |", "| order | 0.857 | 3 | 1 | 0 |", "| zh | MOBILE | 1 of 2 | 0.50 |", "Found 1 of 1, false alarms 0 of 1.", "0.90 ms | 1 ms", "3.0 MB | 10 MB", "15.0 MB | 40 MB",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q in\n%s", part, page)
		}
	}
}

// The figures go between the marks, however often they are written.
func TestFiguresArePublishedInPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, page)
	if err := os.WriteFile(name, []byte("before\n"+begin+"outdated\n"+end+"after\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := some().publish(dir); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(name)
	if text := string(raw); err != nil || !strings.HasPrefix(text, "before\n") || !strings.HasSuffix(text, "after\n") ||
		strings.Contains(text, "outdated") || strings.Count(text, "### Kind") != 1 {
		t.Errorf("%v\n%s", err, text)
	}
	if chart, err := os.ReadFile(filepath.Join(dir, "understanding.svg")); err != nil || !strings.HasPrefix(string(chart), "<svg") {
		t.Errorf("no chart: %v", err)
	}
	if err := os.WriteFile(name, []byte("no marks"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := some().publish(dir); err == nil {
		t.Error("a page without marks was written to")
	}
}

func TestTheHandbookHasAPlaceForFigures(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/" + page)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := between(string(raw), "x"); err != nil {
		t.Error(err)
	}
}

func TestMessagesAreSized(t *testing.T) {
	t.Parallel()
	texts := sized([]measure.Row{{Lang: "en", Text: strings.Repeat("a", 650)}, {Lang: "zh", Text: strings.Repeat("漏", 290)}})
	if len(texts) != 2 || len([]rune(texts[0])) != timedRunes {
		t.Errorf("%d messages", len(texts))
	}
}

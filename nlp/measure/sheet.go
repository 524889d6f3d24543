package measure

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"redress/flows/complaint"
)

// Sheet collects figures over many rows. The maps hold them by source ("source cfpb") and by
// language ("language en"), and for all rows that nothing was trained on.
type Sheet struct {
	Kind, Binary, Category, Language *Table
	KindBy, CategoryBy               map[string]*Table
	GraveBy                          map[string]*Grave // with "all"
	KindSure, CategorySure           Calibration
}

// Grave counts grave cases found, and alarms on rows not marked grave. Those rows are
// unknown rather than harmless, so alarms are an upper bound of false ones.
type Grave struct{ Found, High, Alarms, Rest int }

// NewSheet returns an empty sheet.
func NewSheet() *Sheet {
	return &Sheet{
		Kind: &Table{}, Binary: &Table{}, Category: &Table{}, Language: &Table{},
		KindBy: map[string]*Table{}, CategoryBy: map[string]*Table{}, GraveBy: map[string]*Grave{},
	}
}

// Add counts one answer and returns what of it is wrong: kind, category, grave, language.
func (s *Sheet) Add(r Row, t complaint.Triage) []string {
	var wrong []string
	note := func(what string, bad bool) {
		if bad {
			wrong = append(wrong, what)
		}
	}
	source, _, _ := strings.Cut(r.Source, "+")
	if r.Kind != "" {
		s.Kind.Add(r.Kind, string(t.Kind))
		s.Binary.Add(yes(r.Kind == "complaint"), yes(t.Kind == complaint.KindComplaint))
		add(s.KindBy, "source "+source, r.Kind, string(t.Kind))
		s.KindSure.Add(t.KindSure, r.Kind == string(t.Kind))
		if !r.Train {
			add(s.KindBy, "all not trained on", r.Kind, string(t.Kind))
		}
		add(s.KindBy, "language "+r.Lang, r.Kind, string(t.Kind))
		note("kind", r.Kind != string(t.Kind))
	}
	if r.Category != "" {
		s.Category.Add(r.Category, t.Category)
		add(s.CategoryBy, "source "+source, r.Category, t.Category)
		s.CategorySure.Add(t.CategorySure, r.Category == t.Category)
		if !r.Train {
			add(s.CategoryBy, "all not trained on", r.Category, t.Category)
		}
		add(s.CategoryBy, "language "+r.Lang, r.Category, t.Category)
		note("category", r.Category != t.Category)
	}
	if r.Lang != "" && (strings.HasPrefix(r.Lang, "zh") || len(strings.Fields(r.Text)) >= 10) {
		s.Language.Add(r.Lang, t.Language)
		note("language", r.Lang != t.Language)
	}
	for _, key := range []string{"all", "language " + r.Lang, "source " + source} {
		g := s.GraveBy[key]
		if g == nil {
			g = &Grave{}
			s.GraveBy[key] = g
		}
		g.add(r.Severity == "high", GraveFacts(t))
	}
	note("grave", (r.Severity == "high") != GraveFacts(t))
	return wrong
}

func (g *Grave) add(high, found bool) {
	switch {
	case high && found:
		g.Found, g.High = g.Found+1, g.High+1
	case high:
		g.High++
	case found:
		g.Alarms, g.Rest = g.Alarms+1, g.Rest+1
	default:
		g.Rest++
	}
}

// GraveFacts reports bodily harm, a hazard, or a legal, regulator or media threat.
func GraveFacts(t complaint.Triage) bool {
	return slices.ContainsFunc(t.Facts, func(f complaint.Fact) bool {
		switch f.Name {
		case complaint.FactHealth, complaint.FactInjury, complaint.FactDanger, complaint.FactHazard,
			complaint.FactMedia, complaint.FactLawsuit, complaint.FactRegulator, complaint.FactSelfHarm, complaint.FactThreat:
			return true
		}
		return false
	})
}

func add(m map[string]*Table, key, label, answer string) {
	if m[key] == nil {
		m[key] = &Table{}
	}
	m[key].Add(label, answer)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// Print writes all figures.
func (s *Sheet) Print(w io.Writer) {
	fmt.Fprintln(w, "## complaint or not")
	s.Binary.Print(w)
	fmt.Fprintln(w, "## kind")
	s.Kind.Print(w)
	printBy(w, s.KindBy)
	fmt.Fprintln(w, "## category")
	s.Category.Print(w)
	printBy(w, s.CategoryBy)
	fmt.Fprintln(w, "## calibration")
	s.KindSure.Print(w, "kind")
	s.CategorySure.Print(w, "category")
	fmt.Fprintln(w, "## grave cases")
	for _, k := range slices.Sorted(maps.Keys(s.GraveBy)) {
		g := s.GraveBy[k]
		fmt.Fprintf(w, "  %-36s found %d of %d (%.3f), alarms on unmarked rows %d of %d (%.3f)\n", k, g.Found, g.High,
			float64(g.Found)/float64(max(g.High, 1)), g.Alarms, g.Rest, float64(g.Alarms)/float64(max(g.Rest, 1)))
	}
	fmt.Fprintln(w, "## language (Chinese, and texts of ten words or more)")
	s.Language.Print(w)
}

func printBy(w io.Writer, m map[string]*Table) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(w, "  %-36s accuracy %.3f  macro-F1 %.3f  n %d\n", k, m[k].Accuracy(), m[k].Macro(), m[k].N())
	}
}

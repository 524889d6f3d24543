package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"redress/nlp/measure"
)

// markdown is all figures as tables.
func (f figures) markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Measured on %d labelled messages. ![All figures](understanding.svg)\n", f.rows)
	line("Complaint or not: accuracy %.3f.\n", f.sheet.Binary.Accuracy())
	line("### Kind\n\n%s", tableOf(f.sheet.Kind, f.sheet.KindBy))
	line("%s", classes(f.sheet.Kind))
	line("### Category (the nine common ones)\n\n%s", tableOf(f.sheet.Category, f.sheet.CategoryBy))
	line("%s", classes(f.sheet.Category))
	line("### Grave cases\n")
	line("Bodily harm, a concrete hazard, or a threat of law, regulator or media. Alarms on rows not marked grave are an")
	line("upper bound of the false ones, since such rows are unknown rather than harmless.\n\n%s", graveTable(f.sheet))
	line("### How sure, and how often right\n\n%s", calibrationTable(f.sheet))
	line("### Language (Chinese, and texts of ten words or more)\n\n%s", classes(f.sheet.Language))
	line("### Entities\n\nOn invented orders and complaints with gold values.\n\n%s", entityTable(f.entities))
	line("### Personal data\n\nA span counts as found when four fifths of it are covered.\n\n%s", personalTable(f.personal))
	line("### Instructions to the machine\n\nFound %d of %d, false alarms %d of %d.\n", f.found.found, f.found.of, f.alarms.found, f.alarms.of)
	line("### Cost of the local understanding\n\n%s", f.cost.table())
	return b.String()
}

// table writes a Markdown table; the first column is text, the others are figures.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|---%s|\n", strings.Join(head, " | "), strings.Repeat("|---", len(head)-1))
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r, " | "))
	}
	return b.String()
}

// groups orders what figures are kept by: the rows nothing was trained on, languages, sources.
func groups[T any](m map[string]T) []string {
	keys := slices.Sorted(maps.Keys(m))
	slices.SortStableFunc(keys, func(a, b string) int { return placeOf(a) - placeOf(b) })
	return keys
}

func placeOf(key string) int {
	switch {
	case strings.HasPrefix(key, "language "):
		return 1
	case strings.HasPrefix(key, "source "):
		return 2
	}
	return 0
}

func nameOf(key string) string {
	return strings.TrimPrefix(strings.TrimPrefix(key, "language "), "source ")
}

func three(x float64) string { return fmt.Sprintf("%.3f", x) }

func tableOf(all *measure.Table, by map[string]*measure.Table) string {
	rows := [][]string{{"**all**", "**" + three(all.Accuracy()) + "**", "**" + three(all.Macro()) + "**", fmt.Sprint(all.N())}}
	for _, k := range groups(by) {
		rows = append(rows, []string{nameOf(k), three(by[k].Accuracy()), three(by[k].Macro()), fmt.Sprint(by[k].N())})
	}
	return table([]string{"source or language", "accuracy", "macro-F1", "messages"}, rows)
}

// classes gives each label's figures and what it is taken for.
func classes(t *measure.Table) string {
	var rows [][]string
	for _, l := range t.Labels() {
		if p, r, f := t.F1(l); t.Of(l) > 0 {
			rows = append(rows, []string{l, three(p), three(r), three(f), t.Confused(l)})
		}
	}
	return table([]string{"label", "precision", "recall", "F1", "taken for"}, rows)
}

func graveTable(s *measure.Sheet) string {
	var rows [][]string
	for _, k := range groups(s.GraveBy) {
		g := s.GraveBy[k]
		found := "–"
		if g.High > 0 {
			found = fmt.Sprintf("%d of %d (%.3f)", g.Found, g.High, float64(g.Found)/float64(g.High))
		}
		rows = append(rows, []string{nameOf(k), found, fmt.Sprintf("%d of %d (%.3f)", g.Alarms, g.Rest, float64(g.Alarms)/float64(max(g.Rest, 1)))})
	}
	return table([]string{"source or language", "found", "alarms on unmarked rows"}, rows)
}

func calibrationTable(s *measure.Sheet) string {
	var rows [][]string
	kinds, categories := s.KindSure.Bins(), s.CategorySure.Bins()
	for i := range kinds {
		if kinds[i].N+categories[i].N > 0 {
			rows = append(rows, append(append([]string{fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10)}, binCells(kinds[i])...), binCells(categories[i])...))
		}
	}
	rows = append(rows, []string{"expected calibration error", "", "**" + three(s.KindSure.Error()) + "**", "", "", "**" + three(s.CategorySure.Error()) + "**", ""})
	return table([]string{"sure", "kind: claimed", "right", "messages", "category: claimed", "right", "messages"}, rows)
}

func binCells(b measure.Bin) []string {
	if b.N == 0 {
		return []string{"–", "–", "0"}
	}
	return []string{three(b.Sure()), three(b.Accuracy()), fmt.Sprint(b.N)}
}

func entityTable(sums map[string]tally) string {
	var rows [][]string
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		t := sums[k]
		rows = append(rows, []string{k, three(t.f1()), fmt.Sprint(t.right), fmt.Sprint(t.missed), fmt.Sprint(t.extra)})
	}
	return table([]string{"field", "F1", "right", "missed", "surplus"}, rows)
}

func personalTable(sets [2]map[string]share) string {
	var rows [][]string
	for i, language := range []string{"zh", "en"} {
		for _, k := range slices.Sorted(maps.Keys(sets[i])) {
			s := sets[i][k]
			rows = append(rows, []string{language, k, fmt.Sprintf("%d of %d", s.found, s.of), fmt.Sprintf("%.2f", s.part())})
		}
	}
	return table([]string{"language", "kind", "found", "share"}, rows)
}

func (c cost) table() string {
	megabytes := func(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
	return table([]string{"what", "measured", "may be"}, [][]string{
		{"a message of 300 characters, one core, median", fmt.Sprintf("%.2f ms", float64(c.median.Microseconds())/1000), ""},
		{"the same, 99 in 100 are quicker", fmt.Sprintf("%.2f ms", float64(c.p99.Microseconds())/1000), "1 ms"},
		{"until it is loaded", fmt.Sprintf("%d ms", c.load.Milliseconds()), ""},
		{"added to the binary, the model's client included", megabytes(c.binary), "10 MB"},
		{"memory in use once loaded", megabytes(int64(c.heap)), ""},
		{"resident memory that came with it", megabytes(c.resident), "40 MB"},
	})
}

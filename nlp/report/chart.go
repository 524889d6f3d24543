package main

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"redress/nlp/measure"
)

// Measures of the chart, in pixels.
const (
	chartWidth = 1000
	labelWidth = 250
	barWidth   = 620
	barHeight  = 14
	headHeight = 44
)

// bar is one line of the chart: a label, one or two shares, and a note.
type bar struct {
	label  string
	first  float64 // of 1
	second float64 // below 0: none
	note   string
}

// panel is a titled group of bars. Goal is drawn as a line; 0: none.
type panel struct {
	title  string
	legend string
	goal   float64
	bars   []bar
}

// chart draws all figures as one SVG.
func (f figures) chart() string {
	panels := []panel{
		scores("Kind", f.sheet.Kind, f.sheet.KindBy, 0.86),
		scores("Category", f.sheet.Category, f.sheet.CategoryBy, 0.78),
		graveBars(f.sheet), languageBars(f.sheet.Language),
		{title: "Entities", legend: "F1", goal: 0.95, bars: entityBars(f.entities)},
		{title: "Personal data, Chinese", legend: "share found", goal: 0.98, bars: shareBars(f.personal[0])},
		{title: "Personal data, English", legend: "share found", goal: 0.98, bars: shareBars(f.personal[1])},
		sureBars("How sure, and how often right: kind", f.sheet.KindSure),
		sureBars("How sure, and how often right: category", f.sheet.CategorySure),
	}
	var b strings.Builder
	y := 10
	for _, p := range panels {
		y = p.draw(&b, y)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" role="img" aria-label="Figures of the local understanding per language and source">
<rect width="100%%" height="100%%" fill="#fff"/>
%s</svg>
`, chartWidth, y, chartWidth, y, b.String())
}

// draw writes the panel from y down and returns where it ends.
func (p panel) draw(b *strings.Builder, y int) int {
	fmt.Fprintf(b, "<text x=\"10\" y=\"%d\" font-size=\"15\" font-weight=\"bold\">%s</text>\n", y+18, html.EscapeString(p.title))
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" fill=\"#666\">%s</text>\n", labelWidth, y+34, html.EscapeString(p.legend))
	top := y + headHeight
	for i, x := range p.bars {
		x.draw(b, top+i*(barHeight+4))
	}
	bottom := top + len(p.bars)*(barHeight+4)
	if p.goal > 0 {
		at := labelWidth + p.goal*barWidth
		fmt.Fprintf(b, "<path d=\"M%.1f %dV%d\" stroke=\"#b00\" stroke-dasharray=\"3 3\"/><text x=\"%.1f\" y=\"%d\" fill=\"#b00\">goal %.2f</text>\n", at, top-2, bottom, at-24, top-6, p.goal)
	}
	return bottom + 16
}

func (x bar) draw(b *strings.Builder, y int) {
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", labelWidth-8, y+11, html.EscapeString(x.label))
	fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#eee\"/>", labelWidth, y, barWidth, barHeight)
	height := barHeight
	if x.second >= 0 {
		height = barHeight / 2
		fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f0a050\"/>", labelWidth, y+height, min(1, x.second)*barWidth, height)
	}
	fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#3b78b5\"/>", labelWidth, y, min(1, x.first)*barWidth, height)
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" fill=\"#333\">%s</text>\n", labelWidth+barWidth+8, y+11, html.EscapeString(x.note))
}

func scores(title string, all *measure.Table, by map[string]*measure.Table, goal float64) panel {
	line := func(name string, t *measure.Table) bar {
		return bar{name, t.Accuracy(), t.Macro(), fmt.Sprintf("%.3f · %.3f · %d", t.Accuracy(), t.Macro(), t.N())}
	}
	p := panel{title: title, legend: "blue: accuracy · orange: macro-F1 · number of messages", goal: goal, bars: []bar{line("all", all)}}
	for _, k := range groups(by) {
		p.bars = append(p.bars, line(nameOf(k), by[k]))
	}
	return p
}

func graveBars(s *measure.Sheet) panel {
	p := panel{title: "Grave cases", legend: "blue: found · orange: alarms on rows not marked grave", goal: 0.95}
	for _, k := range groups(s.GraveBy) {
		g := s.GraveBy[k]
		found, alarms := float64(g.Found)/float64(max(g.High, 1)), float64(g.Alarms)/float64(max(g.Rest, 1))
		note := "none marked"
		if g.High > 0 {
			note = fmt.Sprintf("%d of %d", g.Found, g.High)
		}
		p.bars = append(p.bars, bar{nameOf(k), found, alarms, fmt.Sprintf("%s · %.3f", note, alarms)})
	}
	return p
}

func languageBars(t *measure.Table) panel {
	p := panel{title: "Language", legend: "blue: precision · orange: recall", goal: 0.97}
	for _, l := range t.Labels() {
		if precision, recall, f := t.F1(l); t.Of(l) > 0 {
			p.bars = append(p.bars, bar{l, precision, recall, fmt.Sprintf("F1 %.3f · %d", f, t.Of(l))})
		}
	}
	return p
}

func entityBars(sums map[string]tally) (bars []bar) {
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		bars = append(bars, bar{k, sums[k].f1(), -1, three(sums[k].f1())})
	}
	return bars
}

func shareBars(set map[string]share) (bars []bar) {
	for _, k := range slices.Sorted(maps.Keys(set)) {
		bars = append(bars, bar{k, set[k].part(), -1, fmt.Sprintf("%d of %d", set[k].found, set[k].of)})
	}
	return bars
}

func sureBars(title string, c measure.Calibration) panel {
	p := panel{title: title, legend: fmt.Sprintf("blue: right · orange: claimed · expected calibration error %.3f", c.Error())}
	for i, b := range c.Bins() {
		if b.N > 0 {
			p.bars = append(p.bars, bar{fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10), b.Accuracy(), b.Sure(), fmt.Sprintf("%.3f · %.3f · %d", b.Accuracy(), b.Sure(), b.N)})
		}
	}
	return p
}

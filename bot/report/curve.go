package report

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"redress/flows/complaint"
)

// Size of the curve of the last thirty days, in its own units.
const (
	curveWidth, curveHeight = 720, 200
	curveLeft, curveBottom  = 34, 24
	curveTop, curveRight    = 10, 14
)

// curve draws received and closed as bars and what was open as a line, from zero.
func (t *Terms) curve(days []complaint.Day) template.HTML {
	highest := 1
	for _, d := range days {
		highest = max(highest, d.Received, d.Closed, d.Open)
	}
	if len(days) == 0 {
		return ""
	}
	top := nice(highest)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, curveWidth, curveHeight, html.EscapeString(t.Voice.Str("report_curve")))
	for i := range 5 {
		n := top * i / 4
		y := height(n, top)
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="axis" x="%d" y="%.1f" text-anchor="end">%d</text>`,
			curveLeft, curveWidth-curveRight, y, y, curveLeft-6, y+3.5, n)
	}
	step := float64(curveWidth-curveLeft-curveRight) / float64(len(days))
	var line []string
	for i, d := range days {
		x := float64(curveLeft) + step*float64(i)
		bar(&b, "received", x+step*0.14, step*0.34, d.Received, top)
		bar(&b, "closed", x+step*0.52, step*0.34, d.Closed, top)
		line = append(line, fmt.Sprintf("%.1f,%.1f", x+step/2, height(d.Open, top)))
		if (len(days)-1-i)%5 == 0 {
			fmt.Fprintf(&b, `<text class="axis" x="%.1f" y="%d" text-anchor="middle">%s</text>`, x+step/2, curveHeight-6, d.Start.In(t.zone()).Format("1/2"))
		}
	}
	fmt.Fprintf(&b, `<polyline class="open" points="%s"/></svg>`, strings.Join(line, " "))
	return template.HTML(b.String()) // numbers of ours and escaped words only
}

func bar(b *strings.Builder, class string, x, width float64, n, top int) {
	if n > 0 {
		y := height(n, top)
		fmt.Fprintf(b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, class, x, y, width, float64(curveHeight-curveBottom)-y)
	}
}

// height is where a number stands.
func height(n, top int) float64 {
	return curveTop + float64(curveHeight-curveBottom-curveTop)*(1-float64(n)/float64(top))
}

// nice is the least number of four even steps that is not below n.
func nice(n int) int {
	for step := 1; ; step *= 10 {
		for _, s := range []int{step, 2 * step, 5 * step} {
			if 4*s >= n {
				return 4 * s
			}
		}
	}
}

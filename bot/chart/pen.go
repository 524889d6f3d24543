package chart

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pen draws with one font on one canvas.
type pen struct {
	c    vg.Canvas
	font *opentype.Font
}

const (
	heading = 32 // pixels
	label   = 26
)

func (p *pen) face(size float64) font.Face {
	return font.Face{Font: font.Font{Typeface: "chart", Size: font.Length(size)}, Face: p.font}
}

// known leaves out what the font has no picture of.
func (p *pen) known(s string) string {
	var buf sfnt.Buffer
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if i, err := p.font.GlyphIndex(&buf, r); err != nil || i == 0 {
			return -1
		}
		return r
	}, s))
}

func (p *pen) width(size float64, s string) float64 {
	f := p.face(size)
	return float64(f.Width(p.known(s)))
}

// text writes with its base line at y.
func (p *pen) text(x, y, size float64, c color.Color, s string) {
	p.c.SetColor(c)
	p.c.FillString(p.face(size), point(x, y), p.known(s))
}

func (p *pen) right(x, y, size float64, c color.Color, s string) {
	p.text(x-p.width(size, s), y, size, c, s)
}

func (p *pen) middle(x, y, size float64, c color.Color, s string) {
	p.text(x-p.width(size, s)/2, y, size, c, s)
}

// fit shortens s to a width.
func (p *pen) fit(size, width float64, s string) string {
	if p.width(size, s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && p.width(size, string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}

func (p *pen) bar(b box, c color.Color) {
	if b.w <= 0 || b.h <= 0 {
		return
	}
	var path vg.Path
	path.Move(point(b.x, b.y))
	path.Line(point(b.x+b.w, b.y))
	path.Line(point(b.x+b.w, b.y+b.h))
	path.Line(point(b.x, b.y+b.h))
	path.Close()
	p.c.SetColor(c)
	p.c.Fill(path)
}

func (p *pen) line(c color.Color, width float64, points ...vg.Point) {
	if len(points) < 2 {
		return
	}
	var path vg.Path
	path.Move(points[0])
	for _, at := range points[1:] {
		path.Line(at)
	}
	p.c.SetColor(c)
	p.c.SetLineWidth(vg.Length(width))
	p.c.Stroke(path)
}

func (p *pen) area(c color.Color, points ...vg.Point) {
	var path vg.Path
	for i, at := range points {
		if i == 0 {
			path.Move(at)
		} else {
			path.Line(at)
		}
	}
	path.Close()
	p.c.SetColor(c)
	p.c.Fill(path)
}

func (p *pen) dot(at vg.Point, radius float64, c color.Color) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + vg.Length(radius), Y: at.Y})
	path.Arc(at, vg.Length(radius), 0, 2*math.Pi)
	path.Close()
	p.c.SetColor(c)
	p.c.Fill(path)
}

// scale is the axis of a panel: from zero to a round number at or above the most, in steps.
type scale struct {
	box
	top, step int
}

func scaleFor(b box, most int) scale {
	step := 1
	for i := 0; most > 4*step; i++ {
		step = []int{1, 2, 5}[i%3] * int(math.Pow10(i/3))
	}
	return scale{b, max(step, (most+step-1)/step*step), step}
}

// y is where a number stands.
func (s scale) y(n float64) float64 { return s.box.y + s.h*(1-n/float64(s.top)) }

// lines draws the axis with its numbers left of the box.
func (p *pen) axis(s scale) {
	for n := 0; n <= s.top; n += s.step {
		y := s.y(float64(n))
		c, w := grid(), 1.5
		if n == 0 {
			c, w = faint(), 2.0
		}
		p.line(c, w, point(s.x, y), point(s.x+s.w, y))
		p.right(s.x-12, y+label/3, label, faint(), strconv.Itoa(n))
	}
}

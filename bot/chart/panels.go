package chart

import (
	"image/color"
	"strconv"

	"gonum.org/v1/plot/vg"

	"redress/flows/complaint"
)

// plot is the part of a panel right of the axis's numbers, under the heading and above the days.
func (p *pen) plot(b box, most int) scale {
	room := p.width(label, strconv.Itoa(scaleFor(b, most).top)) + 16
	return scaleFor(box{b.x + room, b.y + 62, b.w - room, b.h - 62 - 38}, most)
}

// legend names colours at the right end of a heading.
func (p *pen) legend(b box, names []string, colours []color.Color) {
	x := b.x + b.w
	for i := len(names) - 1; i >= 0; i-- {
		x -= p.width(label, names[i])
		p.text(x, b.y+heading-4, label, ink(), names[i])
		x -= 34
		p.bar(box{x, b.y + heading - 24, 22, 22}, colours[i])
		x -= 24
	}
}

// days writes the days below a panel, the last one always, every fifth before it.
func (p *pen) days(s scale, spots []complaint.Spot) {
	slot := s.w / float64(len(spots))
	for i := len(spots) - 1; i >= 0; i -= 5 {
		p.middle(s.x+(float64(i)+0.5)*slot, s.box.y+s.h+32, label, faint(), spots[i].Label)
	}
}

// flow shows what came and what was closed, day by day.
func flow(p *pen, b box, c complaint.Curves) {
	p.text(b.x, b.y+heading-4, heading, ink(), c.Title)
	p.legend(b, []string{c.Received, c.Closed}, []color.Color{blue(), green()})
	most := 1
	for _, d := range c.Days {
		most = max(most, d.Received, d.Closed)
	}
	s := p.plot(b, most)
	p.axis(s)
	slot := s.w / float64(max(len(c.Days), 1))
	wide := slot * 0.38
	for i, d := range c.Days {
		x := s.x + float64(i)*slot + slot*0.1
		for k, n := range []int{d.Received, d.Closed} {
			y := s.y(float64(n))
			p.bar(box{x + float64(k)*(wide+1), y, wide, s.box.y + s.h - y}, []color.Color{blue(), green()}[k])
		}
	}
	p.days(s, c.Days)
}

// open shows how many were open at the end of each day.
func open(p *pen, b box, c complaint.Curves) {
	p.text(b.x, b.y+heading-4, heading, ink(), c.Open)
	most := 1
	for _, d := range c.Days {
		most = max(most, d.Open)
	}
	s := p.plot(b, most)
	p.axis(s)
	if len(c.Days) == 0 {
		return
	}
	slot := s.w / float64(len(c.Days))
	var points []vg.Point
	for i, d := range c.Days {
		points = append(points, point(s.x+(float64(i)+0.5)*slot, s.y(float64(d.Open))))
	}
	last := points[len(points)-1]
	bottom := []vg.Point{point(float64(last.X), s.y(0)), point(float64(points[0].X), s.y(0))}
	p.area(color.RGBA{0xFB, 0xEC, 0xE0, 0xFF}, append(append([]vg.Point{}, points...), bottom...)...)
	p.line(orange(), 5, points...)
	p.dot(last, 9, orange())
	p.right(b.x+b.w, b.y+heading-4, heading, orange(), strconv.Itoa(c.Days[len(c.Days)-1].Open))
	p.days(s, c.Days)
}

// bars compares counts, one to a line, each with its number.
func bars(p *pen, b box, c complaint.Bars, colour color.Color) {
	p.text(b.x, b.y+heading-4, heading, ink(), p.fit(heading, b.w, c.Title))
	rest := b.under(56)
	most, names := 1, 0.0
	for _, bar := range c.Bars {
		most = max(most, bar.N)
		names = max(names, p.width(label, bar.Label))
	}
	names = min(names, rest.w*0.46)
	line := min(rest.h/float64(max(len(c.Bars), 5)), 48)
	room := rest.w - names - 20 - p.width(label, strconv.Itoa(most)) - 14
	for i, bar := range c.Bars {
		y := rest.y + float64(i)*line
		p.text(rest.x, y+line*0.68, label, ink(), p.fit(label, names, bar.Label))
		w := room * float64(bar.N) / float64(most)
		p.bar(box{rest.x + names + 20, y + line*0.14, w, line * 0.72}, colour)
		p.text(rest.x+names+20+w+12, y+line*0.68, label, faint(), strconv.Itoa(bar.N))
	}
}

// scores shows the mean of each week on the whole scale, with how many answered.
func scores(p *pen, b box, c complaint.Scores) {
	p.text(b.x, b.y+heading-4, heading, ink(), p.fit(heading, b.w, c.Title))
	answers := 0
	for _, w := range c.Weeks {
		answers += w.N
	}
	if answers == 0 {
		p.text(b.x, b.y+56+label, label, faint(), c.None)
		return
	}
	s := scale{box{b.x + 34, b.y + 70, b.w - 34, b.h - 70 - 72}, 5, 1}
	p.axis(s)
	slot := s.w / float64(len(c.Weeks))
	for i, w := range c.Weeks {
		x := s.x + (float64(i)+0.5)*slot
		p.middle(x, s.box.y+s.h+32, label, faint(), w.Label)
		if w.N == 0 {
			continue
		}
		p.middle(x, s.box.y+s.h+64, 22, faint(), p.fit(22, slot, w.Count))
		mean := float64(w.Sum) / float64(w.N)
		y := s.y(mean)
		p.bar(box{x - slot*0.3, y, slot * 0.6, s.box.y + s.h - y}, sky())
		p.middle(x, y-8, label, ink(), strconv.FormatFloat(mean, 'f', 1, 64))
	}
}

// Package chart draws the picture that stands under a digest: pure, from data to the bytes of
// a PNG. It is made to be read on a phone: one column, axes from zero, every bar with its
// number, and colours that also those tell apart who see no red or no green.
package chart

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"image/color"
	"io"
	"sync"

	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"redress/flows/complaint"
)

//go:embed fonts/wqy-microhei.ttf.gz
var packedFont []byte

// Size of a picture in pixels.
const (
	Width  = 1080
	Height = 1480
)

// Drawer draws. It is safe for concurrent use, and reads its font when it first draws.
type Drawer struct {
	font func() (*opentype.Font, error)
}

// New makes a drawer.
func New() *Drawer { return &Drawer{font: sync.OnceValues(readFont)} }

func readFont() (*opentype.Font, error) {
	zip, err := gzip.NewReader(bytes.NewReader(packedFont))
	if err != nil {
		return nil, fmt.Errorf("the chart's font: %w", err)
	}
	raw, err := io.ReadAll(zip)
	if err != nil {
		return nil, fmt.Errorf("the chart's font: %w", err)
	}
	face, err := opentype.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("the chart's font: %w", err)
	}
	return face, nil
}

// The colours are Okabe and Ito's, on white.
func blue() color.Color   { return color.RGBA{0x00, 0x72, 0xB2, 0xFF} }
func green() color.Color  { return color.RGBA{0x00, 0x9E, 0x73, 0xFF} }
func orange() color.Color { return color.RGBA{0xD5, 0x5E, 0x00, 0xFF} }
func sky() color.Color    { return color.RGBA{0x56, 0xB4, 0xE9, 0xFF} }
func ink() color.Color    { return color.RGBA{0x1B, 0x24, 0x30, 0xFF} }
func faint() color.Color  { return color.RGBA{0x5B, 0x67, 0x76, 0xFF} }
func grid() color.Color   { return color.RGBA{0xE3, 0xE7, 0xEC, 0xFF} }

const (
	margin = 48
	gap    = 44 // between panels
)

// Draw draws c as a PNG.
func (d *Drawer) Draw(c complaint.Chart) ([]byte, error) {
	face, err := d.font()
	if err != nil {
		return nil, err
	}
	canvas := vgimg.NewWith(vgimg.UseWH(Width, Height), vgimg.UseDPI(72), vgimg.UseBackgroundColor(color.White))
	p := &pen{c: canvas, font: face}
	p.text(margin, 74, 44, ink(), c.Title)
	flow(p, box{margin, 112, Width - 2*margin, 330}, c.Flow)
	open(p, box{margin, 112 + 330 + gap, Width - 2*margin, 240}, c.Flow)
	below := 112.0 + 330 + 240 + 2*gap
	bars(p, box{margin, below, Width - 2*margin, 330}, c.Kinds, blue())
	below += 330 + gap
	half := float64(Width-2*margin-gap) / 2
	bars(p, box{margin, below, half, 300}, c.Ages, orange())
	scores(p, box{margin + half + gap, below, half, 300}, c.Ratings)
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("the chart cannot be encoded: %w", err)
	}
	return out.Bytes(), nil
}

// box is a place on the picture, measured from the top left.
type box struct{ x, y, w, h float64 }

// under is the part of a box below so many pixels.
func (b box) under(h float64) box { return box{b.x, b.y + h, b.w, b.h - h} }

// point turns pixels from the top left into the canvas's own terms.
func point(x, y float64) vg.Point { return vg.Point{X: vg.Length(x), Y: vg.Length(Height - y)} }

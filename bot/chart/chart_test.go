package chart

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
)

var update = flag.Bool("update", false, "draw the pictures in testdata anew")

func english() complaint.Chart {
	c := complaint.Chart{
		Title:   "Complaints, Mon 23 Nov",
		Flow:    complaint.Curves{Title: "The last 30 days", Received: "received", Closed: "closed", Open: "Open at the end of the day"},
		Kinds:   complaint.Bars{Title: "Received in 30 days, by category"},
		Ages:    complaint.Bars{Title: "Open: 154, by age"},
		Ratings: complaint.Scores{Title: "Satisfaction by week, 1 to 5", None: "no answers yet"},
	}
	open := 41
	for i := range 30 {
		in := 22 + (i*7)%13 - 6*bit(i%7 > 4)*2
		out := 20 + (i*5)%11 - 8*bit(i%7 > 4)*2
		open += in - out
		c.Flow.Days = append(c.Flow.Days, complaint.Spot{Label: time.Date(2026, 10, 24+i, 0, 0, 0, 0, time.UTC).Format("1/2"), Received: in, Closed: max(0, out), Open: max(0, open)})
	}
	for i, n := range []int{214, 168, 97, 61, 40, 22, 31} {
		c.Kinds.Bars = append(c.Kinds.Bars, complaint.Bar{N: n, Label: []string{"Delivery and pick-up", "Bills and refunds", "Damaged or faulty goods", "How staff behaved", "Waiting times", "Opening hours, parking and ways in", "Other"}[i]})
	}
	for i, n := range []int{41, 52, 33, 22, 6} {
		c.Ages.Bars = append(c.Ages.Bars, complaint.Bar{N: n, Label: []string{"up to 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days"}[i]})
	}
	for i, n := range []int{11, 9, 0, 14} {
		c.Ratings.Weeks = append(c.Ratings.Weeks, complaint.Mean{Label: []string{"10/26", "11/2", "11/9", "11/16"}[i], Count: []string{"11 rated", "9 rated", "0 rated", "14 rated"}[i], N: n, Sum: n*4 - i*2})
	}
	return c
}

func chinese() complaint.Chart {
	c := english()
	c.Title = "投诉情况 11月23日 周一"
	c.Flow.Title, c.Flow.Received, c.Flow.Closed, c.Flow.Open = "最近 30 天", "收到", "办结", "每天结束时在办"
	c.Kinds.Title, c.Ages.Title, c.Ratings.Title = "30 天收到的投诉，按类别", "在办 154 件的时长", "每周满意度（1 到 5 分）"
	for i, l := range []string{"物业服务", "房屋渗漏", "停车与门禁", "員工服務態度", "费用与退款", "噪音扰民", "其他"} {
		c.Kinds.Bars[i].Label = l
	}
	for i, l := range []string{"1 天以内", "1 到 3 天", "3 到 7 天", "7 到 30 天", "30 天以上"} {
		c.Ages.Bars[i].Label = l
	}
	for i, l := range []string{"11 人", "9 人", "0 人", "14 人"} {
		c.Ratings.Weeks[i].Count = l
	}
	return c
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func drawn(t *testing.T, c complaint.Chart) (image.Image, []byte) {
	t.Helper()
	raw, err := New().Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != Width || b.Dy() != Height {
		t.Fatalf("the picture is %v", b)
	}
	return img, raw
}

// TestPicturesStayAsTheyWereLookedAt compares with the pictures in testdata: at most one pixel
// in two hundred may differ visibly, since rasterisers round in their own ways.
func TestPicturesStayAsTheyWereLookedAt(t *testing.T) {
	t.Parallel()
	empty := english()
	empty.Kinds.Bars, empty.Ratings.Weeks = nil, nil
	for name, c := range map[string]complaint.Chart{"en": english(), "zh": chinese(), "young": empty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			img, raw := drawn(t, c)
			file := filepath.Join("testdata", name+".png")
			if *update {
				if err := os.WriteFile(file, raw, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(old))
			if err != nil {
				t.Fatal(err)
			}
			if n := differing(img, want); n > Width*Height/200 {
				t.Errorf("%d pixels differ; run with -update and look at %s", n, file)
			}
		})
	}
}

func differing(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return Width * Height
	}
	n := 0
	for y := range Height {
		for x := range Width {
			if far(a.At(x, y), b.At(x, y)) {
				n++
			}
		}
	}
	return n
}

func far(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	apart := func(x, y uint32) bool { return max(x, y)-min(x, y) > 0x3000 }
	return apart(r, r2) || apart(g, g2) || apart(bl, b2)
}

// TestBarsAreInProportion measures the bars of the categories: they begin at zero, so twice
// the number is twice the length.
func TestBarsAreInProportion(t *testing.T) {
	t.Parallel()
	c := english()
	c.Kinds.Bars = []complaint.Bar{{Label: "a", N: 100}, {Label: "b", N: 50}, {Label: "c", N: 0}}
	img, _ := drawn(t, c)
	var lengths []int
	for y, last := 112+330+240+2*gap, 0; y < 112+330+240+2*gap+330; y++ {
		n := 0
		for x := range Width {
			if !far(img.At(x, y), blue()) {
				n++
			}
		}
		if n > 100 && last <= 100 {
			lengths = append(lengths, n)
		}
		last = n
	}
	if len(lengths) != 2 || lengths[0] < 2*lengths[1]-4 || lengths[0] > 2*lengths[1]+4 {
		t.Errorf("bars of 100, 50 and 0 are %v long", lengths)
	}
}

func TestScalesBeginAtZeroAndEndAbove(t *testing.T) {
	t.Parallel()
	for _, most := range []int{0, 1, 3, 4, 5, 9, 31, 64, 99, 100, 101, 4_321, 1_000_000} {
		s := scaleFor(box{0, 0, 100, 100}, most)
		if s.top < most || s.top%s.step != 0 || s.top/s.step > 5 || s.y(0) != 100 || s.y(float64(s.top)) != 0 {
			t.Errorf("up to %d: %+v", most, s)
		}
	}
}

// TestEveryWordHasAPicture: what is written in the three languages has glyphs, and what has
// none is left out instead of becoming a box.
func TestEveryWordHasAPicture(t *testing.T) {
	t.Parallel()
	face, err := New().font()
	if err != nil {
		t.Fatal(err)
	}
	p := &pen{font: face}
	for _, s := range []string{"Complaints, Mon 23 Nov · 100 %", "投诉情况 11月23日 周一（1 到 5 分）", "投訴情況：準時率、紀錄、逾時，員工態度", "Жалобы", "불만", "…"} {
		if got := p.known(s); got != s {
			t.Errorf("of %q only %q can be drawn", s, got)
		}
	}
	if got := p.known("🔥 leaks"); got != "leaks" {
		t.Errorf("%q", got)
	}
	long := strings.Repeat("渗漏", 40)
	if got := p.fit(label, 200, long); p.width(label, got) > 200 || !strings.HasSuffix(got, "…") {
		t.Errorf("%q is %v wide", got, p.width(label, got))
	}
}

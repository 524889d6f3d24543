package similar

import (
	"cmp"
	"context"
	"math"
	"slices"
	"unicode"
)

// Matter is one complaint as far as comparing goes.
type Matter struct {
	ID       string
	Text     string
	Category string
	Object   string // site, product or batch, normalised; "" unknown
}

// Match is a candidate with the reasons why it may be the same matter.
type Match struct {
	ID     string
	Score  float64  // 0 to 1
	Copy   bool     // nearly the same words
	Object string   // what both are about, "" if not known to be one thing
	Words  []string // in common, the longest first, at most five
}

// Thresholds of Match.Score.
const (
	Likely   = 0.28 // the same matter in other words
	nearCopy = 0.75 // share of n-grams of a copy with light edits
	nearBits = 6    // and bits of the hash
	objects  = 0.35 // what one object counts
)

// Rank compares a matter with candidates of its category and returns those that may be the
// same, the likeliest first; equal scores in the order of their ids. near is what Nearness
// found, or nil.
func Rank(m Matter, candidates []Matter, near map[string]float64) []Match {
	p := Of(m.Text)
	var out []Match
	for _, c := range candidates {
		if c.ID == m.ID || c.Category != m.Category {
			continue
		}
		match := p.match(m, c)
		if match.Object != "" || m.Object == "" || c.Object == "" {
			match.Score = max(match.Score, near[c.ID])
		}
		if match.Score >= Likely {
			out = append(out, match)
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return out
}

// match scores one candidate. Different objects are different matters, whatever the words.
func (p Print) match(m, c Matter) Match {
	o := Of(c.Text)
	r := Match{ID: c.ID, Words: shared(p, o)}
	jaccard := p.Jaccard(o)
	r.Copy = jaccard >= nearCopy || p.Distance(o) <= nearBits && jaccard >= nearCopy*2/3
	r.Score = (jaccard + p.Overlap(o)) / 2
	switch {
	case m.Object != "" && m.Object == c.Object:
		r.Object = m.Object
		r.Score = min(1, r.Score+objects)
	case m.Object != "" && c.Object != "":
		r.Score /= 3
	}
	return r
}

const mostWords = 5

// shared are words in common, or pairs of Chinese characters grown together where they adjoin.
func shared(p, o Print) []string {
	theirs := map[uint64]bool{}
	for _, w := range o.words {
		theirs[w.hash] = true
	}
	var out []string
	grown := []rune(nil)
	end := func() {
		if len(grown) > 0 && !slices.Contains(out, string(grown)) {
			out = append(out, string(grown))
		}
		grown = nil
	}
	for _, w := range p.words {
		r := []rune(w.text)
		switch {
		case !theirs[w.hash] || !dense(r[0]) && len(r) < 4 && !unicode.IsDigit(r[0]):
			end()
		case dense(r[0]) && len(grown) > 0 && dense(grown[0]) && grown[len(grown)-1] == r[0]:
			grown = append(grown, r[1:]...)
		default:
			end()
			grown = r
		}
	}
	end()
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(len([]rune(b)), len([]rune(a))) })
	return out[:min(len(out), mostWords)]
}

// Embedder turns texts into vectors of one length, in order; texts must be free of personal
// data.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// nearMeaning is the least cosine that counts: below it texts have little more than their
// language in common.
const nearMeaning = 0.8

// Nearness asks the embedder how near candidates are in meaning and returns the cosine of each
// that is near, by id.
func Nearness(ctx context.Context, e Embedder, m Matter, candidates []Matter) (map[string]float64, error) {
	texts := []string{m.Text}
	for _, c := range candidates {
		texts = append(texts, c.Text)
	}
	vectors, err := e.Embed(ctx, texts)
	if err != nil || len(vectors) != len(texts) {
		return nil, err
	}
	near := map[string]float64{}
	for i, c := range candidates {
		if cos := Cosine(vectors[0], vectors[i+1]); cos >= nearMeaning {
			near[c.ID] = cos
		}
	}
	return near, nil
}

// Cosine is the cosine of two vectors, 0 when their lengths differ or one is nothing.
func Cosine(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	var dot, x, y float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		x += float64(a[i]) * float64(a[i])
		y += float64(b[i]) * float64(b[i])
	}
	if x == 0 || y == 0 {
		return 0
	}
	return dot / math.Sqrt(x*y)
}

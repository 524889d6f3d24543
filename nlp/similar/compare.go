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
// same, the likeliest first; equal scores in the order of their ids.
func Rank(m Matter, candidates []Matter) []Match {
	p := Of(m.Text)
	var out []Match
	for _, c := range candidates {
		if c.ID == m.ID || c.Category != m.Category {
			continue
		}
		if match := p.match(m, c); match.Score >= Likely {
			out = append(out, match)
		}
	}
	sortMatches(out)
	return out
}

func sortMatches(out []Match) {
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
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

// Refine raises the score of matches whose meaning is near, by what the embedder says, and
// ranks anew. When it fails the matches stay as they were, with its error.
func Refine(ctx context.Context, e Embedder, text string, texts map[string]string, matches []Match) ([]Match, error) {
	asked := []string{text}
	for _, m := range matches {
		asked = append(asked, texts[m.ID])
	}
	vectors, err := e.Embed(ctx, asked)
	if err != nil || len(vectors) != len(asked) {
		return matches, err
	}
	out := slices.Clone(matches)
	for i := range out {
		out[i].Score = max(out[i].Score, Cosine(vectors[0], vectors[i+1]))
	}
	sortMatches(out)
	return out, nil
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

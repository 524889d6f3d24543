// Package similar tells whether two texts speak of the same matter: copies and light edits by
// near-duplicate hashing, other wordings by the share of n-grams in common. Keys let a store
// find candidates by an index instead of by reading everything.
package similar

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode"
)

// Print is what is compared of a text. The zero Print is that of a text without words and
// resembles nothing. It is immutable.
type Print struct {
	Hash  uint64   // simhash: nearly the same words differ in few bits
	grams []uint64 // hashes of the n-grams, sorted, each once
	words []word
}

// word is something that can be shown as being in common.
type word struct {
	hash uint64
	text string
}

// Of reads a text. Case, width, spaces and punctuation do not matter; digits do.
func Of(text string) Print {
	var p Print
	for _, run := range runs(text) {
		if dense(run[0]) {
			p.chinese(run)
		} else {
			p.spaced(run)
		}
	}
	slices.Sort(p.grams)
	p.grams = slices.Compact(p.grams)
	p.Hash = simhash(p.grams)
	return p
}

// runs cuts a text into words, and into stretches of scripts that have no spaces.
func runs(text string) [][]rune {
	var out [][]rune
	var run []rune
	end := func() {
		if len(run) > 0 {
			out = append(out, run)
			run = nil
		}
	}
	for _, r := range text {
		r = fold(r)
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case len(run) > 0 && dense(run[0]) != dense(r):
			end()
		}
		run = append(run, r)
	}
	end()
	return out
}

// fold brings full-width characters and capitals to the plain ones.
func fold(r rune) rune {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	return unicode.ToLower(r)
}

// dense tells scripts without spaces between words.
func dense(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r))
}

// chinese adds the pairs of characters, which are words as often as not.
func (p *Print) chinese(run []rune) {
	if len(run) == 1 {
		p.grams = append(p.grams, hash(run))
	}
	for i := range len(run) - 1 {
		p.add(run[i : i+2])
	}
}

// spaced adds a word by its beginning, so that endings matter little, and by the pairs of
// characters within; words of two letters and less say nothing, numbers do.
func (p *Print) spaced(run []rune) {
	if len(run) < 3 && !unicode.IsDigit(run[0]) {
		return
	}
	stem := run
	if len(run) > 5 && !slices.ContainsFunc(run, unicode.IsDigit) {
		stem = run[:5]
	}
	p.grams = append(p.grams, hash(stem))
	p.words = append(p.words, word{hash(stem), string(run)})
	if len(run) > 3 {
		p.grams = append(p.grams, hash(run[:3], '^'), hash(run[len(run)-3:], '$'))
	}
}

func (p *Print) add(gram []rune) {
	h := hash(gram)
	p.grams = append(p.grams, h)
	p.words = append(p.words, word{h, string(gram)})
}

// hash is FNV-1a over runes, finished so that near inputs lie far apart.
func hash(run []rune, more ...rune) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range [][]rune{run, more} {
		for _, r := range part {
			h = (h ^ uint64(r)) * 1099511628211
		}
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// simhash lets every gram vote on every bit.
func simhash(grams []uint64) uint64 {
	if len(grams) == 0 {
		return 0
	}
	var votes [64]int
	for _, g := range grams {
		for b := range votes {
			votes[b] += int(g>>b&1)*2 - 1
		}
	}
	var h uint64
	for b, v := range votes {
		if v > 0 {
			h |= 1 << b
		}
	}
	return h
}

// Distance is the number of bits in which the hashes differ, 0 to 64.
func (p Print) Distance(o Print) int { return bits.OnesCount64(p.Hash ^ o.Hash) }

// Jaccard is the share of n-grams that both have of those that either has, 0 to 1.
func (p Print) Jaccard(o Print) float64 {
	both := 0
	meet(p.grams, o.grams, func(g, h uint64) int { return cmp.Compare(g, h) }, func(uint64) { both++ })
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(p.grams)+len(o.grams)-both)
}

// Overlap is the share of the shorter text's n-grams that the other has, 0 to 1.
func (p Print) Overlap(o Print) float64 {
	both := 0
	meet(p.grams, o.grams, func(g, h uint64) int { return cmp.Compare(g, h) }, func(uint64) { both++ })
	if both == 0 {
		return 0
	}
	return float64(both) / float64(min(len(p.grams), len(o.grams)))
}

// meet calls found for each element of two sorted lists that is in both.
func meet[T any](a, b []T, order func(x, y T) int, found func(T)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := order(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			found(a[i])
			i++
			j++
		}
	}
}

package entity

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// pattern is an expression together with what a sentence must hold for it to be worth
// trying: expressions are slow, looking for a word is not.
type pattern struct {
	re    *regexp.Regexp
	digit bool              // needs a digit
	any   []string          // needs one of these; empty: nothing
	may   func(string) bool // tells sentences without a match, most of them; nil: none
}

func digits(expr string, any ...string) pattern {
	return pattern{re: regexp.MustCompile(expr), digit: true, any: any}
}

func words(expr string, any ...string) pattern {
	return pattern{re: regexp.MustCompile(expr), any: any}
}

// when adds a test that every sentence with a match passes.
func (p pattern) when(may func(sentence string) bool) pattern {
	p.may = may
	return p
}

// holds tests for one of the words.
func holds(words ...string) func(string) bool {
	return func(s string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
}

// countedHan tests for the beginning of a unit right after a numeral or one of some words.
func countedHan(units, after string) func(string) bool {
	return adjacent("0123456789一二两三四五六七八九十几"+after, units)
}

// adjacent tests for one of some characters right before one of others.
func adjacent(left, right string) func(string) bool {
	lefts, rights := []rune(left), []rune(right)
	fewer := len(lefts) < len(rights)
	return func(s string) bool {
		before := utf8.RuneError
		for _, r := range s {
			switch {
			case fewer && !slices.Contains(lefts, before):
			case slices.Contains(rights, r) && slices.Contains(lefts, before):
				return true
			}
			before = r
		}
		return false
	}
}

// chars lists the characters of s, for any.
func chars(s string) []string { return strings.Split(s, "") }

// segment is one sentence of the folded text in bytes.
type segment struct {
	from, to int
	digit    bool
	latin    bool
}

func segments(s string) []segment {
	var out []segment
	from := 0
	cut := func(to int) {
		if to > from {
			out = append(out, segment{from: from, to: to, digit: hasDigit(s[from:to]), latin: hasLatin(s[from:to])})
		}
	}
	for i, r := range s {
		switch r {
		case '。', '!', '?', '\n', ';':
			cut(i)
			from = i + len(string(r))
		}
	}
	cut(len(s))
	return out
}

// matches gives the submatch positions of a pattern in the whole text.
func (s *scan) matches(p pattern) [][]int {
	if len(p.any) > 0 && !slices.ContainsFunc(p.any, s.sieve.May) {
		return nil
	}
	var out [][]int
	for _, g := range s.segments {
		if p.digit && !g.digit {
			continue
		}
		from, to, ok := s.window(p, s.s[g.from:g.to])
		if !ok || p.may != nil && !p.may(s.s[g.from:g.to]) {
			continue
		}
		from, to = s.whole(g.from+from), s.whole(g.from+to)
		for _, m := range p.re.FindAllStringSubmatchIndex(s.s[from:to], -1) {
			for i := range m {
				if m[i] >= 0 {
					m[i] += from
				}
			}
			out = append(out, m)
		}
	}
	return out
}

// reach is how far, in bytes, a match may begin before or end after a word it needs.
const reach = 120

// window narrows a sentence to the surroundings of the words that the pattern needs.
func (s *scan) window(p pattern, sentence string) (from, to int, ok bool) {
	if len(p.any) == 0 {
		return 0, len(sentence), true
	}
	from, to = len(sentence), 0
	for _, w := range p.any {
		if !s.sieve.May(w) {
			continue
		}
		if i := strings.Index(sentence, w); i >= 0 {
			from, to = min(from, i), max(to, strings.LastIndex(sentence, w))
		}
	}
	if from == len(sentence) {
		return 0, 0, false
	}
	return max(0, from-reach), min(len(sentence), to+reach), true
}

// whole moves a byte position back to the start of a rune.
func (s *scan) whole(i int) int {
	for i > 0 && i < len(s.s) && !utf8.RuneStart(s.s[i]) {
		i--
	}
	return i
}

package entity

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pattern is an expression together with what a sentence must hold for it to be worth
// trying: expressions are slow, looking for a word is not.
type pattern struct {
	re    *regexp.Regexp
	digit bool     // needs a digit
	any   []string // needs one of these; empty: nothing
}

func digits(expr string, any ...string) pattern {
	return pattern{re: regexp.MustCompile(expr), digit: true, any: any}
}

func words(expr string, any ...string) pattern {
	return pattern{re: regexp.MustCompile(expr), any: any}
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
	var out [][]int
	for _, g := range s.segments {
		from, to, ok := p.window(s.s[g.from:g.to])
		if p.digit && !g.digit || !ok {
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
func (p pattern) window(s string) (from, to int, ok bool) {
	if len(p.any) == 0 {
		return 0, len(s), true
	}
	from, to = len(s), 0
	for _, w := range p.any {
		if i := strings.Index(s, w); i >= 0 {
			from, to = min(from, i), max(to, strings.LastIndex(s, w))
		}
	}
	if from == len(s) {
		return 0, 0, false
	}
	return max(0, from-reach), min(len(s), to+reach), true
}

// whole moves a byte position back to the start of a rune.
func (s *scan) whole(i int) int {
	for i > 0 && i < len(s.s) && !utf8.RuneStart(s.s[i]) {
		i--
	}
	return i
}

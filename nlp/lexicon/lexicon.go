// Package lexicon finds phrases of a word list in folded text in one pass.
//
// A word list has sections, "[tag]" or "[tag weight]", and under each the phrases, one or
// more on a line, separated by commas. In a phrase, (a/b/) stands for one of its parts, ".."
// for a gap of a few words within the sentence, "#" for a number, and a "*" at the end of a
// word for any ending. Latin and Cyrillic phrases match whole words only.
package lexicon

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Lexicon is a compiled word list, immutable and safe for concurrent use.
type Lexicon struct {
	tags    []string
	index   map[[2]rune][]phrase
	singles map[rune][]phrase
	seen    [1 << 13]byte // bits of the pairs and single runes that begin a phrase
	size    int
}

type phrase struct {
	tag    int
	weight int
	parts  []part
}

type part struct {
	runes []rune
	stem  bool // the last word may go on
}

// Hit is one phrase found, [Start, End) in runes.
type Hit struct {
	Tag        string
	Weight     int
	Start, End int
}

// Parse compiles a word list; fold brings phrases into the form of the texts.
func Parse(list string, fold func(string) string) (*Lexicon, error) {
	l := &Lexicon{index: map[[2]rune][]phrase{}, singles: map[rune][]phrase{}}
	tag, weight, n := -1, 1, 0
	for line := range strings.Lines(list) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "["):
			var err error
			if tag, weight, err = l.section(line); err != nil {
				return nil, fmt.Errorf("word list line %d: %w", n, err)
			}
			continue
		case tag < 0:
			return nil, fmt.Errorf("word list line %d: write a [tag] before the first phrase", n)
		}
		for p := range strings.SplitSeq(line, ",") {
			if p = strings.TrimSpace(p); p != "" {
				l.add(tag, weight, fold(p))
			}
		}
	}
	return l, nil
}

func (l *Lexicon) section(line string) (tag, weight int, err error) {
	name, rest, _ := strings.Cut(strings.Trim(line, "[]"), " ")
	weight = 1
	if rest != "" {
		if weight, err = strconv.Atoi(strings.TrimSpace(rest)); err != nil {
			return 0, 0, fmt.Errorf("write [tag weight] with a whole number, not %q", line)
		}
	}
	return l.tagIndex(name), weight, nil
}

func (l *Lexicon) tagIndex(name string) int {
	for i, t := range l.tags {
		if t == name {
			return i
		}
	}
	l.tags = append(l.tags, name)
	return len(l.tags) - 1
}

// Add compiles one more phrase under a tag. Only for building, before the first match.
func (l *Lexicon) Add(tag string, weight int, pattern string) {
	l.add(l.tagIndex(tag), weight, pattern)
}

func (l *Lexicon) add(tag, weight int, pattern string) {
	for _, alt := range expand(pattern) {
		var p phrase
		p.tag, p.weight = tag, weight
		for s := range strings.SplitSeq(alt, "..") {
			s = strings.Join(strings.Fields(s), " ")
			stem := strings.HasSuffix(s, "*")
			if s = strings.TrimSuffix(s, "*"); s != "" {
				p.parts = append(p.parts, part{runes: []rune(s), stem: stem})
			}
		}
		if len(p.parts) > 0 {
			l.insert(p)
		}
	}
}

func (l *Lexicon) insert(p phrase) {
	l.size++
	first := p.parts[0].runes
	if len(first) == 1 || first[1] == '#' {
		l.singles[first[0]] = append(l.singles[first[0]], p)
		l.mark(first[0], first[0])
		return
	}
	key := [2]rune{first[0], first[1]}
	l.index[key] = append(l.index[key], p)
	l.mark(key[0], key[1])
}

// mark and marked are a small filter before the maps: most places begin no phrase.
func (l *Lexicon) mark(a, b rune) {
	i := (uint32(a)<<8 ^ uint32(b)) & 0xFFFF
	l.seen[i>>3] |= 1 << (i & 7)
}

func (l *Lexicon) marked(a, b rune) bool {
	i := (uint32(a)<<8 ^ uint32(b)) & 0xFFFF
	return l.seen[i>>3]&(1<<(i&7)) != 0
}

// expand writes out the (a/b) choices of a pattern, in order.
func expand(pattern string) []string {
	open := strings.IndexByte(pattern, '(')
	if open < 0 {
		return []string{pattern}
	}
	length := strings.IndexByte(pattern[open:], ')')
	if length < 0 {
		return []string{pattern}
	}
	var out []string
	for choice := range strings.SplitSeq(pattern[open+1:open+length], "/") {
		out = append(out, expand(pattern[:open]+choice+pattern[open+length+1:])...)
	}
	return out
}

// Size is the number of phrases after expansion.
func (l *Lexicon) Size() int { return l.size }

// Tags lists the tags in the order of the list.
func (l *Lexicon) Tags() []string { return append([]string(nil), l.tags...) }

// Find returns all hits in order of their start.
func (l *Lexicon) Find(fold []rune) []Hit {
	var hits []Hit
	for i, c := range fold {
		if l.marked(c, c) {
			for _, p := range l.singles[c] {
				hits = l.try(hits, fold, i, p)
			}
		}
		if i+1 < len(fold) && l.marked(c, fold[i+1]) {
			for _, p := range l.index[[2]rune{c, fold[i+1]}] {
				hits = l.try(hits, fold, i, p)
			}
		}
	}
	return hits
}

func (l *Lexicon) try(hits []Hit, fold []rune, i int, p phrase) []Hit {
	end, ok := matchPart(fold, i, p.parts[0])
	for _, next := range p.parts[1:] {
		if !ok {
			return hits
		}
		end, ok = gap(fold, end, next)
	}
	if !ok {
		return hits
	}
	return append(hits, Hit{Tag: l.tags[p.tag], Weight: p.weight, Start: i, End: end})
}

// matchPart reports where the part ends when it starts at i.
func matchPart(fold []rune, i int, p part) (end int, ok bool) {
	end = i
	for _, r := range p.runes {
		n := matchRune(fold, end, r)
		if n == 0 {
			return 0, false
		}
		end += n
	}
	if spaced(p.runes[0]) && i > 0 && spaced(fold[i-1]) && fold[i-1] != '\'' {
		return 0, false
	}
	if !spaced(p.runes[len(p.runes)-1]) {
		return end, true
	}
	if p.stem {
		for end < len(fold) && spaced(fold[end]) {
			end++
		}
		return end, true
	}
	return end, end == len(fold) || !spaced(fold[end])
}

// matchRune returns how many runes at i the pattern rune covers; '#' covers a number.
func matchRune(fold []rune, i int, r rune) int {
	if r != '#' {
		if i < len(fold) && fold[i] == r {
			return 1
		}
		return 0
	}
	n := 0
	for i+n < len(fold) && isNumeral(fold[i+n]) {
		n++
	}
	return n
}

func isNumeral(r rune) bool {
	return r >= '0' && r <= '9' || strings.ContainsRune("一二三四五六七八九十百两几", r)
}

const (
	gapHan   = 10 // runes that ".." may skip in Chinese
	gapLatin = 30
)

func gap(fold []rune, from int, p part) (end int, ok bool) {
	limit := gapLatin
	if !spaced(p.runes[0]) {
		limit = gapHan
	}
	for i := from; i < len(fold) && i <= from+limit; i++ {
		switch fold[i] {
		case '。', '!', '?', '\n':
			return 0, false
		}
		if end, ok = matchPart(fold, i, p); ok {
			return end, true
		}
	}
	return 0, false
}

// spaced tells letters and digits of scripts that part words with spaces.
func spaced(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '\''
	}
	if r >= 0x3000 && r <= 0x9FFF || r >= 0xFF00 {
		return false
	}
	return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Hiragana, r) &&
		!unicode.Is(unicode.Katakana, r) && !unicode.Is(unicode.Thai, r)
}

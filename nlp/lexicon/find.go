package lexicon

import (
	"slices"
	"unicode"
)

// match is a phrase whose first part ends at a place.
type match struct {
	phrase int32
	end    int
}

// Find returns all hits in order of their start.
func (l *Lexicon) Find(fold []rune) []Hit {
	var hits []Hit
	matches := make([]match, 0, 8)
	inside := false // a word begun before
	for i, c := range fold {
		letter := spaced(c)
		begun := letter && inside
		inside = letter && c != '\''
		if begun || c == number {
			continue
		}
		if n := l.tree.single(c); n != 0 {
			hits = l.judge(hits, fold, i, l.walk(matches, fold, i+1, n))
		}
		if i+1 < len(fold) {
			if n := l.tree.pair(c, fold[i+1]); n != 0 {
				hits = l.judge(hits, fold, i, l.walk(matches, fold, i+2, n))
			}
		}
	}
	return hits
}

// judge adds those of the matches that start at i and are followed by the rest of their
// phrases, in the order of the list.
func (l *Lexicon) judge(hits []Hit, fold []rune, i int, matches []match) []Hit {
	if len(matches) > 1 {
		slices.SortFunc(matches, func(a, b match) int { return int(a.phrase - b.phrase) })
	}
	for _, m := range matches {
		p := &l.phrases[m.phrase]
		if end, ok := follow(fold, m.end, p.rest); ok {
			hits = append(hits, Hit{Tag: l.tags[p.tag], Weight: int(p.weight), Start: i, End: end})
		}
	}
	return hits
}

// walk lists the phrases whose first part goes on from a node, the text being read up to at.
func (l *Lexicon) walk(matches []match, fold []rune, at int, n int32) []match {
	for n != 0 {
		here := l.tree.nodes[n]
		for p := here.phrase; p != 0; p = l.phrases[p].twin {
			if end, ok := l.phrases[p].ending(fold, at); ok {
				matches = append(matches, match{p, end})
			}
		}
		n = 0
		for k := here.down; k != 0; k = l.tree.nodes[k].beside {
			switch c := l.tree.nodes[k].char; {
			case c == number:
				if size := numerals(fold, at); size > 0 {
					matches = l.walk(matches, fold, at+size, k)
				}
			case at < len(fold) && fold[at] == c:
				n = k
			}
		}
		at++
	}
	return matches
}

// ending tells where the first part ends, if it may end at a place: not within a word.
func (p *phrase) ending(fold []rune, at int) (end int, ok bool) {
	if !p.word {
		return at, true
	}
	if p.stem {
		return wordEnd(fold, at), true
	}
	return at, at == len(fold) || !spaced(fold[at])
}

// follow finds the further parts of a phrase, each after a gap.
func follow(fold []rune, end int, rest []part) (int, bool) {
	ok := true
	for _, next := range rest {
		if end, ok = gap(fold, end, next); !ok {
			return 0, false
		}
	}
	return end, true
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
		return wordEnd(fold, end), true
	}
	return end, end == len(fold) || !spaced(fold[end])
}

func wordEnd(fold []rune, at int) int {
	for at < len(fold) && spaced(fold[at]) {
		at++
	}
	return at
}

// matchRune returns how many runes at i the pattern rune covers; '#' covers a number.
func matchRune(fold []rune, i int, r rune) int {
	if r == number {
		return numerals(fold, i)
	}
	if i < len(fold) && fold[i] == r {
		return 1
	}
	return 0
}

// numerals counts the numerals at i.
func numerals(fold []rune, i int) int {
	n := 0
	for i+n < len(fold) && isNumeral(fold[i+n]) {
		n++
	}
	return n
}

func isNumeral(r rune) bool {
	switch r {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '两', '几':
		return true
	}
	return false
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
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '\''
	case r >= 0x3000 && r <= 0x9FFF, r >= 0xFF00:
		return false
	}
	return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Thai, r)
}

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
)

// Lexicon is a compiled word list, immutable and safe for concurrent use.
type Lexicon struct {
	tags    []string
	phrases []phrase // the first stands for none
	tree    tree     // of the first parts
}

type phrase struct {
	tag    int32
	weight int32
	twin   int32  // another phrase with the same first part; 0: none
	stem   bool   // the last word of the first part may go on
	word   bool   // the first part ends in a letter, so a word must end with it
	rest   []part // what follows after gaps
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
	l := &Lexicon{tree: newTree(), phrases: make([]phrase, 1)}
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
		var parts []part
		for s := range strings.SplitSeq(alt, "..") {
			s = strings.Join(strings.Fields(s), " ")
			stem := strings.HasSuffix(s, "*")
			if s = strings.TrimSuffix(s, "*"); s != "" {
				parts = append(parts, part{runes: []rune(s), stem: stem})
			}
		}
		if len(parts) > 0 {
			l.insert(int32(tag), int32(weight), parts[0], parts[1:])
		}
	}
}

func (l *Lexicon) insert(tag, weight int32, first part, rest []part) {
	n := l.tree.grow(first.runes)
	l.phrases = append(l.phrases, phrase{
		tag: tag, weight: weight, twin: n.phrase,
		stem: first.stem, word: spaced(first.runes[len(first.runes)-1]), rest: rest,
	})
	n.phrase = int32(len(l.phrases) - 1)
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
func (l *Lexicon) Size() int { return len(l.phrases) - 1 }

// Tags lists the tags in the order of the list.
func (l *Lexicon) Tags() []string { return append([]string(nil), l.tags...) }

// Package digest makes the extractive summary: the customer's own clauses, without
// greetings, insults and repetitions, in two or three tidy sentences. It adds nothing.
package digest

import (
	_ "embed"
	"slices"

	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

//go:embed noise.txt
var noiseList string

// Maker makes summaries. It is immutable and safe for concurrent use.
type Maker struct {
	reader *reading.Reader
	noise  *lexicon.Lexicon
}

// New compiles the word list.
func New(r *reading.Reader) (*Maker, error) {
	n, err := lexicon.Parse(noiseList, r.FoldString)
	if err != nil {
		return nil, err
	}
	return &Maker{reader: r, noise: n}, nil
}

// Source is one message of the customer.
type Source struct {
	Text reading.Text
	// Place is set when the message is the bare answer to a question: "site", "order", ….
	Place string
	// Weight says for each clause how much it matters; nil: all the same.
	Weight []float64
}

// Limits of a summary in runes; longer matters are cut to the weightiest sentences.
const (
	mostHan   = 130
	mostLatin = 330
)

// Summary joins the messages, oldest first, into one flowing text in the given language.
func (m *Maker) Summary(sources []Source, language string) string {
	w := styleOf(language)
	var lines []line
	for i, s := range sources {
		lines = m.lines(lines, i, s)
	}
	lines = distinct(lines)
	if len(lines) == 0 {
		return m.bare(sources, w)
	}
	lines = fit(lines, w.most)
	return w.join(lines)
}

// bare is the summary of messages that have no matter: the last one, tidied.
func (m *Maker) bare(sources []Source, w style) string {
	for i := len(sources) - 1; i >= 0; i-- {
		if s := tidy(sources[i].Text.Raw); len(s) > 0 {
			return w.join([]line{{words: cut(s, w.most), place: sources[i].Place}})
		}
	}
	return ""
}

// line is one clause that stays, as it will be written.
type line struct {
	words    []rune
	fold     []rune
	pairs    []uint64 // of fold
	message  int
	sentence int
	asks     bool
	place    string
	weight   float64
}

// lines adds the clauses of a message that have matter.
func (m *Maker) lines(out []line, message int, s Source) []line {
	hits, stars := m.noise.Find(s.Text.Fold), twoStars(s.Text.Raw)
	out = slices.Grow(out, len(s.Text.Clauses))
	for i, c := range s.Text.Clauses {
		raw, fold := m.clean(s.Text, c, hits, stars)
		if len(raw) == 0 {
			continue
		}
		l := line{words: raw, fold: fold, message: message, sentence: c.Sentence, asks: c.Asks, place: s.Place, weight: 1}
		if i < len(s.Weight) {
			l.weight = s.Weight[i]
		}
		if background(hits, c) {
			l.weight = 0.1
		}
		out = append(out, l)
	}
	return out
}

// clean returns the clause without insults, or nothing when only noise is left; stars says
// whether the text has words with letters hidden.
func (m *Maker) clean(t reading.Text, c reading.Clause, hits []lexicon.Hit, stars bool) (raw, fold []rune) {
	size := c.End - c.Start
	marks := make([]bool, 2*size)
	drop, noise := marks[:size], marks[size:]
	for _, h := range hits {
		if h.Start < c.Start || h.End > c.End || h.Tag == "background" {
			continue
		}
		for i := h.Start - c.Start; i < h.End-c.Start; i++ {
			noise[i] = true
			drop[i] = drop[i] || h.Tag == "insult"
		}
	}
	matter := 0
	for i := range noise {
		r := t.Raw[c.Start+i]
		if !noise[i] && isLetter(r) && !isParticle(r) {
			matter++
		}
		if isDecoration(r) || stars && starred(t.Raw, c.Start+i) {
			drop[i] = true
		}
	}
	if matter < 2 {
		return nil, nil
	}
	from := greetingEnd(t.Fold[c.Start:c.End], hits, c)
	room := make([]rune, 2*size)
	raw, fold = room[:0:size], room[size:size]
	for i := from; i < len(drop); i++ {
		if !drop[i] {
			raw = append(raw, t.Raw[c.Start+i])
			fold = append(fold, t.Fold[c.Start+i])
		}
	}
	return tidyInto(raw[:0], raw), tidyInto(fold[:0], fold)
}

// background tells a clause that leads up to the matter.
func background(hits []lexicon.Hit, c reading.Clause) bool {
	return slices.ContainsFunc(hits, func(h lexicon.Hit) bool {
		return h.Tag == "background" && h.Start >= c.Start && h.Start < c.End
	})
}

// greetingEnd skips a greeting that opens the clause without punctuation: "您好我家漏水".
func greetingEnd(fold []rune, hits []lexicon.Hit, c reading.Clause) int {
	from := 0
	for _, h := range hits {
		if h.Tag != "background" && h.Start-c.Start == from && h.End <= c.End && opening(string(fold[from:h.End-c.Start])) {
			from = h.End - c.Start
			for from < len(fold) && fold[from] == ' ' {
				from++
			}
		}
	}
	return from
}

func opening(s string) bool {
	switch s {
	case "你好", "您好", "请问", "请问一下", "亲", "hi", "hello", "hey", "hi there", "hello there", "good morning", "good afternoon", "good evening", "是这样的", "事情是这样的", "不好意思", "大家好", "здравствуйте", "добрый день", "hallo", "hola", "bonjour", "guten tag":
		return true
	}
	return false
}

// Empty reports that the text has no matter: greetings, thanks, fillers and insults only.
func (m *Maker) Empty(t reading.Text) bool {
	return len(m.lines(nil, 0, Source{Text: t})) == 0
}

func twoStars(raw []rune) bool {
	for i := 1; i < len(raw); i++ {
		if raw[i] == '*' && raw[i-1] == '*' {
			return true
		}
	}
	return false
}

// starred tells a word with letters hidden by stars, an insult as a rule.
func starred(raw []rune, i int) bool {
	from, to := i, i
	for from > 0 && wordOrStar(raw[from-1]) {
		from--
	}
	for to < len(raw) && wordOrStar(raw[to]) {
		to++
	}
	for k := from; k+1 < to; k++ {
		if raw[k] == '*' && raw[k+1] == '*' {
			return true
		}
	}
	return false
}

func wordOrStar(r rune) bool { return r == '*' || r < 0x80 && isLetter(r) }

// Package kind tells complaints from questions, suggestions, praise and the rest.
package kind

import (
	_ "embed"
	"strings"

	"redress/nlp/classify"
	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

//go:embed kinds.txt
var cueList string

// Scorer counts cues. It is immutable and safe for concurrent use.
type Scorer struct {
	cues  *lexicon.Lexicon
	model *classify.Model // nil: cues alone
}

// New compiles the cue list.
func New(r *reading.Reader) (*Scorer, error) {
	l, err := lexicon.Parse(cueList, r.FoldString)
	if err != nil {
		return nil, err
	}
	m, err := loadModel()
	if err != nil {
		return nil, err
	}
	return &Scorer{cues: l, model: m}, nil
}

// Score is the sum of cue weights for each kind.
type Score struct {
	Complaint, Question, Suggestion, Praise, Other float64
}

// Heard is a text with the cues found in it.
type Heard struct {
	Text  reading.Text
	Score Score
	Marks []Mark // grievances and proposals
	Meant bool   // the customer says outright that this is a complaint
	tones []Mark // praise above zero, grievances below
}

// Mark is where a cue stands and how much it weighs.
type Mark struct {
	Start  int
	Weight float64
}

// Hear finds the cues in a text and adds them up. A praise cue after a negation counts as a
// complaint, a grievance denied as faint praise.
func (s *Scorer) Hear(t reading.Text) Heard {
	h := Heard{Text: t}
	for _, hit := range s.cues.Find(t.Fold) {
		h.add(hit)
	}
	for _, c := range t.Clauses {
		if c.Asks {
			h.Score.Question += 2
		}
	}
	return h
}

func (h *Heard) add(hit lexicon.Hit) {
	w, sc := float64(hit.Weight), &h.Score
	switch hit.Tag {
	case "complaint":
		h.Marks = append(h.Marks, Mark{hit.Start, w})
		if hit.Weight > 1 && Negated(h.Text.Fold, hit.Start) {
			h.praise(hit.Start, w/2)
		} else {
			h.grieve(hit.Start, w)
		}
	case "intent":
		h.Meant = true
		sc.Complaint += w
	case "question":
		sc.Question += w
	case "suggestion":
		h.Marks = append(h.Marks, Mark{hit.Start, w})
		sc.Suggestion += w
	case "praise":
		if Negated(h.Text.Fold, hit.Start) {
			h.grieve(hit.Start, w)
		} else {
			h.praise(hit.Start, w)
		}
	case "other":
		sc.Other += w
	}
}

func (h *Heard) praise(at int, w float64) {
	h.Score.Praise += w
	h.tones = append(h.tones, Mark{at, w})
}

// grieve counts a grievance; words as weak as "but" set no tone.
func (h *Heard) grieve(at int, w float64) {
	h.Score.Complaint += w
	if w > 1 {
		h.tones = append(h.tones, Mark{at, -w})
	}
}

// Negated reports a negation just before position i.
func Negated(fold []rune, i int) bool {
	from := max(0, i-16)
	before := string(fold[from:i])
	for _, n := range []string{"不", "没", "不是很", "不太", "不够", "不怎么", "没那么", "谈不上"} {
		if strings.HasSuffix(before, n) {
			return true
		}
	}
	if !strings.ContainsAny(before, "nhн") { // letters of the words below
		return false
	}
	words := strings.Fields(before)
	for k := len(words) - 1; k >= 0 && k >= len(words)-3; k-- {
		switch words[k] {
		case "not", "no", "never", "isn't", "wasn't", "aren't", "weren't", "don't", "didn't", "doesn't", "nothing", "hardly", "niet", "geen", "не", "nor", "neither":
			return true
		}
	}
	return false
}

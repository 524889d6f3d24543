// Package kind tells complaints from questions, suggestions, praise and the rest.
package kind

import (
	_ "embed"
	"strings"

	"redress/flows/complaint"
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

// Score counts the cues in a text. A praise cue after a negation counts as a
// complaint, a grievance denied as faint praise.
func (s *Scorer) Score(t reading.Text) Score {
	var sc Score
	for _, h := range s.cues.Find(t.Fold) {
		w := float64(h.Weight)
		switch h.Tag {
		case "complaint":
			if h.Weight > 1 && Negated(t.Fold, h.Start) {
				sc.Praise += w / 2
			} else {
				sc.Complaint += w
			}
		case "question":
			sc.Question += w
		case "suggestion":
			sc.Suggestion += w
		case "praise":
			if Negated(t.Fold, h.Start) {
				sc.Complaint += w
			} else {
				sc.Praise += w
			}
		case "other":
			sc.Other += w
		}
	}
	for _, c := range t.Clauses {
		if c.Asks {
			sc.Question += 2
		}
	}
	return sc
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
	words := strings.Fields(before)
	for k := len(words) - 1; k >= 0 && k >= len(words)-3; k-- {
		switch words[k] {
		case "not", "no", "never", "isn't", "wasn't", "aren't", "weren't", "don't", "didn't", "doesn't", "nothing", "hardly", "niet", "geen", "не", "nor", "neither":
			return true
		}
	}
	return false
}

// Best picks the kind and how sure it is. A grievance outweighs a question, and a text
// without any cue is a complaint only when it is long enough to tell one.
func (sc Score) Best(runes int) (complaint.Kind, float64) {
	best, kind := sc.Complaint+0.5, complaint.KindComplaint
	total := best
	for _, o := range []struct {
		kind  complaint.Kind
		score float64
	}{
		{complaint.KindSuggestion, sc.Suggestion}, {complaint.KindPraise, sc.Praise},
		{complaint.KindQuestion, sc.Question}, {complaint.KindOther, sc.Other},
	} {
		total += o.score
		if o.score > best {
			best, kind = o.score, o.kind
		}
	}
	if total <= 0.5 {
		if runes < 5 {
			return complaint.KindOther, 0.5
		}
		return complaint.KindComplaint, 0.3
	}
	return kind, best / total
}

// Package topic tells what a complaint is about: one of nine common categories, and a leaf
// of the organisation's own taxonomy by its keywords.
package topic

import (
	_ "embed"
	"strings"

	"redress/nlp/classify"
	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

//go:embed topics.txt
var cueList string

// Common lists the nine common categories, in the order that settles ties.
func Common() []string {
	return []string{
		"safety_injury", "privacy_security", "billing_refund", "delivery_logistics", "service_attitude",
		"after_sales", "false_advertising", "facility_environment", "product_quality",
	}
}

// Category is a leaf of an organisation's taxonomy, as far as recognising it goes.
type Category struct {
	ID       string
	Names    map[string]string   // by language
	Keywords map[string][]string // by language
	Like     string              // the common category it corresponds to, "" if none
}

// Scorer finds categories. It is immutable and safe for concurrent use.
type Scorer struct {
	common *lexicon.Lexicon
	own    *lexicon.Lexicon
	leaves []Category
	model  *classify.Model // nil: cues alone
}

// New compiles the cues and the keywords of the taxonomy, which may be empty.
func New(r *reading.Reader, leaves []Category) (*Scorer, error) {
	l, err := lexicon.Parse(cueList, r.FoldString)
	if err != nil {
		return nil, err
	}
	own, err := lexicon.Parse("", r.FoldString)
	if err != nil {
		return nil, err
	}
	for _, c := range leaves {
		for _, lang := range sortedKeys(c.Keywords) {
			for _, k := range c.Keywords[lang] {
				own.Add(c.ID, 6, keyword(r.FoldString(k)))
			}
		}
		for _, lang := range sortedNames(c.Names) {
			own.Add(c.ID, 3, keyword(r.FoldString(c.Names[lang])))
		}
	}
	m, err := loadModel()
	if err != nil {
		return nil, err
	}
	return &Scorer{common: l, own: own, leaves: leaves, model: m}, nil
}

// keyword lets a Latin word take endings: leak, leaks, leaking.
func keyword(k string) string {
	if n := len(k); n >= 4 && k[n-1] >= 'a' && k[n-1] <= 'z' {
		return k + "*"
	}
	return strings.TrimSpace(k)
}

// Cues returns the cue weight of each common category, in the order of Common.
func (s *Scorer) Cues(t reading.Text) []float64 {
	return weigh(s.common.Find(t.Fold), Common())
}

// Best returns the common category with the most cues, "" if there are none.
func (s *Scorer) Best(t reading.Text) (id string, sure float64) {
	return top(Common(), s.Cues(t))
}

// Leaf returns the leaf of the own taxonomy that fits best, given scores for the common
// categories in the order of Common. It returns "" when nothing speaks for any.
func (s *Scorer) Leaf(t reading.Text, common []float64) (id string, sure float64) {
	ids := make([]string, len(s.leaves))
	for i, c := range s.leaves {
		ids[i] = c.ID
	}
	scores := weigh(s.own.Find(t.Fold), ids)
	names := Common()
	for i, c := range s.leaves {
		for k, name := range names {
			if (c.Like == name || c.ID == name) && k < len(common) {
				scores[i] += common[k]
			}
		}
	}
	return top(ids, scores)
}

// weigh sums the hits of each tag; a phrase that occurs again adds little.
func weigh(hits []lexicon.Hit, ids []string) []float64 {
	scores := make([]float64, len(ids))
	at := map[string]int{}
	for i, id := range ids {
		at[id] = i
	}
	for _, h := range hits {
		if i, ok := at[h.Tag]; ok {
			length := float64(min(h.End-h.Start, 8))
			scores[i] += float64(h.Weight) * (1 + length/16)
		}
	}
	return scores
}

func top(ids []string, scores []float64) (string, float64) {
	best, total := -1, 0.0
	for i, s := range scores {
		total += s
		if s > 0 && (best < 0 || s > scores[best]) {
			best = i
		}
	}
	if best < 0 {
		return "", 0
	}
	return ids[best], scores[best] / total
}

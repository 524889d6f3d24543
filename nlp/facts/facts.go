// Package facts finds the circumstances that may raise a complaint's severity, each with the
// customer's words that show it: harm, injury, hazards, danger now, threats, and what the
// customer will do about it. What is denied is no fact; what was feared or nearly happened is
// a hazard.
package facts

import (
	_ "embed"
	"slices"

	"redress/flows/complaint"
	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

//go:embed facts.txt
var factList string

//go:embed negation.txt
var negationList string

// Finder finds facts. It is immutable and safe for concurrent use.
type Finder struct {
	facts *lexicon.Lexicon
	turns *lexicon.Lexicon // negations, fears, suppositions, the past
}

// New compiles the word lists.
func New(r *reading.Reader) (*Finder, error) {
	f, err := lexicon.Parse(factList, r.FoldString)
	if err != nil {
		return nil, err
	}
	n, err := lexicon.Parse(negationList, r.FoldString)
	if err != nil {
		return nil, err
	}
	return &Finder{facts: f, turns: n}, nil
}

// Find lists the facts in the order of the vocabulary, one of each name, with the sentence
// part that shows it, and where any phrase stands that speaks of such things, denied or not.
// language is the text's, "" unknown.
func (f *Finder) Find(t reading.Text, language string) (found []complaint.Fact, marks []int) {
	hits := f.facts.Find(t.Fold)
	turns := f.turns.Find(t.Fold)
	covered := masks(hits)
	byName := map[string]complaint.Fact{}
	for _, h := range hits {
		name, ok := applies(h.Tag, language)
		if !ok || hidden(covered, h) {
			continue
		}
		marks = append(marks, h.Start)
		if name = judge(t, turns, name, h); name == "" {
			continue
		}
		if _, dup := byName[name]; !dup {
			byName[name] = complaint.Fact{Name: name, Words: show(t, h)}
		}
	}
	if c, words := people(t, byName); c != 0 {
		byName[complaint.FactPeople] = complaint.Fact{Name: complaint.FactPeople, Words: words, Count: max(c, 0)}
	}
	return inOrder(byName), marks
}

// Names lists all names of facts that Find can give, in order.
func Names() []string {
	return []string{
		complaint.FactDanger, complaint.FactSelfHarm, complaint.FactInjury, complaint.FactHealth,
		complaint.FactHazard, complaint.FactThreat, complaint.FactRegulator, complaint.FactLawsuit,
		complaint.FactMedia, complaint.FactPeople, complaint.FactEmployee, complaint.FactQuantity,
		complaint.FactMoney,
	}
}

func inOrder(found map[string]complaint.Fact) []complaint.Fact {
	var out []complaint.Fact
	for _, n := range Names() {
		if f, ok := found[n]; ok {
			out = append(out, f)
		}
	}
	return out
}

// applies strips the mark of phrases that hold only outside English and Chinese.
func applies(tag, language string) (string, bool) {
	if tag == "none" {
		return "", false
	}
	name := tag
	if n := len(tag) - 1; tag[n] == '@' {
		name = tag[:n]
		return name, language != "en" && language != "zh-Hans" && language != "zh-Hant" && language != ""
	}
	return name, true
}

func masks(hits []lexicon.Hit) []lexicon.Hit {
	var out []lexicon.Hit
	for _, h := range hits {
		if h.Tag == "none" {
			out = append(out, h)
		}
	}
	return out
}

func hidden(covers []lexicon.Hit, h lexicon.Hit) bool {
	return slices.ContainsFunc(covers, func(c lexicon.Hit) bool {
		return h.Start < c.End && c.Start < h.End
	})
}

// show returns the clause around the hit, or the hit widened to it when the hit spans more.
func show(t reading.Text, h lexicon.Hit) string {
	start, end := h.Start, h.End
	if i := t.ClauseAt(h.Start); i >= 0 {
		start = min(start, t.Clauses[i].Start)
		end = max(end, t.Clauses[i].End)
	}
	const most = 80
	if end-start > most {
		start = max(start, h.Start-most/2)
		end = min(end, start+most)
		end = max(end, h.End)
	}
	return t.Words(start, end)
}

package entity

import (
	_ "embed"

	"redress/nlp/lexicon"
)

//go:embed words.txt
var wordList string

// Remedies a customer may ask for, the values of a Wish.
const (
	Refund       = "refund"
	Replacement  = "replacement"
	Resend       = "resend"
	Repair       = "repair"
	Compensation = "compensation"
	Apology      = "apology"
	Explanation  = "explanation"
	Cancel       = "cancellation"
	Discipline   = "discipline" // of a member of staff
	Prevention   = "prevention" // that it does not happen again
	Contact      = "contact"    // to be called or answered
)

// wishes takes the remedies asked for, the weightiest first: a wish in a sentence that asks
// beats a word that merely occurs.
func (s *scan) wishes() {
	var best lexicon.Hit
	for _, h := range s.hits {
		if len(h.Tag) > 5 && h.Tag[:5] == "wish:" && h.Weight > best.Weight {
			best = h
		}
	}
	if best.Weight > 0 {
		s.found = append(s.found, Entity{Kind: Wish, Value: best.Tag[5:], Start: best.Start, End: best.End})
	}
}

// Wishes lists the remedies.
func Wishes() []string {
	return []string{Refund, Replacement, Resend, Repair, Compensation, Apology, Explanation, Cancel, Discipline, Prevention, Contact}
}

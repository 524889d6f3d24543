package entity

import (
	_ "embed"
	"strings"

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

// wishes takes the weightiest remedy asked for; what is named to be refused is none, and
// "call me on 020…" leaves a number rather than a wish.
func (s *scan) wishes() {
	var best lexicon.Hit
	for _, h := range s.hits {
		if !strings.HasPrefix(h.Tag, "wish:") || h.Weight <= best.Weight || s.refused(h.Start) {
			continue
		}
		if h.Tag == "wish:"+Contact && s.phoneAfter(h.Start) {
			continue
		}
		if s.reported(h.Start) {
			h.Weight -= 2
		}
		if h.Weight > best.Weight {
			best = h
		}
	}
	if best.Weight > 0 {
		s.found = append(s.found, Entity{Kind: Wish, Value: best.Tag[len("wish:"):], Start: best.Start, End: best.End})
	}
}

// reported tells what others said or promised: 客服说派人来修, "they said they would fix it".
func (s *scan) reported(i int) bool {
	c := s.ClauseAt(i)
	if c < 0 {
		return false
	}
	before := string(s.Fold[s.Clauses[c].Start:i])
	for _, w := range []string{"说", "答应", "承诺", "让我", "said", "told", "promised", "says", "claimed", "offered"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// refused reports a negation right before position i: 不要退款, "no refund".
func (s *scan) refused(i int) bool {
	before := string(s.Fold[max(0, i-12):i])
	for _, n := range []string{"不要", "不是要", "不想要", "不需要", "不用", "no ", "not want a ", "don't want a ", "do not want a ", "without "} {
		if strings.HasSuffix(before, n) {
			return true
		}
	}
	return s.Fold[i] == '要' && strings.HasSuffix(before, "不")
}

func (s *scan) phoneAfter(i int) bool {
	for _, e := range s.found {
		if e.Kind == Phone && e.Start >= i && e.Start <= i+30 {
			return true
		}
	}
	return false
}

// Wishes lists the remedies.
func Wishes() []string {
	return []string{Refund, Replacement, Resend, Repair, Compensation, Apology, Explanation, Cancel, Discipline, Prevention, Contact}
}

package kind

import (
	"math"
	"slices"
	"unicode"

	"redress/nlp/reading"
)

// Dense are the features of a text beside its n-grams: the cues, by script, and its shape.
func (h Heard) Dense() []float64 {
	sc, t := h.Score, h.Text
	cues := []float64{sc.Complaint, sc.Question, sc.Suggestion, sc.Praise, sc.Other}
	size := math.Log1p(float64(len(t.Fold)))
	f := make([]float64, 0, 100)
	for _, c := range cues {
		f = append(f, math.Log1p(c)/2)
	}
	for _, c := range cues {
		f = append(f, min(1, c/(size*4)))
	}
	script := script(t)
	for k := range 3 {
		for _, c := range cues {
			f = append(f, flag(k == script)*math.Log1p(c)/2)
		}
	}
	for k := range 3 {
		f = append(f, flag(k == script))
	}
	last := len(t.Clauses) > 0 && t.Clauses[len(t.Clauses)-1].Asks
	some := slices.ContainsFunc(t.Clauses, func(c reading.Clause) bool { return c.Asks })
	f = append(f, flag(last), flag(some), size/6, flag(len(t.Clauses) <= 1), flag(sc.Praise > sc.Complaint), flag(sc.Complaint > sc.Praise),
		flag(sc.Praise > 0 && sc.Complaint == 0), flag(sc.Praise+sc.Complaint+sc.Question+sc.Suggestion+sc.Other == 0))
	shape := h.shape()
	for k := range 3 {
		for _, v := range shape {
			f = append(f, flag(k == script)*v)
		}
	}
	return f
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// script is 0 for Chinese and its neighbours, 1 for Latin, 2 for the rest.
func script(t reading.Text) int {
	var n [3]int
	for _, r := range t.Fold {
		switch {
		case r < 0x250 && unicode.IsLetter(r):
			n[1]++
		case unicode.Is(unicode.Han, r):
			n[0] += 3
		case unicode.IsLetter(r):
			n[2]++
		}
	}
	switch {
	case n[0] >= n[1] && n[0] >= n[2]:
		return 0
	case n[1] >= n[2]:
		return 1
	}
	return 2
}

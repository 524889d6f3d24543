package kind

import (
	_ "embed"

	"redress/flows/complaint"
	"redress/nlp/classify"
	"redress/nlp/reading"
)

//go:embed kind.model
var stored []byte

// Kinds lists the kinds in the order of the classifier.
func Kinds() []complaint.Kind {
	return []complaint.Kind{complaint.KindComplaint, complaint.KindQuestion, complaint.KindSuggestion, complaint.KindPraise, complaint.KindOther}
}

// Judge gives a probability for each kind, in the order of Kinds.
func (s *Scorer) Judge(t reading.Text, grams []uint32) []float64 {
	if s.model == nil {
		return s.Score(t).shares()
	}
	return s.model.Predict(grams, s.Dense(t))
}

func (sc Score) shares() []float64 {
	p := []float64{sc.Complaint + 0.5, sc.Question, sc.Suggestion, sc.Praise, sc.Other}
	sum := 0.0
	for _, v := range p {
		sum += v
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func loadModel() (*classify.Model, error) {
	if len(stored) == 0 {
		return nil, nil
	}
	return classify.Read(stored)
}

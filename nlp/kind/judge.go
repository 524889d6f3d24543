package kind

import (
	_ "embed"

	"redress/flows/complaint"
	"redress/nlp/classify"
)

//go:embed kind.model
var stored []byte

// Kinds lists the kinds in the order of the classifier.
func Kinds() []complaint.Kind {
	return []complaint.Kind{complaint.KindComplaint, complaint.KindQuestion, complaint.KindSuggestion, complaint.KindPraise, complaint.KindOther}
}

// Judge gives a probability for each kind, in the order of Kinds.
func (s *Scorer) Judge(h Heard, grams []uint32) []float64 {
	if s.model == nil {
		return h.Score.shares()
	}
	return lean(s.model.Predict(grams, h.Dense()), script(h.Text), h.Score.Praise > 0)
}

// lean shifts the odds from the corpus, where grievances are many and reviews of two minds
// count as complaints, towards what people send: by script, in the order of Kinds. Without a
// word of praise nothing leans to praise.
func lean(p []float64, script int, praised bool) []float64 {
	odds := [3][5]float64{
		{1, 1, 1.6, 8, 1},
		{1, 1, 3.3, 2.5, 1},
		{1, 1.8, 1, 1.6, 1},
	}[script]
	if !praised {
		odds[3] = 0.5
	}
	sum := 0.0
	for i := range p {
		p[i] *= odds[i]
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
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

package topic

import (
	_ "embed"
	"math"

	"redress/nlp/classify"
	"redress/nlp/reading"
)

//go:embed topic.model
var stored []byte

// Dense are the cue weights of a text, damped.
func (s *Scorer) Dense(t reading.Text) []float64 {
	cues := s.Cues(t)
	best := 0.0
	for _, c := range cues {
		best = max(best, c)
	}
	f := make([]float64, 0, 2*len(cues))
	for _, c := range cues {
		f = append(f, math.Log1p(c)/2)
	}
	for _, c := range cues {
		if c == best && c > 0 {
			f = append(f, 1)
		} else {
			f = append(f, 0)
		}
	}
	return f
}

// Judge gives a probability for each common category, in the order of Common.
func (s *Scorer) Judge(t reading.Text, grams []uint32) []float64 {
	if s.model == nil {
		return s.Cues(t)
	}
	return s.model.Predict(grams, s.Dense(t))
}

// BestOf picks the likeliest common category of a judgement.
func BestOf(p []float64) (id string, sure float64) { return top(Common(), p) }

func loadModel() (*classify.Model, error) {
	if len(stored) == 0 {
		return nil, nil
	}
	return classify.Read(stored)
}

package topic

import "redress/nlp/classify"

// With is the same scorer with other weights.
func (s *Scorer) With(m *classify.Model) *Scorer {
	other := *s
	other.model = m
	return &other
}

// Model is what the scorer judges with; nil: cues alone.
func (s *Scorer) Model() *classify.Model { return s.model }

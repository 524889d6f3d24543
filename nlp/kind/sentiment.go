package kind

import "redress/nlp/reading"

// Sentiment is -1 (furious) … 1 (delighted) from the cues of praise and complaint.
func (sc Score) Sentiment() float64 {
	total := sc.Praise + sc.Complaint
	if total == 0 {
		return 0
	}
	return (sc.Praise - sc.Complaint) / (total + 3)
}

// Each calls f for the start of every cue of a grievance or a proposal, with its weight.
func (s *Scorer) Each(t reading.Text, f func(start int, weight float64)) {
	for _, h := range s.cues.Find(t.Fold) {
		if h.Tag == "complaint" || h.Tag == "suggestion" {
			f(h.Start, float64(h.Weight))
		}
	}
}

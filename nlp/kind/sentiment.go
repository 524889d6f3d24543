package kind

// Sentiment is -1 (furious) … 1 (delighted) from the cues of praise and complaint.
func (sc Score) Sentiment() float64 {
	total := sc.Praise + sc.Complaint
	if total == 0 {
		return 0
	}
	return (sc.Praise - sc.Complaint) / (total + 3)
}

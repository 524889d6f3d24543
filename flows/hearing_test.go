package flows_test

import (
	"strings"
	"testing"

	"redress/flows/complaint"
)

// A short answer to a question is read locally, and what a model made of the story stays;
// more of the story goes to the model again.
func TestShortAnswersKeepWhatTheModelMadeOfTheStory(t *testing.T) {
	t.Parallel()
	s := newScene(t, "lang: en\nmodel: yes\n")
	local, asked := s.w.understand, 0
	s.w.understand = func(q complaint.Inquiry) complaint.Triage {
		tr := local(q)
		if !q.Quick {
			asked++
			tr.Source, tr.Summary, tr.Category = "both", "The model's summary.", "facility_environment"
		}
		return tr
	}
	step := func(lines ...string) {
		for _, line := range lines {
			s.do(line)
		}
	}
	step("Anna: The lift keeps breaking down and nobody cares about us at all", "wait 7s")
	if asked != 1 || !strings.Contains(s.b.String(), "Where did it happen?") {
		t.Fatalf("asked %d times:\n%s", asked, s.b.String())
	}
	step("Anna: Building 7", "wait 7s", "Anna skips")
	if asked != 1 {
		t.Errorf("asked %d times, want none for a short answer", asked)
	}
	if got := s.b.String(); !strings.Contains(got, "The model's summary.") || !strings.Contains(got, "Building 7") {
		t.Errorf("the read-back:\n%s", got)
	}
	step("Anna presses Add more", "Anna: It also smells of smoke in the shaft and my neighbour was stuck for three hours", "wait 7s")
	if asked != 2 {
		t.Errorf("asked %d times, want once more for more of the story", asked)
	}
}

package sandbox

import (
	"slices"
	"testing"

	"redress/flows/policy"
)

// TestStoriesFitTheirPolicies checks what a story says against the policy it plays on.
func TestStoriesFitTheirPolicies(t *testing.T) {
	t.Parallel()
	for _, s := range loadStories() {
		for id, answer := range s.Answers {
			checkAnswer(t, s, id, answer)
		}
		for _, l := range append(s.Says, s.Talk...) {
			if (l.Text == "") == (l.Photo == "") {
				t.Errorf("%s: a line has a text or a photo: %+v", s.Name, l)
			}
			if _, err := files.ReadFile("pictures/" + l.Photo + ".svg"); l.Photo != "" && err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		for _, lang := range languages() {
			if s.Title[lang] == "" || s.About[lang] == "" {
				t.Errorf("%s has no title or no words about it in %s", s.Name, lang)
			}
		}
	}
}

// checkAnswer: every answer is to a question of a policy the story is told under.
func checkAnswer(t *testing.T, s story, id, answer string) {
	t.Helper()
	asked := false
	for _, name := range append(slices.Clone(s.Policies), s.Policy) {
		p, err := policy.Pack(name)
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		f, ok := p.Field(id)
		asked = asked || ok
		if len(f.Choices) > 0 && !slices.ContainsFunc(f.Choices, func(c policy.Choice) bool { return c.ID == answer }) {
			t.Errorf("%s answers %s with %s, which is no choice of %s", s.Name, id, answer, name)
		}
	}
	if !asked {
		t.Errorf("%s answers %s, which nobody asks", s.Name, id)
	}
}

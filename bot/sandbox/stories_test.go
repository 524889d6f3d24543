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
		p, err := policy.Pack(s.Policy)
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		for id, answer := range s.Answers {
			f, ok := p.Field(id)
			if !ok {
				t.Errorf("%s answers %s, which %s does not ask", s.Name, id, s.Policy)
			}
			if len(f.Choices) > 0 && !slices.ContainsFunc(f.Choices, func(c policy.Choice) bool { return c.ID == answer }) {
				t.Errorf("%s answers %s with %s, which is no choice of %s", s.Name, id, answer, s.Policy)
			}
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

package flows

import (
	"strings"
	"unicode"

	"redress/flows/policy"
)

// takeAnswer takes what came after a question as its answer, unless the understanding
// already found a better one. A typed answer to a question with buttons counts as the button
// it names; words that turn out to tell something else leave the question open.
func (t *turn) takeAnswer() {
	q, words := t.s.Question, wordsOf(t.st.Messages)
	t.s.Question = ""
	if len(words) == 0 {
		return
	}
	said := words[len(words)-1]
	f, _ := t.Policy.Field(q)
	switch choice := choiceOf(f, said); {
	case choice != "":
		t.answerField(q, choice)
	case len(f.Choices) > 0 && t.learnedElse(q), !plausible(q, said):
		t.answerField(q, answerSkipped)
	case t.tr.Fields[q] == "" && t.c.Fields[q] == "":
		t.answerField(q, excerpt(said, 200))
	}
}

// plausible reports whether words can be an answer to that question: an amount or a number
// of things has a figure in it.
func plausible(question, said string) bool {
	if question != "amount" && question != "quantity" {
		return true
	}
	return strings.ContainsFunc(said, unicode.IsDigit) || strings.ContainsAny(said, "一二三四五六七八九十百千万两")
}

// choiceOf finds the choice that somebody typed instead of pressing, in any language.
func choiceOf(f policy.Field, said string) string {
	for _, c := range f.Choices {
		for _, name := range c.Name {
			if strings.EqualFold(trimmed(name), trimmed(said)) {
				return c.ID
			}
		}
	}
	return ""
}

// learnedElse reports whether the last words told something other than was asked.
func (t *turn) learnedElse(question string) bool {
	for field, value := range t.tr.Fields {
		if field != question && value != "" && t.c.Fields[field] == "" {
			return true
		}
	}
	return false
}

func (t *turn) answerField(field, answer string) {
	if t.c.Fields == nil {
		t.c.Fields = map[string]string{}
	}
	t.c.Fields[field] = answer
}

// takeCorrection lets the customer's own wording stand as the summary.
func (t *turn) takeCorrection() {
	if words := wordsOf(t.st.Messages); len(words) > 0 {
		t.setForm("summary", excerpt(words[len(words)-1], 1000))
	}
}

func (t *turn) setForm(key, value string) {
	if t.s.Form == nil {
		t.s.Form = map[string]string{}
	}
	t.s.Form[key] = value
}

// skip leaves the open question unanswered for good.
func (t *turn) skip() {
	if t.s.Question != "" {
		t.answerField(t.s.Question, answerSkipped)
	}
	t.s.Question = ""
	t.nextQuestion()
}

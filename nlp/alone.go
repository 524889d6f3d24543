package nlp

import (
	"context"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp/entity"
	"redress/nlp/llm"
)

// Alone is what the model understands by itself, checked but not joined with the local view:
// for measuring what each is worth, and for nothing else.
type Alone struct{ u *Understanding }

// Alone gives the model's own view; ok is false when there is no model.
func (u *Understanding) Alone() (a Alone, ok bool) { return Alone{u}, u.model != nil }

// Triage is the model's answer, or the zero Triage when there is none.
func (a Alone) Triage(ctx context.Context, in complaint.Inquiry) complaint.Triage {
	texts := clip(in.Texts)
	said := strings.Join(texts, "\n")
	answer, err := a.u.ask(ctx, texts, in, in.Language)
	if err != nil {
		return complaint.Triage{}
	}
	t := complaint.Triage{Kind: complaint.Kind(answer.Kind), KindSure: 1, Category: answer.Category, CategorySure: 1,
		Sentiment: answer.Sentiment, Language: answer.Language, Injection: answer.Injection, Source: sourceModel}
	folded := a.u.reader.FoldString(said)
	a.u.joinFacts(&t, answer, folded)
	a.u.joinFields(&t, answer, folded)
	t.Disagree = nil
	t.Summary = a.u.grounded(answer.Summary, a.u.reader.Read(said))
	return t
}

// Entities are those of the local view: a model is asked for fields only.
func (a Alone) Entities(text string, now time.Time) []entity.Entity { return a.u.Entities(text, now) }

const sourceModel = "model"

// Spent tells what the model has cost so far.
func (u *Understanding) Spent() llm.Spent {
	if c, ok := u.model.(*llm.Client); ok {
		return c.Spent()
	}
	return llm.Spent{}
}

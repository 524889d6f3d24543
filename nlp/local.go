package nlp

import (
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp/classify"
	"redress/nlp/digest"
	"redress/nlp/entity"
	"redress/nlp/kind"
	"redress/nlp/reading"
	"redress/nlp/topic"
)

const sourceLocal = "local"

// longest is how much of one inquiry is read; the rest is kept by others but not understood.
const longest = 12000 // runes

// Local answers with the local understanding alone: deterministic, well under a
// millisecond for a message of ordinary length.
func (u *Understanding) Local(in complaint.Inquiry) complaint.Triage {
	texts := clip(in.Texts)
	whole := u.reader.Read(strings.Join(texts, "\n"))
	t := complaint.Triage{Source: sourceLocal, Fields: map[string]string{}}
	t.Language = u.language(string(whole.Raw), in)
	now := in.Now
	if now.IsZero() {
		now = time.Unix(0, 0)
	}
	found := u.finder.Find(whole, now.In(u.zone))
	u.fields(&t, found)
	t.Facts = withEntities(u.facts.Find(whole, t.Language), found, whole)
	u.classify(&t, whole)
	t.Injection = u.suspicious(whole)
	u.answer(&t, in, texts)
	t.Summary = u.summary(texts, in, t.Language, now.In(u.zone))
	return t
}

// clip keeps the newest texts up to the limit.
func clip(texts []string) []string {
	total := 0
	for i := len(texts) - 1; i >= 0; i-- {
		r := []rune(texts[i])
		if total+len(r) > longest {
			kept := append([]string{string(r[:longest-total])}, texts[i+1:]...)
			return kept
		}
		total += len(r)
	}
	return texts
}

func (u *Understanding) language(s string, in complaint.Inquiry) string {
	tag, sure := u.reader.Language(s, in.Language, in.AppLanguage)
	switch {
	case tag == "" && in.Language != "":
		return in.Language
	case tag == "":
		return reading.Tag(in.AppLanguage)
	case sure < 0.6 && in.Language != "":
		return in.Language
	}
	return tag
}

// classify fills kind, category and sentiment.
func (u *Understanding) classify(t *complaint.Triage, whole reading.Text) {
	grams := classify.Grams(whole.Fold)
	t.Kind, t.KindSure = likeliest(u.kinds.Judge(whole, grams))
	t.Sentiment = u.kinds.Score(whole).Sentiment()
	if u.digest.Empty(whole) && len(t.Fields) == 0 {
		t.Kind, t.KindSure = complaint.KindOther, 0.9
	}
	if grave(t.Facts) && t.Kind != complaint.KindComplaint && t.KindSure < 0.9 {
		t.Kind, t.KindSure = complaint.KindComplaint, 0.6
	}
	topics := u.topics.Judge(whole, grams)
	if u.leaves {
		t.Category, t.CategorySure = u.topics.Leaf(whole, topics)
		return
	}
	t.Category, t.CategorySure = topic.BestOf(topics)
}

func likeliest(p []float64) (complaint.Kind, float64) {
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	return kind.Kinds()[best], p[best]
}

// grave tells facts that no praise or question outweighs.
func grave(fs []complaint.Fact) bool {
	for _, f := range fs {
		switch f.Name {
		case complaint.FactDanger, complaint.FactInjury, complaint.FactHealth, complaint.FactSelfHarm, complaint.FactThreat:
			return true
		}
	}
	return false
}

// summary digests the texts; a text that is but an answer gets its place in the sentence.
func (u *Understanding) summary(texts []string, in complaint.Inquiry, language string, now time.Time) string {
	sources := make([]digest.Source, len(texts))
	for i, s := range texts {
		t := u.reader.Read(s)
		found := u.finder.Find(t, now)
		sources[i] = digest.Source{Text: t, Weight: u.weights(t, found, language), Place: bare(t, found)}
		if i == len(texts)-1 && i > 0 && sources[i].Place == "" && shortAnswer(in.Question, t) {
			sources[i].Place = in.Question
		}
	}
	return u.digest.Summary(sources, language)
}

// bare names the entity that a text consists of, "" if it says more.
func bare(t reading.Text, found []entity.Entity) string {
	rest := 0
	for _, r := range t.Fold {
		if isLetterOrDigit(r) {
			rest++
		}
	}
	name := ""
	for _, e := range found {
		for _, r := range t.Fold[e.Start:e.End] {
			if isLetterOrDigit(r) {
				rest--
			}
		}
		if name == "" && e.Kind != entity.Wish {
			name = e.Kind
		}
	}
	if rest > 2 {
		return ""
	}
	return name
}

// shortAnswer tells an answer that is a mere name or number of what was asked for.
func shortAnswer(question string, t reading.Text) bool {
	switch question {
	case "where", "site", "order", "product", "batch", "amount", "phone", "email", "employee", "who":
		return len(t.Clauses) <= 1 && len(t.Fold) <= 24
	}
	return false
}

// weights says how much each clause matters for a summary.
func (u *Understanding) weights(t reading.Text, found []entity.Entity, language string) []float64 {
	w := make([]float64, len(t.Clauses))
	add := func(at int, v float64) {
		if i := t.ClauseAt(at); i >= 0 {
			w[i] += v
		}
	}
	for _, e := range found {
		switch e.Kind {
		case entity.Wish:
			add(e.Start, 2)
		default:
			add(e.Start, 1)
		}
	}
	u.facts.Each(t, language, func(start int) { add(start, 2) })
	u.kinds.Each(t, func(start int, weight float64) { add(start, weight/3) })
	return w
}

package nlp

import (
	"slices"
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
	shown, marks := u.facts.Find(whole, t.Language)
	t.Facts = withEntities(shown, found, whole)
	heard := u.kinds.Hear(whole)
	u.classify(&t, heard)
	t.Injection = u.suspicious(whole)
	u.answer(&t, in, texts)
	in.Language = t.Language
	t.Summary = u.summary(whole, texts, weigh(whole, found, marks, heard), found, in)
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
func (u *Understanding) classify(t *complaint.Triage, heard kind.Heard) {
	whole := heard.Text
	grams := classify.Grams(whole.Fold)
	t.Kind, t.KindSure = likeliest(u.kinds.Judge(heard, grams))
	t.Sentiment = heard.Score.Sentiment()
	if len(whole.Fold) <= longestGreeting && u.digest.Empty(whole) && len(t.Fields) == 0 {
		t.Kind, t.KindSure = complaint.KindOther, 0.9
	}
	if heard.Meant && short(whole) {
		t.Kind, t.KindSure = complaint.KindComplaint, 0.9
	}
	if grave(t.Facts) && t.Kind != complaint.KindComplaint && t.KindSure < 0.9 {
		t.Kind, t.KindSure = complaint.KindComplaint, 0.6
	}
	if threatens(t.Facts) && (t.Kind == complaint.KindOther || t.Kind == complaint.KindPraise && t.KindSure < 0.8) {
		t.Kind, t.KindSure = complaint.KindComplaint, 0.7
	}
	topics := harmed(u.topics.Judge(whole, grams), t.Facts)
	if u.leaves {
		t.Category, t.CategorySure = u.topics.Leaf(whole, topics)
		return
	}
	t.Category, t.CategorySure = topic.BestOf(topics)
}

// harmed raises the category of safety, the first of the common ones, when somebody fell ill
// or is hurt.
func harmed(p []float64, fs []complaint.Fact) []float64 {
	for _, f := range fs {
		if f.Name == complaint.FactInjury || f.Name == complaint.FactHealth {
			p[0] *= 6
			break
		}
	}
	sum := 0.0
	for _, v := range p {
		sum += v
	}
	for i := range p {
		p[i] /= max(sum, 1e-9)
	}
	return p
}

// threatens tells facts that only someone with a grievance states.
func threatens(fs []complaint.Fact) bool {
	return slices.ContainsFunc(fs, func(f complaint.Fact) bool {
		return f.Name == complaint.FactHazard || f.Name == complaint.FactRegulator || f.Name == complaint.FactLawsuit || f.Name == complaint.FactMedia
	})
}

// short tells a text of a clause or two, which its own words decide.
func short(t reading.Text) bool { return len(t.Clauses) <= 2 && len(t.Fold) <= 40 }

// longestGreeting is the length, in runes, up to which a text may be without matter.
const longestGreeting = 80

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
// found are the entities of whole, all texts joined by single line ends.
func (u *Understanding) summary(whole reading.Text, texts []string, weight []float64, found []entity.Entity, in complaint.Inquiry) string {
	sources := make([]digest.Source, len(texts))
	from := 0
	for i, s := range texts {
		t := whole
		if len(texts) > 1 {
			t = u.reader.Read(s)
		}
		own := within(found, from, from+len(t.Raw))
		sources[i] = digest.Source{Text: t, Weight: clauseWeights(t, weight[from:]), Place: bare(t, own)}
		from += len(t.Raw) + 1
		if i == len(texts)-1 && i > 0 && sources[i].Place == "" && shortAnswer(in.Question, t) {
			sources[i].Place = in.Question
		}
	}
	return u.digest.Summary(sources, in.Language)
}

// weigh says for each rune how much what begins there matters for a summary.
func weigh(t reading.Text, found []entity.Entity, marks []int, heard kind.Heard) []float64 {
	w := make([]float64, len(t.Fold)+1)
	for _, e := range found {
		w[e.Start]++
		if e.Kind == entity.Wish {
			w[e.Start] += 3
		}
	}
	for _, m := range marks {
		w[m] += 2
	}
	for _, m := range heard.Marks {
		w[m.Start] += m.Weight / 3
	}
	return w
}

func clauseWeights(t reading.Text, weight []float64) []float64 {
	out := make([]float64, len(t.Clauses))
	for i, c := range t.Clauses {
		for _, w := range weight[c.Start:c.End] {
			out[i] += w
		}
	}
	return out
}

// within returns the entities of one stretch of the text, placed relative to its start.
func within(found []entity.Entity, from, to int) []entity.Entity {
	var out []entity.Entity
	for _, e := range found {
		if e.Start >= from && e.End <= to {
			e.Start, e.End = e.Start-from, e.End-from
			out = append(out, e)
		}
	}
	return out
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
	if rest > 0 {
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

// Entities lists what was recognised in one text, as far as it is read, dates resolved
// against now.
func (u *Understanding) Entities(text string, now time.Time) []entity.Entity {
	return u.finder.Find(u.reader.Read(clip([]string{text})[0]), now.In(u.zone))
}

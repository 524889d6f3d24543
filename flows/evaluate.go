package flows

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// evaluate answers a burst once the customer pauses: it takes in what was understood and
// says the one next thing — a question, the read-back, or a way to begin.
func (t *turn) evaluate() {
	if t.c == nil || t.s.Draft != t.c.ID {
		return
	}
	t.s.Unheard = 0
	t.takeHeard()
	stage := t.s.Stage
	if stage == complaint.Asking && t.s.Question != "" {
		t.takeAnswer()
	}
	if stage == complaint.Correcting {
		t.takeCorrection()
	}
	t.understand()
	switch {
	case stage == complaint.Resuming:
		t.offerResume()
	case t.smallTalk():
	case t.c.Status == complaint.Draft && t.tr.Emergency():
		t.alarm()
		t.nextQuestion()
	case t.kindDoubtful():
		t.askKind()
	default:
		t.nextQuestion()
	}
	t.watchDraft()
}

// understand takes what was understood into the record. What the customer chose or answered
// stands; facts only ever add up.
func (t *turn) understand() {
	t.learnLanguage()
	c, tr := t.c, t.tr
	if t.ev.Kind == complaint.Due && answersOnly(t.st) && !tr.Emergency() {
		tr.Kind, tr.KindSure, tr.Category, tr.Summary = c.Kind, 1, c.Category, ""
		t.tr = tr
	}
	if kind := t.s.Form["kind"]; kind != "" {
		c.Kind = complaint.Kind(kind)
	} else if tr.Kind != "" && tr.Kind != complaint.KindOther {
		c.Kind = tr.Kind
	}
	if chosen := t.s.Form["category"]; chosen != "" {
		c.Category = chosen
	} else if tr.Category != "" {
		c.Category = tr.Category
	}
	fields := maps.Clone(tr.Fields)
	maps.Copy(fields, known(c.Fields))
	if fields != nil {
		c.Fields = fields
	}
	for _, f := range tr.Facts {
		if !slices.ContainsFunc(c.Facts, func(g complaint.Fact) bool { return g.Name == f.Name && g.Words == f.Words }) {
			c.Facts = append(c.Facts, f)
		}
	}
	if own := t.s.Form["summary"]; own != "" {
		c.Summary, c.SummaryBy = own, "customer"
	} else if tr.Summary != "" {
		c.Summary, c.SummaryBy = tr.Summary, tr.Source
	}
	if c.Summary == "" {
		c.Summary, c.SummaryBy = firstWords(wordsOf(t.st.Messages)), "local"
	}
	c.Language = t.s.Language
	c.Attachments = attachmentsOf(t.st.Messages)
}

// known leaves out the blanks, which must not hide what is understood later.
func known(fields map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range fields {
		if v != "" {
			out[k] = v
		}
	}
	return out
}

func firstWords(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return excerpt(words[0], 300)
}

// learnLanguage follows the language the customer writes in, unless they chose one.
func (t *turn) learnLanguage() {
	if lang := t.tr.Language; lang != "" && !t.s.Chosen && t.speaks(lang) {
		t.s.Language = t.Texts.Match(lang)
	}
}

// smallTalk answers greetings and thanks that carry no matter; true when it did.
func (t *turn) smallTalk() bool {
	if t.tr.Kind != complaint.KindOther || t.c.Status != complaint.Draft || t.c.Attachments > 0 ||
		len(t.s.Asked) > 0 || t.s.Form["kind"] != "" || len(wordsOf(t.st.Messages)) > 3 ||
		len([]rune(joined(wordsOf(t.st.Messages)))) > 80 {
		return false
	}
	v := t.voice()
	if open := t.openOnes(); t.isWord("words_thanks", trimmed(joined(wordsOf(t.st.Messages)))) || len(open) > 0 {
		t.endDraft()
		_ = t.c.Apply(complaint.Cancel, t.now)
		t.tell(v.Say("you_are_welcome"))
		return true
	}
	t.s.Stage = complaint.Listening
	t.tell(v.Say("tell_me"))
	return true
}

// kindDoubtful reports whether the customer has to say what kind of message this is.
func (t *turn) kindDoubtful() bool {
	if t.s.Form["kind"] != "" || slices.Contains(t.s.Asked, "kind") || t.c.Status != complaint.Draft {
		return false
	}
	return t.tr.Kind == complaint.KindOther || t.tr.KindSure < doubtfulKind
}

func (t *turn) askKind() {
	t.s.Stage, t.s.Asked = complaint.ChoosingKind, append(t.s.Asked, "kind")
	t.s.Prompt++
	t.tell(t.voice().Say("ask_kind"),
		row(t.kindButton(complaint.KindComplaint), t.kindButton(complaint.KindQuestion)),
		row(t.kindButton(complaint.KindSuggestion), t.kindButton(complaint.KindPraise)))
}

func (t *turn) kindButton(k complaint.Kind) complaint.Button {
	return t.draftButton("kind_"+string(k), "kind", string(k))
}

// nextQuestion asks for the most important thing that is missing, or reads the whole back.
func (t *turn) nextQuestion() {
	if f, ok := t.missing(); ok {
		t.ask(f)
		return
	}
	t.readBack()
}

// missing is the next field worth asking for: at most three in all, none twice.
func (t *turn) missing() (policy.Field, bool) {
	if t.c.Kind != complaint.KindComplaint {
		return policy.Field{}, false
	}
	asked := slices.DeleteFunc(slices.Clone(t.s.Asked), func(f string) bool { return f == "kind" })
	if len(asked) >= maxQuestions {
		return policy.Field{}, false
	}
	for _, f := range t.Policy.Missing(t.c.Category, t.c.Fields) {
		if !slices.Contains(asked, f.ID) && !(f.ID == "what" && t.toldStory()) {
			return f, true
		}
	}
	return policy.Field{}, false
}

// toldStory reports whether the customer has said enough not to be asked what happened.
func (t *turn) toldStory() bool {
	words := joined(wordsOf(t.st.Messages))
	return len(strings.Fields(words)) >= 4 || len(words) >= 24
}

// ask puts one question, with what was heard before it the first time, and always a way past it.
func (t *turn) ask(f policy.Field) {
	v := t.voice()
	text := complaint.Words(f.Question.In(v.Lang))
	if !slices.ContainsFunc(t.s.Asked, func(a string) bool { return a != "kind" }) && !t.c.Emergency {
		text = append(append(t.sympathy(v), complaint.Span{Text: "\n"}), text...)
	}
	t.s.Stage, t.s.Question, t.s.Asked = complaint.Asking, f.ID, append(t.s.Asked, f.ID)
	t.s.Prompt++
	var choices []complaint.Button
	for _, c := range f.Choices {
		choices = append(choices, complaint.Button{Text: c.Name.In(v.Lang), Data: t.draftData("choice", f.ID, c.ID)})
	}
	t.tell(text, append(rows(2, choices), row(t.draftButton("button_skip", "skip")))...)
}

// sympathy is one sentence that shows the customer was heard.
func (t *turn) sympathy(v texts.Voice) complaint.Rich {
	switch {
	case t.shows(complaint.FactHealth), t.shows(complaint.FactInjury):
		return v.Say("heard_health")
	case t.tr.Sentiment <= -0.5:
		return v.Say("heard_upset")
	}
	return v.Say("heard_plain")
}

func (t *turn) shows(fact string) bool {
	return slices.ContainsFunc(t.c.Facts, func(f complaint.Fact) bool { return f.Name == fact })
}

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

// offerResume asks somebody who came back after a long pause whether to go on.
func (t *turn) offerResume() {
	t.s.Prompt++
	t.tell(t.voice().Say("resume", "summary", excerpt(t.c.Summary, 200)),
		row(t.draftButton("button_continue", "resume"), t.draftButton("button_restart", "restart")))
}

// restart drops the old words and begins anew with those said since the return.
func (t *turn) restart() {
	var fresh []complaint.Message
	for _, m := range t.st.Messages {
		if t.now.Sub(m.At) < time.Hour {
			fresh = append(fresh, m)
		}
	}
	old := t.c
	if old.Apply(complaint.Cancel, t.now) != nil {
		return
	}
	t.keep(old)
	t.note(old.Customer, "customer", complaint.Cancel, "restart")
	t.beginWith(fresh)
}

// beginWith opens a new draft that takes over messages said already.
func (t *turn) beginWith(messages []complaint.Message) {
	t.openDraft()
	t.s.Stage = complaint.Listening
	t.s.Prompt++
	for _, m := range messages {
		m.Complaint = t.c.ID
		t.res.Messages = append(t.res.Messages, m)
		t.st.Messages = append(t.st.Messages, m)
	}
	if len(messages) == 0 {
		t.tell(t.voice().Say("tell_me"))
		return
	}
	t.waitForPause()
}

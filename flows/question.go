package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

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

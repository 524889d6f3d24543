package flows

import (
	"maps"
	"slices"
	"time"

	"redress/flows/complaint"
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

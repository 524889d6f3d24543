package flows

import (
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// readBack says the complaint back and asks whether it is right. Nothing is filed without
// this, except an emergency, which is completed by it.
func (t *turn) readBack() {
	v := t.voice()
	t.s.Stage, t.s.Question = complaint.Confirming, ""
	t.s.Prompt++
	title := v.Say("check_" + string(t.c.Kind))
	if t.c.Emergency {
		title = v.Say("check_emergency", "number", t.c.Number)
	}
	text := joinLines(title, bold(t.c.Summary), t.heardLines(v, "line_heard", "line_seen"), t.categoryLine(v), t.details(v.Lang), v.Say("check_right"))
	buttons := [][]complaint.Button{
		row(t.draftButton(t.submitLabel(), "submit"), t.draftButton("button_add", "add")),
		row(t.draftButton("button_correct", "correct"), t.draftButton("button_cancel", "cancel")),
	}
	if again, ok := t.endedLately(); ok && t.c.Status == complaint.Draft {
		buttons = append(buttons, row(complaint.Button{
			Text: v.Str("button_again", "number", again.Number), Data: t.draftData("again", again.Number)}))
	}
	t.tell(text, buttons...)
}

func (t *turn) submitLabel() string {
	if t.c.Emergency {
		return "button_right"
	}
	return "button_submit"
}

// categoryLine names the category of a complaint.
func (t *turn) categoryLine(v texts.Voice) complaint.Rich {
	if t.c.Kind != complaint.KindComplaint || t.c.Category == "" {
		return nil
	}
	return v.Say("line_category", "category", t.categoryPath(v.Lang))
}

// details lists what is known besides summary and category: wishes, answers, attachments.
func (t *turn) details(lang string) complaint.Rich {
	v := t.Texts.In(lang)
	var lines []complaint.Rich
	for _, f := range t.knownFields() {
		lines = append(lines, v.Say("line_field", "name", f.Name.In(lang), "value", t.fieldValue(f, lang)))
	}
	if n := t.c.Attachments; n > 0 {
		lines = append(lines, v.Say("line_attachments", "n", n))
	}
	return joinLines(lines...)
}

// detailsOf lists only those fields, as far as they are known.
func (t *turn) detailsOf(lang string, fields []string) complaint.Rich {
	v := t.Texts.In(lang)
	var lines []complaint.Rich
	for _, id := range fields {
		if f, ok := t.Policy.Field(id); ok && t.c.Fields[id] != "" && t.c.Fields[id] != answerSkipped {
			lines = append(lines, v.Say("line_field", "name", f.Name.In(lang), "value", t.fieldValue(f, lang)))
		}
	}
	return joinLines(lines...)
}

// knownFields are the fields of this category that were answered, except the story itself.
func (t *turn) knownFields() []policy.Field {
	var out []policy.Field
	for _, f := range t.Policy.Missing(t.c.Category, nil) {
		if a := t.c.Fields[f.ID]; f.ID != "what" && a != "" && a != answerSkipped {
			out = append(out, f)
		}
	}
	return out
}

// fieldValue names a known answer in lang, or gives the customer's words.
func (t *turn) fieldValue(f policy.Field, lang string) string {
	return excerpt(f.Answer(t.c.Fields[f.ID], lang), 200)
}

// categoryPath names the category with what it belongs to: "Property services · Leaks".
func (t *turn) categoryPath(lang string) string {
	c, ok := t.Policy.Category(t.c.Category)
	if !ok {
		return t.Policy.CategoryName(t.c.Category, lang)
	}
	path := ""
	for _, id := range c.Path {
		if path != "" {
			path += " · "
		}
		path += t.Policy.CategoryName(id, lang)
	}
	return path
}

// endedLately finds a complaint of this customer that ended so recently that this may be
// the same matter again.
func (t *turn) endedLately() (complaint.Complaint, bool) {
	for _, c := range t.st.Mine {
		if (c.Status == complaint.Closed || c.Status == complaint.Declined) && t.now.Sub(c.ClosedAt) < againWithin {
			return c, true
		}
	}
	return complaint.Complaint{}, false
}

// submit files what was read back.
func (t *turn) submit() {
	if t.c.Status != complaint.Draft {
		t.completed()
		return
	}
	if t.move(complaint.Submit) != nil {
		return
	}
	t.c.Confirmed = t.now
	t.file(complaint.Submit)
	t.endDraft()
	t.tell(t.filedText(), t.afterFiling()...)
}

// completed ends the dialogue about an emergency that was filed at once.
func (t *turn) completed() {
	t.c.Confirmed = t.now
	t.relate()
	t.grade()
	t.endDraft()
	t.showCard()
	t.tell(t.voice().Say("completed", "number", t.c.Number))
}

// filedText gives the number, what happens next and by when.
func (t *turn) filedText() complaint.Rich {
	v := t.voice()
	switch {
	case t.c.Kind == complaint.KindPraise:
		return v.Say("filed_praise", "number", t.c.Number)
	case t.c.Promise.IsZero():
		return joinLines(v.Say("filed_no_promise", "number", t.c.Number), t.hoursNow(v))
	}
	return joinLines(v.Say("filed", "number", t.c.Number, "when", v.When(t.c.Promise, t.now, t.Policy.Zone())), t.hoursNow(v))
}

// hoursNow tells a customer who files outside working hours when we work; what is too grave to
// wait for them has been raised to the managers (MJ-AT01).
func (t *turn) hoursNow(v texts.Voice) complaint.Rich {
	cal := t.Policy.Calendar()
	opens := cal.NextOpen(t.now)
	key := "filed_closed"
	switch {
	case !opens.After(t.now):
		return nil
	case t.c.Severity == complaint.P1:
		key = "filed_closed_grave"
	}
	return v.Say(key, "when", v.When(opens, t.now, t.Policy.Zone()), "hours", strings.Join(cal.Hours(opens), ", "))
}

func (t *turn) afterFiling() [][]complaint.Button {
	buttons := [][]complaint.Button{row(t.customerButton("button_status", "show", t.c))}
	if night := t.nightButton(); night != nil {
		buttons = append(buttons, night)
	}
	return buttons
}

// askCorrect offers what can be corrected: the category by a button, the rest in words.
func (t *turn) askCorrect() {
	t.s.Stage = complaint.Correcting
	t.s.Prompt++
	buttons := row(t.draftButton("button_back", "back"))
	if t.c.Kind == complaint.KindComplaint {
		buttons = append(row(t.draftButton("button_category", "categories")), buttons...)
	}
	t.tell(t.voice().Say("correct"), buttons)
}

// askCategory shows the policy's leaves as buttons.
func (t *turn) askCategory() {
	v := t.voice()
	t.s.Prompt++
	var buttons []complaint.Button
	for _, c := range t.Policy.Categories() {
		if c.Leaf && len(buttons) < 40 {
			buttons = append(buttons, complaint.Button{Text: c.Name.In(v.Lang), Data: t.draftData("category", c.ID)})
		}
	}
	t.tell(v.Say("which_category"), append(rows(2, buttons), row(t.draftButton("button_back", "back")))...)
}

// addMore waits for further words; the burst after them brings the read-back again.
func (t *turn) addMore() {
	t.s.Stage = complaint.Adding
	t.tell(t.voice().Say("add_more"))
}

// promised is the promise still running, or zero.
func promised(c *complaint.Complaint, now time.Time) time.Time {
	if c.Promise.After(now) && c.RepliedAt.IsZero() {
		return c.Promise
	}
	return time.Time{}
}

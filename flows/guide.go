package flows

import (
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// guidesShown is how many cards of the playbook are shown at once.
const guidesShown = 6

// guides are the cards of the playbook that fit the complaint.
func (t *turn) guides() []policy.Guide {
	all := t.Policy.GuidesFor(t.facts())
	return all[:min(len(all), guidesShown)]
}

// showGuides tells staff what experience says about such a case (FD-H1, CC-K1, RT-01 and the
// like). Of ready words a draft can be made, which the owner sends or not.
func (t *turn) showGuides(id string) {
	v := t.desk(complaint.StaffDesk)
	if id != "" {
		t.draftFromGuide(id)
		return
	}
	text := v.Say("guide_head", "number", t.c.Number)
	var buttons []complaint.Button
	for _, g := range t.guides() {
		text = joinLines(text, t.guideLine(g))
		if g.Say != nil && t.mayDraft() {
			buttons = append(buttons, complaint.Button{Text: v.Str("button_guide_use", "name", g.Name.In(v.Lang)), Data: data("s", "guide", t.c.Number, g.ID)})
		}
	}
	if len(t.guides()) == 0 {
		text = v.Say("guide_none", "number", t.c.Number)
	}
	t.showForm(text, append(rows(1, buttons), row(t.formButton("button_back", "cancel")))...)
}

func (t *turn) guideLine(g policy.Guide) complaint.Rich {
	v := t.desk(complaint.StaffDesk)
	line := v.Say("guide_line", "name", g.Name.In(v.Lang), "rules", strings.Join(g.Sources(), ", "), "do", g.Do.In(v.Lang))
	if g.Say != nil {
		line = joinLines(line, quoted(g.Say.In(t.c.Language)))
	}
	return line
}

// draftFromGuide begins a draft with the ready words, in the customer's language.
func (t *turn) draftFromGuide(id string) {
	v := t.desk(complaint.StaffDesk)
	if !t.mayDraft() {
		t.alert(v.Str("draft_owner_only"))
		return
	}
	for _, g := range t.guides() {
		if g.ID == id && g.Say != nil {
			text := g.Say.In(t.c.Language)
			t.s.Stage, t.s.Question = complaint.Idle, ""
			t.s.Form = map[string]string{"complaint": t.c.ID, "form": draftForm, "text": text, "first": text}
			t.showDraft("draft_guide")
			return
		}
	}
	t.answer(v.Str("button_stale"))
}

// guideCommand looks the playbook up, with or without a complaint: "/guide", "/guide words".
func (t *turn) guideCommand(words string) {
	v := t.desk(t.where())
	var text complaint.Rich
	n := 0
	for _, g := range t.Policy.Guides() {
		if hit := strings.Contains(strings.ToLower(g.ID+" "+g.Name.In(v.Lang)+" "+g.Do.In(v.Lang)), strings.ToLower(strings.TrimSpace(words))); hit && n < guidesShown {
			text, n = joinLines(text, t.guideCard(g)), n+1
		}
	}
	if n == 0 {
		t.here(v.Say("guide_not_found"))
		return
	}
	t.here(joinLines(v.Say("guide_found", "n", len(t.Policy.Guides())), text))
}

// guideCard is a card of the playbook apart from any complaint.
func (t *turn) guideCard(g policy.Guide) complaint.Rich {
	v := t.desk(t.where())
	line := v.Say("guide_line", "name", g.Name.In(v.Lang), "rules", strings.Join(g.Sources(), ", "), "do", g.Do.In(v.Lang))
	if g.Say != nil {
		line = joinLines(line, quoted(g.Say.In(v.Lang)))
	}
	return line
}

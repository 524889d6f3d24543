package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
)

// What the machine took a message for can be put right by those who handle it. The customer
// hears nothing of it; the correction is kept, to learn from.

// kindsToChoose are the kinds that staff can make a complaint into.
func kindsToChoose() []complaint.Kind {
	return []complaint.Kind{complaint.KindComplaint, complaint.KindQuestion, complaint.KindSuggestion, complaint.KindPraise, complaint.KindOther}
}

const mostData = 64 // bytes of a button's data (TG-06)

// more offers what is needed less often.
func (t *turn) more() {
	v := t.desk(complaint.StaffDesk)
	b := func(key, what string) complaint.Button {
		return complaint.Button{Text: v.Str(key), Data: data("s", what, t.c.Number)}
	}
	first := row(b("button_put_right", "label"), b("button_similar", "similar"))
	if t.mayDraft() {
		first = row(b("button_draft", "draft"), b("button_put_right", "label"), b("button_similar", "similar"))
	}
	buttons := append([][]complaint.Button{first}, t.procedureButtons()...)
	if len(t.specialNames(v.Lang)) > 0 {
		buttons = append(buttons, row(b("button_special", "special")))
	}
	t.showForm(v.Say("more", "number", t.c.Number), append(buttons, row(t.formButton("button_back", "cancel")))...)
}

// labelPressed handles the buttons of a correction: none yet, a kind, the list of categories,
// a category, or a graver severity.
func (t *turn) labelPressed(what, choice string) {
	if !t.mayCorrect() {
		return
	}
	to := t.view()
	switch {
	case what == "k":
		to.Kind = complaint.Kind(choice)
	case what == "c" && choice == "":
		t.offerCategories()
		return
	case what == "c":
		to.Category = choice
	case what == "s":
		to.Severity = complaint.Severity(slices.Index([]string{"", "1", "2", "3", "4"}, choice))
	default:
		t.offerCorrections()
		return
	}
	if reason := t.putRight(to, ""); reason != nil {
		t.alert(reason.String())
		return
	}
	v := t.desk(complaint.StaffDesk)
	t.showForm(v.Say("label_done", "by", t.st.Actor.Name, "what", t.headline(v)))
}

// mayCorrect is mayHandle, and anybody on the list while nobody has it.
func (t *turn) mayCorrect() bool { return t.c.Owner == 0 || t.mayHandle() }

// view is what the complaint is taken for now.
func (t *turn) view() complaint.View {
	return complaint.View{Kind: t.c.Kind, Category: t.c.Category, Severity: t.c.Severity}
}

func (t *turn) labelButton(text, what, choice string) complaint.Button {
	return complaint.Button{Text: text, Data: data("s", "label", t.c.Number, what, choice)}
}

func (t *turn) offerCorrections() {
	v := t.desk(complaint.StaffDesk)
	var kinds, grave []complaint.Button
	for _, k := range kindsToChoose() {
		if k != t.c.Kind {
			kinds = append(kinds, t.labelButton(v.Str("kind_"+string(k)), "k", string(k)))
		}
	}
	for s := complaint.P1; s <= complaint.P4; s++ {
		if t.c.Kind == complaint.KindComplaint && s.Graver(t.c.Severity) {
			grave = append(grave, t.labelButton(severityMark(s)+" "+t.Policy.Level(s, v.Lang), "s", fmt.Sprint(int(s))))
		}
	}
	buttons := append([][]complaint.Button{row(t.labelButton(v.Str("button_category"), "c", ""))}, rows(2, kinds)...)
	t.showForm(v.Say("label_what", "number", t.c.Number, "what", t.headline(v)),
		append(append(buttons, rows(2, grave)...), row(t.formButton("button_back", "cancel")))...)
}

func (t *turn) offerCategories() {
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, c := range t.Policy.Categories() {
		b := t.labelButton(c.Name.In(v.Lang), "c", c.ID)
		if c.Leaf && c.ID != t.c.Category && len(buttons) < 40 && len(b.Data) <= mostData {
			buttons = append(buttons, b)
		}
	}
	t.showForm(v.Say("label_category", "number", t.c.Number), append(rows(2, buttons), row(t.formButton("button_back", "cancel")))...)
}

// labelCommand is /label 2026-0007 kind=question category=delivery severity=P3 reason.
func (t *turn) labelCommand(cmd command) {
	v := t.desk(t.where())
	_, words := aboutNumber(cmd.args)
	switch {
	case t.c == nil || t.c.Number == "":
		t.here(v.Say("staff_not_found"))
		return
	case t.concerned():
		t.here(v.Say("staff_colleague"))
		return
	case t.c.Owner != 0 && t.c.Owner != t.st.Actor.ID && !t.st.Actor.Leads():
		t.here(v.Say("label_not_yours", "owner", t.c.OwnerName))
		return
	}
	to, reason, ok := t.readLabel(words)
	if !ok {
		t.here(v.Say("label_how", "number", t.c.Number, "kinds", strings.Join(names(kindsToChoose()), ", ")))
		return
	}
	if refused := t.putRight(to, reason); refused != nil {
		t.here(refused)
		return
	}
	t.here(v.Say("label_done", "by", t.st.Actor.Name, "what", t.headline(v)))
}

func names(kinds []complaint.Kind) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return out
}

// readLabel reads name=value pairs; what is none of them is the reason for a lower severity.
func (t *turn) readLabel(words string) (to complaint.View, reason string, ok bool) {
	to = t.view()
	var rest []string
	for _, w := range strings.Fields(strings.ReplaceAll(words, "＝", "=")) {
		name, value, pair := strings.Cut(w, "=")
		switch strings.ToLower(name) {
		case "kind":
			to.Kind, ok = complaint.Kind(strings.ToLower(value)), true
		case "category":
			to.Category, ok = value, true
		case "severity":
			level := slices.Index([]string{"P0", "P1", "P2", "P3", "P4"}, strings.ToUpper(value))
			to.Severity, ok = complaint.Severity(max(0, level)), level > 0
		default:
			if pair {
				return to, "", false
			}
			rest = append(rest, w)
		}
	}
	return to, strings.Join(rest, " "), ok
}

// putRight makes the complaint what it should have been taken for. It returns why not, or nil.
func (t *turn) putRight(to complaint.View, reason string) complaint.Rich {
	before := t.view()
	if why := t.cannotBe(to, reason); why != nil {
		return why
	}
	t.c.Kind, t.c.Category = to.Kind, to.Category
	if to.Severity != before.Severity && before.Severity.Graver(to.Severity) {
		t.overrule(to.Severity)
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Correct, changes(before, to))
	t.res.Labels = append(t.res.Labels, complaint.Label{Complaint: t.c.ID, Machine: before, Person: to, By: t.st.Actor.ID, At: t.now})
	if to.Severity != before.Severity && t.c.Status.Open() {
		t.setSeverity(to.Severity, reason)
	}
	if t.c.Status.Open() {
		t.refit(before)
	}
	t.showCard()
	return nil
}

// cannotBe says why a correction is refused, or nil.
func (t *turn) cannotBe(to complaint.View, reason string) complaint.Rich {
	v := t.desk(t.where())
	cat, known := t.Policy.Category(to.Category)
	lower := to.Severity != t.c.Severity && t.c.Severity.Graver(to.Severity)
	switch {
	case !slices.Contains(kindsToChoose(), to.Kind):
		return v.Say("label_how", "number", t.c.Number, "kinds", strings.Join(names(kindsToChoose()), ", "))
	case to.Category != t.c.Category && (!known || !cat.Leaf):
		return v.Say("label_no_category", "category", excerpt(to.Category, 40))
	case to.Severity != t.c.Severity && to.Kind != complaint.KindComplaint:
		return v.Say("severity_how", "number", t.c.Number)
	case to == t.view():
		return v.Say("label_same", "number", t.c.Number, "what", t.headline(v))
	case lower && !t.st.Actor.Leads():
		return v.Say("severity_leaders", "role", t.Policy.Role(t.Policy.LoweredBy(), v.Lang))
	case lower && reason == "":
		return v.Say("severity_reason", "number", t.c.Number, "level", to.Severity.String())
	}
	return nil
}

func changes(before, to complaint.View) string {
	var out []string
	if before.Kind != to.Kind {
		out = append(out, string(before.Kind)+">"+string(to.Kind))
	}
	if before.Category != to.Category {
		out = append(out, before.Category+">"+to.Category)
	}
	if before.Severity != to.Severity {
		out = append(out, before.Severity.String()+">"+to.Severity.String())
	}
	return strings.Join(out, " ")
}

// refit grades anew what is now of another kind or category, and fits its clocks. What was
// promised to the customer stays promised.
func (t *turn) refit(before complaint.View) {
	if before.Kind == t.c.Kind && before.Category == t.c.Category {
		return
	}
	if t.c.Kind != complaint.KindComplaint && t.c.Kind != complaint.KindQuestion {
		t.dropClocks()
		return
	}
	t.grade()
	t.regauge()
	t.later("regrade", t.c, "", t.now) // among the complaints of its new category
}

// dropClocks takes away the deadlines of what is no complaint, except a promise and what is
// broken already.
func (t *turn) dropClocks() {
	t.c.Clocks = slices.DeleteFunc(t.c.Clocks, func(c complaint.Clock) bool {
		rule, _ := t.Policy.Clock(c.Rule)
		if !c.Running() || c.Breached || rule.Promise {
			return false
		}
		for _, what := range []string{"breach", "warn"} {
			t.timer(what, t.clockKey(what, c), time.Time{})
		}
		return true
	})
	t.stopNotices()
}

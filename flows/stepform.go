package flows

import (
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
)

// The form in which a step is arranged, or its result put on record: who, what and by when, what
// came of it.

// planStep begins to arrange a step: who, then what and when.
func (t *turn) planStep(id string) {
	s, ok := t.Policy.Step(id)
	if !ok || !t.c.Status.Open() {
		t.answer(t.desk(complaint.StaffDesk).Str("button_stale"))
		return
	}
	if !t.mayHandle() {
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "what"
	if s.People > 0 {
		t.s.Question = "people"
	}
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": stepForm, "rule": id}
	t.askStep()
}

// reportStep begins to put on record what came of a step.
func (t *turn) reportStep(n string) {
	s := t.stepOf(n)
	if s == nil || !s.Open() || s.Rule == objectionStep {
		t.answer(t.desk(complaint.StaffDesk).Str("button_stale"))
		return
	}
	if !t.mayHandle() {
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "result"
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": stepForm, "rule": s.Rule, "step": n}
	t.askStep()
}

// stepPeople are those named so far.
func (t *turn) stepPeople() []string {
	return strings.FieldsFunc(t.s.Form["people"], func(r rune) bool { return r == '\n' })
}

// askStep shows the open question of the form about a step.
func (t *turn) askStep() {
	v := t.desk(complaint.StaffDesk)
	s, _ := t.Policy.Step(t.s.Form["rule"])
	name := s.Name.In(v.Lang)
	back := row(t.formButton("button_back", "cancel"))
	switch t.s.Question {
	case "people":
		text := v.Say("step_people", "step", name, "n", s.People)
		if named := t.stepPeople(); len(named) > 0 {
			text = joinLines(text, v.Say("step_named", "who", strings.Join(named, ", ")))
		}
		t.showForm(text, append(rows(2, t.colleagueButtons()), back)...)
	case "result":
		ask := s.Report.In(v.Lang)
		t.showForm(joinLines(v.Say("step_result", "by", t.st.Actor.Name, "step", name), complaint.Words(ask)), back)
	default:
		t.showForm(joinLines(v.Say("step_what", "by", t.st.Actor.Name, "step", name), complaint.Words(s.Ask.In(v.Lang))), back)
	}
}

// colleagueButtons offer the people on the list who are not named yet.
func (t *turn) colleagueButtons() (out []complaint.Button) {
	for _, p := range t.st.Org.People {
		if !p.Removed && p.Name != "" && !t.named(p.Name) && !slices.Contains(t.stepPeople(), p.Name) && len(out) < 20 {
			out = append(out, t.formButtonText(p.Name, "p"+strconv.FormatInt(p.ID, 10)))
		}
	}
	return out
}

func (t *turn) formButtonText(text, what string) complaint.Button {
	return complaint.Button{Text: text, Data: data("s", "form", t.c.Number, what)}
}

// stepPressed names a colleague for the step.
func (t *turn) stepPressed(what string) {
	for _, p := range t.st.Org.People {
		if t.s.Question == "people" && what == "p"+strconv.FormatInt(p.ID, 10) && !p.Removed && p.Name != "" {
			t.nameForStep(p.Name)
			return
		}
	}
	t.answer(t.desk(complaint.StaffDesk).Str("button_stale"))
}

// nameForStep adds people until enough are named.
func (t *turn) nameForStep(names ...string) {
	s, _ := t.Policy.Step(t.s.Form["rule"])
	people := t.stepPeople()
	for _, name := range names {
		if name = strings.TrimSpace(name); isName(name) && !slices.Contains(people, name) {
			people = append(people, name)
		}
	}
	t.s.Form["people"] = strings.Join(people, "\n")
	if len(people) >= s.People {
		t.s.Question = "what"
	}
	t.askStep()
}

// fillStep takes a typed answer: names, what is arranged, or what came of it.
func (t *turn) fillStep(answer string) {
	switch t.s.Question {
	case "people":
		t.nameForStep(strings.FieldsFunc(strings.ReplaceAll(answer, " and ", ","), func(r rune) bool { return strings.ContainsRune(",，、;；和与及&\n", r) })...)
	case "result":
		t.finishStep(t.stepOf(t.s.Form["step"]), answer)
	default:
		t.arrange(complaint.Step{Rule: t.s.Form["rule"], Words: excerpt(answer, 1500), Who: t.stepPeople()})
	}
}

// finishStep puts on record what came of a step, and stops its clock.
func (t *turn) finishStep(s *complaint.Step, result string) {
	v := t.desk(complaint.StaffDesk)
	if s == nil || !s.Open() {
		t.showForm(v.Say("form_cancelled", "by", t.st.Actor.Name))
		t.endForm()
		return
	}
	t.closeStep(s, result)
	t.showForm(t.stepLine(v, *s))
	t.endForm()
}

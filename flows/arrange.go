package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// Steps are work beside the conversation: visits, inspections, appraisals, the measures of a
// solution. Each is arranged with who and by when, and ends with what came of it.

const (
	stepForm                       = "step"
	stepClock                      = "step:" // and the number of the step: the rule of its clock
	actArrange    complaint.Action = "arrange"
	actStepDone   complaint.Action = "step_done"
	stepsDone                      = "steps_done" // the requirement that nothing arranged is open
	objectionStep                  = "objection"  // a desk objects to the handling (PS-E3)
)

// showSteps lists what is arranged and what can be.
func (t *turn) showSteps() {
	v := t.desk(complaint.StaffDesk)
	text := v.Say("step_head", "number", t.c.Number)
	var buttons []complaint.Button
	for _, s := range t.c.Steps {
		text = joinLines(text, t.stepLine(v, s))
		if s.Open() && s.Rule != objectionStep {
			buttons = append(buttons, complaint.Button{Text: v.Str("button_step_done", "step", t.stepName(s.Rule, v.Lang)), Data: data("s", "stepdone", t.c.Number, strconv.Itoa(s.N))})
		}
	}
	for _, s := range t.Policy.StepsFor(t.facts()) {
		buttons = append(buttons, complaint.Button{Text: v.Str("button_step_plan", "step", s.Name.In(v.Lang)), Data: data("s", "plan", t.c.Number, s.ID)})
	}
	t.showForm(text, append(rows(1, buttons), row(t.formButton("button_back", "cancel")))...)
}

func (t *turn) stepName(rule, lang string) string {
	if rule == objectionStep {
		return t.Texts.In(lang).Str("objection_name")
	}
	if s, ok := t.Policy.Step(rule); ok {
		return s.Name.In(lang)
	}
	return rule
}

// stepLine tells one step in a line or two.
func (t *turn) stepLine(v texts.Voice, s complaint.Step) complaint.Rich {
	who := strings.Join(s.Who, ", ")
	if who == "" {
		who = s.By
	}
	words := excerpt(s.Words, 100)
	if t.veiled() {
		words = "🔒"
	}
	switch {
	case !s.Open():
		return v.Say("step_line_done", "step", t.stepName(s.Rule, v.Lang), "by", s.DoneBy, "result", excerpt(s.Result, 100))
	case s.Due.IsZero():
		return v.Say("step_line", "step", t.stepName(s.Rule, v.Lang), "who", who, "words", words)
	}
	return v.Say("step_line_due", "step", t.stepName(s.Rule, v.Lang), "who", who, "words", words, "when", t.moment(v, s.Due))
}

// cardSteps lists what is arranged and not done yet.
func (t *turn) cardSteps(v texts.Voice) (out complaint.Rich) {
	for _, s := range t.c.Steps {
		if s.Open() && t.c.Status.Open() {
			out = joinLines(out, t.stepLine(v, s))
		}
	}
	return out
}

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

func (t *turn) stepOf(n string) *complaint.Step {
	i, err := strconv.Atoi(n)
	if err != nil || i < 1 || i > len(t.c.Steps) {
		return nil
	}
	return &t.c.Steps[i-1]
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

// isName reports whether words can be what somebody is called: a time or an address is not the
// second visitor (SH-AT05).
func isName(words string) bool {
	return words != "" && len(strings.Fields(words)) <= 4 && len([]rune(words)) <= 40 && !strings.ContainsFunc(words, unicode.IsDigit)
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

// arrange puts a step on record and lets its deadline run: the time that is named in its
// words, otherwise the policy's limit.
func (t *turn) arrange(s complaint.Step) {
	v := t.desk(complaint.StaffDesk)
	rule, _ := t.Policy.Step(s.Rule)
	s.N, s.By, s.At, s.Due = len(t.c.Steps)+1, t.st.Actor.Name, t.now, t.stepDue(rule, s.Words)
	t.c.Steps = append(t.c.Steps, s)
	if !s.Due.IsZero() {
		clock := complaint.Clock{Rule: stepClock + strconv.Itoa(s.N), Started: t.now, Due: s.Due}
		t.c.Clocks = append(t.c.Clocks, clock)
		t.timer("breach", t.clockKey("breach", clock), s.Due)
		t.timer("warn", t.clockKey("warn", clock), t.now.Add(s.Due.Sub(t.now)*3/4))
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actArrange, s.Rule)
	t.showForm(joinLines(v.Say("step_arranged", "by", t.st.Actor.Name), t.stepLine(v, s)))
	t.showCard()
	t.endForm()
}

// stepDue is the time named in the words, otherwise the policy's limit from now.
func (t *turn) stepDue(rule policy.Step, words string) time.Time {
	cal := t.Policy.Calendar()
	by := spanIn(fold(words), t.now, cal)
	if by.IsZero() {
		by = pointIn(fold(words), t.now.In(cal.Zone()), cal)
	}
	if by.After(t.now) && by.Before(t.now.AddDate(1, 0, 0)) {
		return by
	}
	if rule.Limit.IsZero() {
		return time.Time{}
	}
	by, _ = cal.Add(t.now, rule.Limit, rule.Counts)
	return by
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

func (t *turn) closeStep(s *complaint.Step, result string) {
	s.Result, s.DoneBy, s.DoneAt = excerpt(result, 1500), t.st.Actor.Name, t.now
	for i := range t.c.Clocks {
		if k := &t.c.Clocks[i]; k.Rule == fmt.Sprint(stepClock, s.N) && k.Running() {
			t.stopClock(k)
		}
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actStepDone, s.Rule)
	if rule, _ := t.Policy.Step(s.Rule); rule.Replies {
		t.answeredByHand()
	}
	t.showCard()
}

// stepRecord is what the closing list knows of steps: which were done, and that none is open.
func (t *turn) stepRecord(record map[string]bool) {
	for _, s := range t.Policy.Steps() {
		record[s.ID] = slices.ContainsFunc(t.c.Steps, func(d complaint.Step) bool { return d.Rule == s.ID && !d.Open() })
	}
	record[stepsDone] = !slices.ContainsFunc(t.c.Steps, complaint.Step.Open)
}

// owedInSteps reports whether a requirement is fulfilled by a step alone, not by words.
func (t *turn) owedInSteps(id string) bool {
	_, step := t.Policy.Step(id)
	return step || id == stepsDone
}

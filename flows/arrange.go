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

func (t *turn) stepOf(n string) *complaint.Step {
	i, err := strconv.Atoi(n)
	if err != nil || i < 1 || i > len(t.c.Steps) {
		return nil
	}
	return &t.c.Steps[i-1]
}

// isName reports whether words can be what somebody is called: a time or an address is not the
// second visitor (SH-AT05).
func isName(words string) bool {
	return words != "" && len(strings.Fields(words)) <= 4 && len([]rune(words)) <= 40 && !strings.ContainsFunc(words, unicode.IsDigit)
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

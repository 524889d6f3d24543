package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// What staff know and the customer's words do not tell: how grave it is, what has begun,
// why it takes so long.

// staffFacts are the facts that staff may put on record.
func staffFacts() []string {
	return []string{complaint.FactMediaBegun, complaint.FactLawsuitBegun, complaint.FactRegulatorBegun, complaint.FactSerious,
		complaint.FactNeedsHelp, complaint.FactUnclear, complaint.FactBeyond}
}

// causes are the answers to why it takes so long (VK-A5).
func causes() []string { return []string{"us", "customer", "third_party", "unknown"} }

// establish puts a fact on record, once.
func (t *turn) establish(fact string, by int64) bool {
	if slices.ContainsFunc(t.c.Facts, func(f complaint.Fact) bool { return f.Name == fact }) {
		return false
	}
	t.c.Facts = append(t.c.Facts, complaint.Fact{Name: fact, By: by})
	return true
}

// aboutNumber splits "2026-0007 words" into a complaint's number and the words; without a
// number the topic or the message replied to says which complaint is meant.
func aboutNumber(args string) (number, words string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(args), " ")
	if n := normalNumber(first); strings.Contains(n, "-") && len(n) >= 6 {
		return n, strings.TrimSpace(rest)
	}
	return "", strings.TrimSpace(args)
}

// matterCommand does what /severity, /fact and /cause ask of one complaint.
func (t *turn) matterCommand(cmd command) {
	v := t.desk(t.where())
	_, words := aboutNumber(cmd.args)
	switch {
	case t.c == nil || t.c.Number == "":
		t.here(v.Say("staff_not_found"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	case !t.c.Status.Open():
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
	case cmd.name == "severity":
		t.severityCommand(words)
	case cmd.name == "cause":
		t.causeCommand(strings.ToLower(words))
	default:
		t.factCommand(strings.ToLower(words))
	}
}

// severityCommand sets the severity by hand: anybody on the list may raise it, those who
// lead may lower it, giving a reason.
func (t *turn) severityCommand(words string) {
	v := t.desk(t.where())
	name, reason, _ := strings.Cut(words, " ")
	level := slices.Index([]string{"", "P1", "P2", "P3", "P4"}, strings.ToUpper(name))
	to := complaint.Severity(level)
	switch {
	case level < 1 || t.c.Kind != complaint.KindComplaint:
		t.here(v.Say("severity_how", "number", t.c.Number))
	case to == t.c.Severity:
		t.here(v.Say("severity_same", "number", t.c.Number, "level", t.level(v.Lang)))
	case to.Graver(t.c.Severity):
		t.setSeverity(to, reason)
	case !t.st.Actor.Leads():
		t.here(v.Say("severity_leaders", "role", t.Policy.Role(t.Policy.LoweredBy(), v.Lang)))
	case strings.TrimSpace(reason) == "":
		t.here(v.Say("severity_reason", "number", t.c.Number, "level", name))
	default:
		t.overrule(to)
		t.setSeverity(to, reason)
	}
}

// overrule sets aside every circumstance that calls for more than the new severity, so that
// only a further one raises it again.
func (t *turn) overrule(to complaint.Severity) {
	for _, g := range t.Policy.Grades(factsOf(t.Policy, t.c, t.now)) {
		if g.Severity.Graver(to) && g.When != "" && !slices.Contains(t.c.Overruled, g.When) {
			t.c.Overruled = append(t.c.Overruled, g.When)
		}
	}
}

func (t *turn) setSeverity(to complaint.Severity, reason string) {
	before := t.c.Severity
	t.stopNotices()
	t.c.Severity, t.c.SeverityRule = to, "staff"
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Grade,
		strings.TrimSpace(before.String()+">"+to.String()+" "+excerpt(reason, 200)))
	t.dropTold()
	t.regauge()
	t.recheckRecord()
	t.showCard()
	v := t.desk(complaint.StaffDesk)
	text := v.Say("staff_severity", "by", t.st.Actor.Name, "level", t.level(v.Lang))
	if reason != "" {
		text = joinLines(text, quoted(excerpt(reason, 200)))
	}
	t.remark(text)
	if to.Graver(before) {
		t.notify(policy.Classified)
	}
}

// factCommand puts a fact on record; without one it offers those there are.
func (t *turn) factCommand(fact string) {
	if slices.Contains(staffFacts(), fact) {
		t.factEstablished(fact)
		return
	}
	v := t.desk(t.where())
	var buttons []complaint.Button
	for _, f := range staffFacts() {
		buttons = append(buttons, complaint.Button{Text: v.Str("fact_" + f), Data: data("s", "fact", t.c.Number, f)})
	}
	t.here(v.Say("fact_which", "number", t.c.Number), rows(2, buttons)...)
}

func (t *turn) factEstablished(fact string) {
	if !slices.Contains(staffFacts(), fact) || !t.c.Status.Open() || !t.establish(fact, t.st.Actor.ID) {
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Establish, fact)
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_fact", "by", t.st.Actor.Name, "fact", v.Str("fact_"+fact)))
	t.learned()
	t.showCard()
}

// learned lets everything that goes by the facts follow them: severity, clocks, notices.
func (t *turn) learned() {
	t.grade()
	t.regauge()
	t.notify(policy.Classified)
}

// causeCommand notes why it takes so long; without an answer it offers them.
func (t *turn) causeCommand(cause string) {
	if slices.Contains(causes(), cause) {
		t.causeEstablished(cause)
		return
	}
	t.here(t.desk(t.where()).Say("cause_which", "number", t.c.Number), t.causeButtons()...)
}

func (t *turn) causeButtons() [][]complaint.Button {
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, c := range causes() {
		buttons = append(buttons, complaint.Button{Text: v.Str("cause_" + c), Data: data("s", "cause", t.c.Number, c)})
	}
	return rows(2, buttons)
}

func (t *turn) causeEstablished(cause string) {
	if !slices.Contains(causes(), cause) || !t.c.Status.Open() || t.c.DelayCause == cause {
		return
	}
	t.c.DelayCause = cause
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Establish, "delay_cause "+cause)
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_cause", "by", t.st.Actor.Name, "cause", v.Str("cause_"+cause)))
	t.learned()
	t.showCard()
}

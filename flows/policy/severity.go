package policy

import (
	"slices"
	"strings"

	"redress/flows/complaint"
)

// Grade is how grave a complaint is and why.
type Grade struct {
	Severity complaint.Severity
	Rule     string // id of the rule that fired, as the procedure names it
	Level    Names  // the policy's own name of the severity: 重大投诉, level 1, …
	Why      Names  // the circumstance that fired; empty for the ordinary case
	When     string // the condition that holds, as the policy writes it; "" for the ordinary case
}

type gradeRule struct {
	grade Grade
	when  condition
}

// Grade evaluates the severity rules, the gravest first; the first that holds decides.
// It states what the facts call for: whether a complaint may also sink is for the caller
// (only a person lowers it).
func (p *Policy) Grade(f Facts) Grade {
	p.settle(&f)
	for _, r := range p.rules {
		if p.evaluations.holds(r.when, &f) {
			return r.grade
		}
	}
	return p.otherwise
}

// Grades lists everything that holds, the gravest first, the ordinary case last; the first is
// what Grade gives.
func (p *Policy) Grades(f Facts) []Grade {
	p.settle(&f)
	var out []Grade
	for _, r := range p.rules {
		if p.evaluations.holds(r.when, &f) {
			out = append(out, r.grade)
		}
	}
	return append(out, p.otherwise)
}

// Level is the policy's own name of a severity.
func (p *Policy) Level(s complaint.Severity, lang string) string {
	return p.levels[s.String()].In(lang)
}

// LoweredBy is the role that may lower a severity, giving a reason.
func (p *Policy) LoweredBy() string { return p.loweredBy }

// signal is a circumstance recognised by words.
type signal struct {
	id    string
	name  Names
	words []string // lower case, all languages
}

// Signals gives the ids of the policy's signals whose words occur in a text.
func (p *Policy) Signals(text string) []string {
	text = strings.ToLower(text)
	var seen []string
	for _, s := range p.signals {
		if slices.ContainsFunc(s.words, func(w string) bool { return containsWord(text, w) }) {
			seen = append(seen, s.id)
		}
	}
	return seen
}

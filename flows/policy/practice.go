package policy

import "slices"

// Guide is a card of the playbook: what experience says about a situation. It is for staff;
// nothing of it happens by itself.
type Guide struct {
	ID    string
	Rules []string // of the procedures
	Name  Names    // the situation
	Do    Names    // what to do
	Say   Names    // words to begin a reply with, for the customer; nil: none

	levels [5]bool
	when   condition
}

// Sources are the rules behind the card: those it names, otherwise the one it is called after.
func (g Guide) Sources() []string {
	if len(g.Rules) > 0 {
		return slices.Clone(g.Rules)
	}
	return []string{g.ID}
}

// Step is a piece of work beside the conversation that is arranged, has a person and a day,
// and ends with what came of it: a visit, a site inspection, an appraisal.
type Step struct {
	ID     string
	Rule   string // id of the procedure's rule, if any
	Name   Names
	Ask    Names // what to put on record when it is arranged
	Report Names // what to put on record when it is done
	People int   // how many have to be named
	Limit  Span  // by when, if the one who arranges it names no time; zero: no limit
	Counts Counting
	// Replies tells that the customer is answered by it, as by a visit.
	Replies bool

	when condition
}

// Duty is something staff do every working day, whether or not there is a complaint.
type Duty struct {
	ID      string
	Name    Names
	Channel string // what it may bring to light comes by that channel; "": any
}

// GuidesFor lists the cards that fit a complaint, in the order of the policy.
func (p *Policy) GuidesFor(f Facts) []Guide {
	p.settle(&f)
	return slices.DeleteFunc(slices.Clone(p.guides), func(g Guide) bool {
		return g.levels != [5]bool{} && !g.levels[levelOf(f.Severity)] || !p.evaluations.holds(g.when, &f)
	})
}

// Guides lists every card of the playbook.
func (p *Policy) Guides() []Guide { return slices.Clone(p.guides) }

// StepsFor lists the steps that may be arranged for a complaint, in the order of the policy.
func (p *Policy) StepsFor(f Facts) []Step {
	p.settle(&f)
	return slices.DeleteFunc(slices.Clone(p.steps), func(s Step) bool { return !p.evaluations.holds(s.when, &f) })
}

// Step finds a step by its id, whether or not it may be arranged now.
func (p *Policy) Step(id string) (Step, bool) {
	i := slices.IndexFunc(p.steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return Step{}, false
	}
	return p.steps[i], true
}

// Steps lists every step.
func (p *Policy) Steps() []Step { return slices.Clone(p.steps) }

// Duties lists what is done every working day.
func (p *Policy) Duties() []Duty { return slices.Clone(p.duties) }

package policy

import "slices"

// Causes lists the causes staff choose from when they put on record why it happened.
func (p *Policy) Causes() []Choice { return slices.Clone(p.causes) }

// Requirement is something that must be on record before a complaint may close.
type Requirement struct {
	ID   string // key in the record: outcome, customer_informed, special_report_causes, …
	Rule string // id of the procedure's rule, if any
	Name Names  // what is missing, as staff read it

	levels [5]bool
	when   condition
	unless []string
}

// CloseMissing lists what is not on record yet, in the order of the policy. The record says
// by requirement id what is there. Facts.Severity and the other facts decide which
// requirements concern the complaint; "no_reply" in the record stands for a customer who
// was asked and reminded in vain, where the policy accepts that.
func (p *Policy) CloseMissing(f Facts, record map[string]bool) []Requirement {
	p.settle(&f)
	var missing []Requirement
	for _, r := range p.closing {
		there := record[r.ID] || slices.ContainsFunc(r.unless, func(id string) bool { return record[id] })
		concerned := r.levels == [5]bool{} || r.levels[levelOf(f.Severity)]
		if !there && concerned && p.evaluations.holds(r.when, &f) {
			missing = append(missing, r)
		}
	}
	return missing
}

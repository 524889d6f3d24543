package policy

import "slices"

// Class is a finding of one of the policy's own classifications beside severity, such as a
// food company's classes for compensation and for responsibility.
type Class struct {
	ID    string
	Kind  string // which classification: compensation, responsibility, …
	Class string // A, B, C, …
	Name  Names
	To    []string // roles that are responsible

	when condition
}

// Classes lists every class the facts call for, in the order of the policy: proposals for
// staff, who decide.
func (p *Policy) Classes(f Facts) []Class {
	p.settle(&f)
	var out []Class
	for _, c := range p.classes {
		if p.evaluations.holds(c.when, &f) {
			out = append(out, c)
		}
	}
	return out
}

// ClassKinds lists the policy's own classifications, in the order it names them.
func (p *Policy) ClassKinds() (kinds []string) {
	for _, c := range p.classes {
		if !slices.Contains(kinds, c.Kind) {
			kinds = append(kinds, c.Kind)
		}
	}
	return kinds
}

// settle fills the facts that follow from others: age and category path.
func (p *Policy) settle(f *Facts) {
	f.age(p.calendar)
	if i, ok := p.byID[f.Category]; ok {
		f.Path = p.categories[i].Path
	}
}

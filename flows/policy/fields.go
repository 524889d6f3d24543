package policy

import "slices"

// Fields lists every field that is asked for anywhere, those asked of all complaints first,
// each once.
func (p *Policy) Fields() (all []Field) {
	seen := map[string]bool{}
	add := func(list []Field) {
		for _, f := range list {
			if !seen[f.ID] {
				seen[f.ID] = true
				all = append(all, f)
			}
		}
	}
	add(p.ask)
	for _, c := range p.categories {
		add(c.Ask)
	}
	return all
}

// Requirement finds what the closing list asks for by its id.
func (p *Policy) Requirement(id string) (Requirement, bool) {
	i := slices.IndexFunc(p.closing, func(r Requirement) bool { return r.ID == id })
	if i < 0 {
		return Requirement{}, false
	}
	return p.closing[i], true
}

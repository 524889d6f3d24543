package policy

import "slices"

// GoesBy reports whether a clock or a notice of the policy begins or ends with h.
func (p *Policy) GoesBy(h Happening) bool {
	for i := range p.clocks {
		if p.clocks[i].Start == h || p.clocks[i].Stop == h {
			return true
		}
	}
	for i := range p.notices {
		if p.notices[i].On == h {
			return true
		}
	}
	return false
}

// DeskOf is the desk whose people have a role: the one the role names, or the one with its id;
// "" when no desk has it.
func (p *Policy) DeskOf(role string) string {
	if id := p.roleDesks[role]; id != "" {
		return id
	}
	if _, ok := p.Desk(role); ok {
		return role
	}
	return ""
}

// checkRoles makes sure that the desks which roles name exist.
func (b *builder) checkRoles(p *Policy, docs []roleDoc) {
	known := []string{}
	for _, d := range p.desks {
		known = append(known, d.ID)
	}
	if !slices.Contains(known, DefaultDesk) {
		known = append(known, DefaultDesk)
	}
	p.roleDesks = map[string]string{}
	for _, d := range docs {
		if d.Desk.value != "" {
			p.roleDesks[d.ID.value] = b.oneOf(d.Desk, "the desk of role "+d.ID.value, known, "")
		}
	}
}

// checkClocks finds limits that could never start, since the complaint is over by then.
func (b *builder) checkClocks(docs []clockDoc) {
	for _, d := range docs {
		if h := Happening(d.From.value); h == Closed || h == Confirmed {
			b.add(b.place(d.From.at), "the clock %q cannot start when a complaint is %s: nothing is owed after that; a notice can go by it", d.ID.value, h)
		}
	}
}

// Clocks lists every time limit of the policy, in its order.
func (p *Policy) Clocks() []ClockRule { return slices.Clone(p.clocks) }

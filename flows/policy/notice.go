package policy

// Notice is somebody the policy wants told, and by when.
type Notice struct {
	ID     string
	What   Names
	On     Happening
	To     []string // roles
	Within Span     // after the happening; zero: with the next report
	Every  Span     // repeated while the complaint is open; zero: once
	Ask    bool     // a desk of those it is for is asked to do it, and owes the answer

	levels [5]bool
	when   condition
}

// NoticesOf lists the notices that facts call for when something happens.
func (p *Policy) NoticesOf(on Happening, f Facts) []Notice {
	p.settle(&f)
	var out []Notice
	for _, n := range p.notices {
		if n.On == on && (n.levels == [5]bool{} || n.levels[levelOf(f.Severity)]) && p.evaluations.holds(n.when, &f) {
			out = append(out, n)
		}
	}
	return out
}

// Offer is what may be proposed to a customer; it is never promised by itself.
type Offer struct {
	ID       string
	Name     Names
	Approval string // role that must agree first; "" nobody

	when condition
}

// OffersFor lists what the policy lets staff propose for those facts.
func (p *Policy) OffersFor(f Facts) []Offer {
	p.settle(&f)
	var out []Offer
	for _, o := range p.offers {
		if p.evaluations.holds(o.when, &f) {
			out = append(out, o)
		}
	}
	return out
}

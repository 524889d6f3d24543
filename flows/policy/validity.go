package policy

import "slices"

// ValueKind says what a decision on validity means for figures and duties.
type ValueKind string

// The kinds of domain 1.22.3. Only valid complaints count for closing rates and clocks.
const (
	Valid      ValueKind = "valid"
	NotValid   ValueKind = "invalid"
	Suggestion ValueKind = "suggestion"
	Refused    ValueKind = "refused" // not accepted; the complainant learns the reasons
)

// Validity is how the organisation decides whether a complaint is one.
type Validity struct {
	DecidedBy string  // role
	Needs     []Field // without these it cannot be called valid yet: ask, do not reject
	Values    []ValidityValue
	Reasons   []Reason
}

// Lacks lists what has to be known before a complaint can be called valid.
func (v Validity) Lacks(have map[string]string) (missing []Field) {
	for _, f := range v.Needs {
		if !f.answered(have) {
			missing = append(missing, f)
		}
	}
	return missing
}

// ValidityValue is one possible decision.
type ValidityValue struct {
	ID   string
	Code string // the procedure's id
	Name Names
	Kind ValueKind
}

// Reason is a ready-made reason for declining, worded for the customer.
type Reason struct {
	ID   string
	For  ValueKind
	Name Names
}

// Validity gives the decisions and who takes them.
func (p *Policy) Validity() Validity {
	v := p.validity
	v.Values, v.Reasons, v.Needs = slices.Clone(v.Values), slices.Clone(v.Reasons), slices.Clone(v.Needs)
	return v
}

// ReasonsFor lists the ready-made reasons for a decision of that kind.
func (p *Policy) ReasonsFor(kind ValueKind) []Reason {
	var out []Reason
	for _, r := range p.validity.Reasons {
		if r.For == kind {
			out = append(out, r)
		}
	}
	return out
}

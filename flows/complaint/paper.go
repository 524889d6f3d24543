package complaint

import "time"

// Paper is what a report on paper is about, in full: with the records as they are it can be
// written whenever it is wanted.
type Paper struct {
	Language string    `json:"language"`
	Made     time.Time `json:"made"` // by what was on record then

	// Of a regular report.
	Names       []string  `json:"names,omitempty"` // what the policy calls it
	From        time.Time `json:"from,omitzero"`
	To          time.Time `json:"to,omitzero"`
	Before      time.Time `json:"before,omitzero"` // when the period before began; zero: there was none
	BeforeTo    time.Time `json:"before_to,omitzero"`
	Desk        Desk      `json:"desk,omitempty"` // what it is about; "" the whole house
	Corrections []string  `json:"corrections,omitempty"`

	// Of the special report on one grave case.
	Case string `json:"case,omitempty"` // id of the complaint
}

// CutOff is when states are counted: at the end of the period, or when it was made before that.
func (p *Paper) CutOff() time.Time {
	if p.Made.Before(p.To) {
		return p.Made
	}
	return p.To
}

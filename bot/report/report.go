// Package report writes down for people what the records say: complaints as rows of a table
// (CSV, JSON, workbook), a period as a workbook and a page that prints well, and the draft of a
// special report on one grave case. It decides nothing, reads no clock and no record itself.
package report

import (
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// Privacy says whose personal data is left out.
type Privacy int

// From nobody's to everybody's.
const (
	Full      Privacy = iota // everything as it is on record
	Customers                // names, numbers and addresses of customers and of who they complain about
	Everyone                 // names of staff, too
)

// Terms is how records are put into words.
type Terms struct {
	Policy  *policy.Policy
	Voice   texts.Voice
	Privacy Privacy
	Redact  func(string) string // takes personal data out of people's words; needed unless Privacy is Full
	Staff   map[int64]string    // names of staff by user id
}

func (t *Terms) zone() *time.Location { return t.Policy.Zone() }

// words are words of people, as far as they may be shown.
func (t *Terms) words(s string) string {
	if t.Privacy == Full || s == "" {
		return s
	}
	return t.Redact(s)
}

// colleague is the name of a member of staff.
func (t *Terms) colleague(id int64, name string) string {
	switch {
	case id == 0 || t.Privacy == Everyone:
		return ""
	case name != "":
		return name
	}
	return t.Staff[id]
}

// named says a sentence of a family by the id of what it names; what nobody has named stays an id.
func (t *Terms) named(family, id string) string {
	if t.Voice.Has(family + id) {
		return t.Voice.Str(family + id)
	}
	return id
}

func (t *Terms) desk(d complaint.Desk) string {
	if d == "" {
		d = complaint.StaffDesk
	}
	if name := t.Policy.DeskName(string(d), t.Voice.Lang); name != "" {
		return name
	}
	return t.Voice.Str("desk_staff")
}

// clock names a time limit by what has to be done.
func (t *Terms) clock(id string) string {
	if c, ok := t.Policy.Clock(id); ok {
		return c.Action.In(t.Voice.Lang)
	}
	return t.named("limit_", id)
}

// stamp is a moment in the policy's zone as people read it.
func (t *Terms) stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.zone()).Format("2006-01-02 15:04")
}

// requirement names what the closing list asks for.
func (t *Terms) requirement(id string) string {
	if r, ok := t.Policy.Requirement(id); ok {
		return r.Name.In(t.Voice.Lang)
	}
	return id
}

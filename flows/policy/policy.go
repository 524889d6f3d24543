package policy

import (
	"fmt"
	"time"
)

// Policy is one organisation's complaint rules. It is immutable after Load.
type Policy struct {
	Name    string // of the pack or file
	Version string // declared version and a short hash of the content: "2026.11+1a2b3c4d"
	Title   Names
	About   Names

	source      string
	languages   []string
	calendar    *Calendar
	fields      map[string]Field
	categories  []Category
	desks       []Desk
	byID        map[string]int // category id to its place in categories
	ask         []Field        // for complaints without a category
	signals     []signal
	levels      map[string]Names // "P1" … "P4"
	rules       []gradeRule
	otherwise   Grade
	loweredBy   string
	clocks      []ClockRule
	notices     []Notice
	validity    Validity
	classes     []Class
	offers      []Offer
	causes      []Choice
	guides      []Guide
	steps       []Step
	duties      []Duty
	closing     []Requirement
	conduct     []conductRule
	survey      Survey
	followUp    FollowUps
	reports     []Report
	retention   Retention
	digest      string
	perDesk     bool
	quiet       time.Duration
	media       Media
	roles       map[string]Names
	roleDesks   map[string]string
	cardShows   []string
	fines       Fines
	evaluations *machines
}

// Zone is where the organisation's days begin and end.
func (p *Policy) Zone() *time.Location { return p.calendar.zone }

// Calendar is when the organisation works and may contact customers.
func (p *Policy) Calendar() *Calendar { return p.calendar }

// Languages are those in which every text of the policy exists.
func (p *Policy) Languages() []string { return append([]string(nil), p.languages...) }

// Digest is the local time of the managers' daily message, "HH:MM".
func (p *Policy) Digest() string { return p.digest }

// DigestPerDesk reports whether every desk with a group of its own gets its part of the digest
// there, beside the managers.
func (p *Policy) DigestPerDesk() bool { return p.perDesk }

// QuietBurst is how long a customer must be silent before the bot answers a burst of messages.
func (p *Policy) QuietBurst() time.Duration { return p.quiet }

// Role gives the name of a role used in clocks, notices and approvals.
func (p *Policy) Role(id, lang string) string {
	if n, ok := p.roles[id]; ok {
		return n.In(lang)
	}
	return id
}

// Warnings names what the operator still has to decide: time limits that the procedure
// demands without giving a number.
func (p *Policy) Warnings() (out []string) {
	for _, c := range p.clocks {
		if c.Limit.Unit == Unset {
			out = append(out, fmt.Sprintf("clock %s (%s) has no limit: give it one under \"within\" in a policy of your own that extends %q", c.ID, c.Action.In("en"), p.Name))
		}
	}
	return out
}

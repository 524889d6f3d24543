package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// Rules are a policy as it was written, kept so that complaints filed under it can go on
// under it.
type Rules struct{ Version, Name, Source string }

// under is the desk with the rules a complaint was filed under; drafts and complaints filed
// under rules nobody has any more go by those in force.
func (d *Desk) under(c *complaint.Complaint) *Desk {
	if c == nil || c.Status == complaint.Draft || c.PolicyVersion == "" || c.PolicyVersion == d.Policy.Version || d.Filed == nil {
		return d
	}
	p := d.Filed(c.PolicyVersion)
	if p == nil {
		return d
	}
	then := *d
	then.Policy = p
	return &then
}

// recount computes deadlines again that lie beyond the holidays known when they were set,
// with the calendar in force now. The rules stay those the complaint was filed under.
func (t *turn) recount() {
	for i := range t.c.Clocks {
		clock := &t.c.Clocks[i]
		rule, ok := t.Policy.Clock(clock.Rule)
		if !ok || !clock.Provisional || !clock.Running() || clock.Breached || clock.Due.IsZero() {
			continue
		}
		due, provisional := t.calendarOf().Due(rule, clock.Started, t.pauses())
		if due.IsZero() || due.Equal(clock.Due) && provisional {
			continue
		}
		clock.Due, clock.Provisional = due, provisional
		t.setTimers(rule, *clock)
	}
}

// calendarOf is the policy whose calendar counts: the newest, when it is one of the same
// place.
func (t *turn) calendarOf() *policy.Policy {
	if newest := t.house.Policy; newest.Zone().String() == t.Policy.Zone().String() {
		return newest
	}
	return t.Policy
}

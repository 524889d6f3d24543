package flows

import (
	"slices"

	"redress/flows/complaint"
)

// afterClosing lets the survey and, after a grave complaint, the question whether all is still
// well come in their time.
func (t *turn) afterClosing() {
	t.later(surveyTimer, t.c, "ask", t.surveyAt())
	wait := t.Policy.FollowUps().Recheck
	if wait > 0 && settled(t.c) && (t.c.Severity == complaint.P1 || t.c.Severity == complaint.P2) {
		t.later(recheckTimer, t.c, "", t.contactFrom(t.c.ClosedAt.Add(wait)))
	}
}

// settled reports whether the complaint ended with a result the customer was told.
func settled(c *complaint.Complaint) bool {
	return c.Status == complaint.Closed && slices.Contains([]string{"resolved", "agreed", "partly_resolved", "unconfirmed"}, c.Outcome)
}

// recheckTimer asks some weeks after a grave complaint whether all is still well.
const recheckTimer = "recheck"

// recheckDue asks whether what was settled has stayed settled (VK-S1, VK-S2, FD-A).
func (t *turn) recheckDue() {
	wait := t.Policy.FollowUps().Recheck
	if t.c == nil || !settled(t.c) || wait <= 0 || t.now.Before(t.c.ClosedAt.Add(wait)) || t.c.Unreachable || t.cameAgain() || t.resting() {
		return
	}
	v := t.voice()
	t.note(0, "system", actRemind, recheckTimer)
	t.tell(v.Say("still_fine", "number", t.c.Number, "date", v.Date(t.c.ClosedAt, t.Policy.Zone()), "summary", excerpt(t.c.Summary, 200)),
		row(t.customerButton("button_still_fine", "fine", t.c), t.customerButton("button_not_fine", "back", t.c)))
}

// cameAgain reports whether the customer has filed something else of the kind since.
func (t *turn) cameAgain() bool {
	return slices.ContainsFunc(t.st.Mine, func(o complaint.Complaint) bool {
		return o.ID != t.c.ID && o.Category == t.c.Category && o.FiledAt.After(t.c.ClosedAt)
	})
}

// stillFine puts on record that all is well.
func (t *turn) stillFine() {
	if t.c.Status != complaint.Closed {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	t.note(t.c.Customer, "customer", "still_fine", "")
	t.tell(t.voice().Say("still_fine_yes"))
}

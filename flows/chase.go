package flows

import (
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// chaseTimer is set while the customer is waited for: for an answer, for a word on the result,
// or for the rest of what is being taken down. Each of its steps waits for the contact hours.
const chaseTimer = "chase"

// chaseStep is one of them: so long after the beginning, do that.
type chaseStep struct {
	after time.Duration
	do    func(*turn)
}

// chaseSteps are the steps of a chase in their order, as the policy spaces them.
func chaseSteps(f policy.FollowUps, what string) []chaseStep {
	var steps []chaseStep
	switch what {
	case complaint.ForAnswer:
		for _, d := range f.Remind {
			steps = append(steps, chaseStep{d, (*turn).remindOfQuestion})
		}
		if f.Notice > 0 {
			steps = append(steps, chaseStep{f.Notice, (*turn).announceClosing})
		}
		steps = append(steps, chaseStep{f.Close, (*turn).closeUnanswered})
	case complaint.ForWord:
		if f.Solved <= 0 {
			return nil
		}
		if len(f.Remind) > 0 && f.Remind[0] < f.Solved {
			steps = append(steps, chaseStep{f.Remind[0], (*turn).remindOfResult})
		}
		steps = append(steps, chaseStep{f.Solved, (*turn).closeUnconfirmed})
	case complaint.ForDraft:
		if len(f.Remind) > 0 {
			steps = append(steps, chaseStep{f.Remind[0], (*turn).remindOfDraft})
		}
	}
	return steps
}

// chase begins to wait for something from the customer.
func (t *turn) chase(what string) {
	t.c.Chase = complaint.Chase{For: what, From: t.now}
	t.later(chaseTimer, t.c, "", t.chaseAt(0))
}

// chaseOn follows a move of the life cycle: what is waited for begins and ends with it.
func (t *turn) chaseOn(a complaint.Action) {
	switch {
	case a == complaint.Ask:
		t.chase(complaint.ForAnswer)
	case a == complaint.Resolve:
		t.chase(complaint.ForWord)
	case t.c.Chase.For != "" && t.c.Status != complaint.Draft:
		t.stopChase()
	}
}

func (t *turn) stopChase() {
	if t.c.Chase.For != complaint.ForDraft {
		t.later(chaseTimer, t.c, "", time.Time{})
	}
	t.c.Chase = complaint.Chase{}
}

// chaseAt is when the step of that place is due: in contact hours, and no closer to the step
// just taken than half of what the policy puts between them. Zero: there is no such step.
func (t *turn) chaseAt(i int) time.Time {
	steps := chaseSteps(t.Policy.FollowUps(), t.c.Chase.For)
	if i >= len(steps) {
		return time.Time{}
	}
	at := t.contactFrom(t.c.Chase.From.Add(steps[i].after))
	if i > 0 {
		gap := steps[i].after - steps[i-1].after
		if at.Sub(t.now) < gap/2 {
			at = t.contactFrom(t.now.Add(gap))
		}
	}
	return at
}

// contactFrom is the first moment from at on at which the customer may be written to.
func (t *turn) contactFrom(at time.Time) time.Time {
	if t.nightAllowed() {
		return at
	}
	return t.Policy.Calendar().NextContact(at)
}

// resting reports whether customers are not to be written to now; the timer of this event
// then comes back when they are.
func (t *turn) resting() bool {
	at := t.contactFrom(t.now)
	if !at.After(t.now) {
		return false
	}
	again := *t.ev.Timer
	again.At = at
	t.res.Timers = append(t.res.Timers, again)
	return true
}

// standsOut reports whether what the chase waits for still stands out.
func (t *turn) standsOut() bool {
	switch t.c.Chase.For {
	case complaint.ForAnswer:
		return t.c.Status == complaint.Waiting
	case complaint.ForWord:
		return t.c.Status == complaint.Resolved && t.c.SolvedAt.IsZero()
	case complaint.ForDraft:
		return t.c.Status == complaint.Draft && t.s.Draft == t.c.ID
	}
	return false
}

// chaseDue takes the next step, if what is waited for has not come.
func (t *turn) chaseDue() {
	if t.c == nil || !t.standsOut() {
		return
	}
	steps, i := chaseSteps(t.Policy.FollowUps(), t.c.Chase.For), t.c.Chase.Step
	if i >= len(steps) || t.now.Before(t.c.Chase.From.Add(steps[i].after)) || t.resting() {
		return
	}
	t.c.Chase.Step++
	if t.c.Absent() {
		t.remindStaff()
	} else {
		steps[i].do(t)
	}
	if t.standsOut() {
		t.later(chaseTimer, t.c, "", t.chaseAt(t.c.Chase.Step))
	}
}

// heardFrom stops the reminding at any word of the customer, and gives the complaint back to
// whoever asked.
func (t *turn) heardFrom() {
	switch {
	case t.c.Status == complaint.Waiting:
		_ = t.move(complaint.Answer)
		t.note(t.c.Customer, "customer", complaint.Answer, "")
	case t.c.Chase.For == complaint.ForWord:
		t.c.Chase.Spoke = true
	}
}

// lastWords are the newest words of staff to the customer, and whether they arrived.
func (t *turn) lastWords() (words string, arrived bool) {
	for _, m := range slices.Backward(t.st.Messages) {
		if m.Direction == complaint.Out {
			return m.Text, m.Delivery == complaint.Sent && !t.c.Unreachable
		}
	}
	return "", !t.c.Unreachable
}

// tellAgain says something to the customer with the last words of staff under it.
func (t *turn) tellAgain(text complaint.Rich, words string, buttons ...[]complaint.Button) {
	if words != "" {
		text = joinLines(text, t.voice().Say("chase_words", "words", excerpt(words, 300)))
	}
	t.tell(text, buttons...)
}

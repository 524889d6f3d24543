package flows

import (
	"slices"
	"strconv"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// lowScoreRule names the clock of the follow-up after a low score, beside the policy's.
const lowScoreRule = "low_score"

// What becomes of a low score, as the history names it.
const (
	actLowScore complaint.Action = "low_score"   // detail: the score; it stays whatever is scored later
	actFollowed complaint.Action = "followed_up" // somebody who leads has seen to it
)

// lowReasons are the reasons a customer may name, apart from their own words.
func lowReasons() []string {
	return []string{"slow", "unsolved", "unfair", "manner", "repeat", "other"}
}

// lowScore alerts those who lead, once, with a task that has a deadline. Whose result it was
// does not close the complaint again alone.
func (t *turn) lowScore(n int) {
	if t.followUp() != nil {
		return
	}
	if t.c.Doubted = t.c.Closing.By; t.c.Doubted == 0 {
		t.c.Doubted = t.c.Owner
	}
	due := t.contactFrom(t.now.Add(t.Policy.Survey().FollowUp))
	clock := complaint.Clock{Rule: lowScoreRule, Started: t.now, Due: due}
	t.c.Clocks = append(t.c.Clocks, clock)
	t.timer("breach", t.clockKey("breach", clock), due)
	t.note(0, "system", actLowScore, strconv.Itoa(n))
	v := t.desk(complaint.ManagersDesk)
	t.alertManagersWith(row(
		complaint.Button{Text: v.Str("button_followed"), Data: data("s", "followed", t.c.Number)},
		complaint.Button{Text: v.Str("button_reopen"), Data: data("s", "reopen", t.c.Number)}),
		"alert_low_score", v.Say("alert_low_score_task", "score", n, "when", t.moment(v, due)))
	t.remark(t.desk(complaint.StaffDesk).Say("staff_low_score", "score", n, "who", t.ownerMention()))
	t.showCard()
}

// followUp is the follow-up that somebody still owes, or nil.
func (t *turn) followUp() *complaint.Clock {
	for i := range t.c.Clocks {
		if c := &t.c.Clocks[i]; c.Rule == lowScoreRule && c.Running() {
			return c
		}
	}
	return nil
}

// followed notes that somebody who leads, and did not close it, has followed the score up.
func (t *turn) followed() {
	v := t.desk(t.where())
	clock := t.followUp()
	switch {
	case clock == nil:
		t.answer(v.Str("button_stale"))
		return
	case !t.st.Actor.Leads():
		t.alert(v.Str("followed_leaders_only"))
		return
	case t.st.Actor.ID == t.c.Doubted && !t.alone():
		t.alert(v.Str("followed_not_own"))
		return
	}
	t.stopClock(clock)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actFollowed, "")
	t.strip()
	t.here(v.Say("followed", "by", t.st.Actor.Name))
	t.remark(t.desk(complaint.StaffDesk).Say("staff_followed", "by", t.st.Actor.Name))
	t.showCard()
}

// namedReason keeps the reason of a low score.
func (t *turn) namedReason(reason string) {
	if why := t.mayNotRate(); why != "" || !slices.Contains(lowReasons(), reason) {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	r := *t.st.Rating
	r.Reason = reason
	t.saveRating(r)
	t.s.Stage, t.s.Active = complaint.Commenting, t.c.ID
	v := t.voice()
	t.change(v.Say("rated_reason", "reason", v.Str("reason_"+reason)),
		row(t.customerButton("button_no_comment", "nocomment", t.c), t.customerButton("button_rerate", "rerate", t.c)),
		row(t.customerButton("button_reopen", "unsolved", t.c)))
}

// takenUpAgain ends the follow-up, which the work itself now is, and keeps the score that the
// next one is compared with.
func (t *turn) takenUpAgain() {
	if clock := t.followUp(); clock != nil {
		t.stopClock(clock)
	}
	if r := t.st.Rating; r != nil && r.Answered() {
		t.compareWith(*r)
	}
}

// compareWith keeps a score as the one before the complaint was opened again.
func (t *turn) compareWith(r complaint.Rating) {
	r.Before, r.Rescored = r.Result, time.Time{}
	t.keepRating(r)
}

// alsoBy asks for a second person where the customer rated this person's result low.
func (t *turn) alsoBy() []policy.Finding {
	if t.c.Doubted == 0 || t.c.Doubted != t.st.Actor.ID || t.c.Closing.Approved == digestOf(t.formResult().String()) {
		return nil
	}
	if t.s.Form["form"] == "decline" && !t.mayDecide() {
		return nil // others decide anyway
	}
	v := t.desk(complaint.StaffDesk)
	return []policy.Finding{{Rule: "SV", Name: v.Str("second_name"), Better: v.Str("second_better"), Approval: string(complaint.RoleSupervisor)}}
}

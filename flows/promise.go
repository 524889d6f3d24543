package flows

import (
	"strconv"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// commitmentRule names the clocks of what staff promised themselves, beside the policy's.
const commitmentRule = "commitment"

// offerCommitment asks the owner whether a time named to the customer is a promise to be
// watched (LG-M1, NB).
func (t *turn) offerCommitment(words string) {
	c, ok := commitmentIn(words, t.now, t.Policy.Calendar())
	if !ok {
		return
	}
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("commitment_found", "when", t.moment(v, c.By)),
		row(complaint.Button{Text: v.Str("button_note_promise", "when", t.moment(v, c.By)), Data: data("s", "promise", t.c.Number, minuteCode(c.By))},
			complaint.Button{Text: v.Str("button_no_promise"), Data: data("s", "nopromise", t.c.Number)}))
}

func (t *turn) moment(v texts.Voice, at time.Time) string { return v.When(at, t.now, t.Policy.Zone()) }

// minuteCode writes a moment short enough for a button.
func minuteCode(at time.Time) string { return strconv.FormatInt(at.Unix()/60, 36) }

func minuteOf(code string) time.Time {
	n, err := strconv.ParseInt(code, 36, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n*60, 0).UTC()
}

// commit makes a confirmed promise a clock of the complaint, with a reminder before it.
func (t *turn) commit(code string) {
	v := t.desk(complaint.StaffDesk)
	due := minuteOf(code)
	if !t.mayHandle() {
		return
	}
	if !due.After(t.now) || due.After(t.now.AddDate(1, 0, 0)) || t.c.Status.Ended() || t.committed(due) != nil {
		t.answer(v.Str("button_stale"))
		return
	}
	t.change(t.watchOver(due))
	t.showCard()
}

// watchOver makes a promise a clock and says so, with the button that ends it.
func (t *turn) watchOver(due time.Time) (complaint.Rich, []complaint.Button) {
	clock := complaint.Clock{Rule: commitmentRule, Started: t.now, Due: due}
	t.c.Clocks = append(t.c.Clocks, clock)
	t.timer("breach", t.clockKey("breach", clock), due)
	t.timer("warn", t.clockKey("warn", clock), t.now.Add(due.Sub(t.now)*3/4))
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), commitmentRule, due.UTC().Format(time.RFC3339))
	v := t.desk(complaint.StaffDesk)
	return v.Say("commitment_noted", "when", t.moment(v, due), "who", t.ownerMention()),
		row(complaint.Button{Text: v.Str("button_kept"), Data: data("s", "kept", t.c.Number, minuteCode(due))})
}

// keepWord watches over a promise that was given as one: nobody is asked whether it is.
func (t *turn) keepWord(words string) {
	c, ok := commitmentIn(words, t.now, t.Policy.Calendar())
	if due := minuteOf(minuteCode(c.By)); ok && t.committed(due) == nil {
		t.remark(t.watchOver(due))
		t.showCard()
	}
}

func (t *turn) noCommitment() {
	if t.mayHandle() {
		t.change(t.desk(complaint.StaffDesk).Say("commitment_none"))
	}
}

// committed finds the running promise for that moment.
func (t *turn) committed(due time.Time) *complaint.Clock {
	for i := range t.c.Clocks {
		if c := &t.c.Clocks[i]; c.Rule == commitmentRule && c.Running() && c.Due.Equal(due) {
			return c
		}
	}
	return nil
}

// kept stops the clock of a promise at the word of whoever handles the complaint.
func (t *turn) kept(code string) {
	v := t.desk(complaint.StaffDesk)
	if !t.mayHandle() {
		return
	}
	clock := t.committed(minuteOf(code))
	if clock == nil {
		t.answer(v.Str("button_stale"))
		return
	}
	t.stopClock(clock)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "kept", clock.Due.UTC().Format(time.RFC3339))
	t.change(v.Say("commitment_kept", "by", t.st.Actor.Name))
	t.showCard()
}

// keepCommitments stops the promises made before that message to the customer went out.
func (t *turn) keepCommitments(m complaint.Message) {
	for i := range t.c.Clocks {
		if c := &t.c.Clocks[i]; c.Rule == commitmentRule && c.Running() && c.Started.Before(m.At) {
			t.stopClock(c)
		}
	}
}

package flows

import (
	"fmt"
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// ownerRung is the last rung of every ladder: who owns the installation.
const ownerRung = "owner"

// rungs are who is told of a broken limit, one after the other; none when the policy leaves it
// at the first, and for limits that only follow from another one, which is being raised already.
func (t *turn) rungs(rule policy.ClockRule) []string {
	if rule.EscalateEvery.IsZero() || len(rule.Escalate) == 0 || rule.Start == policy.Overdue {
		return nil
	}
	if len(t.peopleOf(complaint.RoleOwner)) == 0 {
		return rule.Escalate
	}
	return append(slices.Clone(rule.Escalate), ownerRung)
}

// climb begins the ladder of a limit that has just been broken: its first rung is told at once.
func (t *turn) climb(clock *complaint.Clock, rule policy.ClockRule) complaint.Rich {
	all := t.rungs(rule)
	if len(all) == 0 {
		return nil
	}
	l := complaint.Ladder{Rule: clock.Rule, Started: clock.Started, Rung: 1, At: t.now}
	t.c.Ladders = append(t.c.Ladders, l)
	t.nextRung(l, rule)
	t.tellRung("alert_overdue", l, all)
	return t.rungLine("alert_rung", all, 1)
}

func (t *turn) rungKey(l complaint.Ladder) string {
	return fmt.Sprintf("rung:%s:%s:%d", t.c.ID, l.Rule, l.Started.UnixMicro())
}

// nextRung lets the next rung be told when nobody acknowledges in time.
func (t *turn) nextRung(l complaint.Ladder, rule policy.ClockRule) {
	at, _ := t.Policy.Calendar().Add(t.now, rule.EscalateEvery, rule.Counting)
	if l.Rung >= len(t.rungs(rule)) {
		at = time.Time{}
	}
	t.timer("rung", t.rungKey(l), at)
}

// rungDue tells the next rung, unless somebody has acknowledged or the limit was met meanwhile.
func (t *turn) rungDue() {
	if t.c == nil || !t.c.Status.Open() {
		return
	}
	for i := range t.c.Ladders {
		l := &t.c.Ladders[i]
		rule, ok := t.Policy.Clock(l.Rule)
		if !ok || t.rungKey(*l) != t.ev.Timer.Key || !l.Climbing() || !t.stillBroken(*l) || l.Rung >= len(t.rungs(rule)) {
			continue
		}
		v := t.desk(complaint.ManagersDesk)
		t.alertManagers("alert_rung_next", v.Say("alert_rung_action", "action", t.clockAction(l.Rule, v.Lang)), t.rungUp(l, rule))
		t.tellRung("alert_rung_next", *l, t.rungs(rule))
		if t.ofClaim(rule) {
			t.rise("staff_rise")
		}
		t.showCard()
	}
}

// tellRung tells the rung in its own group, where it has one; the managers hear of every rung.
func (t *turn) tellRung(key string, l complaint.Ladder, all []string) {
	desk := t.deskOfRole(all[l.Rung-1])
	if desk == complaint.ManagersDesk || desk == t.home() || desk == complaint.StaffDesk && t.st.Org.Managers.Chat == 0 {
		return
	}
	v := t.voiceOf(desk)
	t.tellDesk(desk, key, v.Say("alert_rung_action", "action", t.clockAction(l.Rule, v.Lang)))
}

// stillBroken reports whether what the ladder is about has still not happened.
func (t *turn) stillBroken(l complaint.Ladder) bool {
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool {
		return c.Rule == l.Rule && c.Started.Equal(l.Started) && c.Running()
	})
}

// stopLadders notes that somebody has seen what was raised: nobody further up is told.
func (t *turn) stopLadders() {
	for i := range t.c.Ladders {
		if l := &t.c.Ladders[i]; l.Climbing() {
			l.AckBy, l.AckAt = t.st.Actor.Name, t.now
			t.timer("rung", t.rungKey(*l), time.Time{})
			t.showCard()
		}
	}
}

// rungLine names whom this rung is for, and which it is of how many.
func (t *turn) rungLine(key string, all []string, rung int) complaint.Rich {
	v := t.desk(complaint.ManagersDesk)
	line := v.Say(key, "role", t.rungName(all[rung-1], v), "n", rung, "of", len(all))
	role := complaint.Role(all[rung-1])
	for _, s := range t.peopleOf(role) {
		line = append(line, complaint.Span{Text: " "}, complaint.Span{Text: s.Name, Style: complaint.Mention, Ref: fmt.Sprint(s.ID)})
	}
	return line
}

func (t *turn) rungName(id string, v texts.Voice) string {
	if id == ownerRung {
		return v.Str("role_owner")
	}
	return t.Policy.Role(id, v.Lang)
}

// peopleOf are those on the list with that role whose name is known, as far as the complaint
// does not name them.
func (t *turn) peopleOf(role complaint.Role) (out []complaint.Staff) {
	for _, s := range t.st.Org.People {
		if !s.Removed && s.Role == role && s.Name != "" && role != complaint.RoleStaff && !t.named(s.Name) {
			out = append(out, s)
		}
	}
	return out
}

// cardLadder shows how far the gravest broken limit was raised, and whether anybody has seen it.
func (t *turn) cardLadder(v texts.Voice) complaint.Rich {
	for _, l := range slices.Backward(t.c.Ladders) {
		rule, ok := t.Policy.Clock(l.Rule)
		all := t.rungs(rule)
		if !ok || !t.c.Status.Open() || !t.stillBroken(l) || l.Rung > len(all) {
			continue
		}
		if !l.Climbing() {
			return v.Say("card_ladder_seen", "by", l.AckBy, "when", v.When(l.AckAt, t.now, t.Policy.Zone()))
		}
		return v.Say("card_ladder", "role", t.rungName(all[l.Rung-1], v), "n", l.Rung, "of", len(all), "when", v.When(l.At, t.now, t.Policy.Zone()))
	}
	return nil
}

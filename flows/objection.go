package flows

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// actObject is a desk's objection to how a complaint is handled, as the history names it.
const actObject complaint.Action = "object"

// objectAnew files the customer's objection to a refusal as a complaint of its own, linked to
// the first (PS-E2). The first stays decided as it was.
func (t *turn) objectAnew() {
	old, messages := t.c, t.st.Messages
	if old.FollowedBy != "" {
		t.tell(t.voice().Say("objection_already", "number", old.FollowedBy))
		return
	}
	t.strip()
	anew := &complaint.Complaint{
		ID: fmt.Sprintf("c%d", t.ev.ID), Status: complaint.Draft, Kind: complaint.KindComplaint,
		Customer: old.Customer, Language: old.Language, Category: old.Category,
		Summary: old.Summary, SummaryBy: old.SummaryBy, Fields: maps.Clone(old.Fields), Facts: slices.Clone(old.Facts),
		Keys: slices.Clone(old.Keys), Follows: old.Number, CreatedAt: t.now, UpdatedAt: t.now,
		Policy: t.house.Policy.Name, PolicyVersion: t.house.Policy.Version, Confirmed: t.now,
	}
	t.note(old.Customer, "customer", complaint.Dispute, "anew")
	t.focus(anew)
	if t.move(complaint.Submit) != nil {
		return
	}
	t.c.Facts = append(t.c.Facts, complaint.Fact{Name: complaint.FactObjected})
	t.st.Messages, t.was = nil, nil
	t.file(complaint.Submit)
	t.happened(policy.Objected)
	old.FollowedBy = t.c.Number
	t.keep(old)
	t.takeAlong(messages)
	t.s.Active, t.s.Stage = t.c.ID, complaint.Disputing
	t.tell(t.voice().Say("objection_filed", "number", t.c.Number, "before", old.Number, "next", t.nextWord()), t.afterFiling()...)
}

// takeAlong lets the new complaint have the customer's words of the first.
func (t *turn) takeAlong(messages []complaint.Message) {
	for _, m := range messages {
		if m.Direction == complaint.In {
			m.ID, m.Complaint, m.Delivery = fmt.Sprintf("%s/%d", m.ID, t.ev.ID), t.c.ID, complaint.Pending
			t.res.Messages = append(t.res.Messages, m)
		}
	}
}

// objectCommand puts a desk's or a colleague's objection to the handling, in writing, before
// those who lead (PS-E3): "/object words".
func (t *turn) objectCommand(words string) {
	v := t.desk(t.where())
	words = strings.TrimSpace(words)
	switch {
	case t.c == nil || t.c.Number == "" || t.where() == complaint.ManagersDesk:
		t.here(v.Say("task_where"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	case !t.c.Status.Open():
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
	case words == "":
		t.here(v.Say("objection_how"))
	default:
		t.object(words)
		t.here(v.Say("objection_passed_on"))
	}
}

func (t *turn) object(words string) {
	by := t.st.Actor.Name
	if t.elsewhere() {
		by += ", " + t.deskName(t.where(), t.desk(complaint.ManagersDesk).Lang)
	}
	s := complaint.Step{N: len(t.c.Steps) + 1, Rule: objectionStep, Words: excerpt(words, 1500), By: by, At: t.now}
	t.c.Steps = append(t.c.Steps, s)
	t.record(complaint.Note)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actObject, string(t.where()))
	m := t.desk(complaint.ManagersDesk)
	b := func(key, what string) complaint.Button {
		return complaint.Button{Text: m.Str(key), Data: data("s", "objection", t.c.Number, strconv.Itoa(s.N), what)}
	}
	t.askLeaders(joinLines(m.Say("objection_asked", "by", by, "card", t.cardLink(t.c.ID, t.c.Number)), quoted(s.Words)),
		row(b("button_objection_again", "again"), b("button_objection_stands", "stands")))
	t.showCard()
}

// decideObjection takes the leader's word on it; staff and the desk learn it.
func (t *turn) decideObjection(n, what string) {
	v := t.desk(t.where())
	s := t.stepOf(n)
	switch {
	case s == nil || s.Rule != objectionStep || !s.Open() || what != "again" && what != "stands":
		t.answer(v.Str("button_stale"))
		return
	case !t.st.Actor.Leads():
		t.alert(v.Str("approval_leaders_only"))
		return
	}
	key := "objection_" + what
	t.closeStep(s, t.desk(complaint.StaffDesk).Str(key, "by", t.st.Actor.Name))
	t.change(joinLines(quoted(s.Words), v.Say(key, "by", t.st.Actor.Name)))
	staff := t.desk(complaint.StaffDesk)
	t.remark(joinLines(staff.Say("objection_was", "by", s.By), quoted(s.Words), staff.Say(key, "by", t.st.Actor.Name)))
	for _, k := range t.c.Tasks {
		if k.To != t.home() && strings.HasSuffix(s.By, t.deskName(k.To, t.desk(complaint.ManagersDesk).Lang)) {
			d := t.voiceOf(k.To)
			t.send(complaint.Outbound{Op: complaint.Say, Desk: k.To, Text: joinLines(d.Say("objection_was", "by", s.By), d.Say(key, "by", t.st.Actor.Name))})
			return
		}
	}
}

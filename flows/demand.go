package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// askDemand offers the desks improvement can be demanded of; without any it is the owner's.
func (t *turn) askDemand() {
	v := t.desk(complaint.StaffDesk)
	if !t.mayHandle() {
		return
	}
	if len(t.otherDesks()) == 0 {
		t.startDemand(string(t.home()))
		return
	}
	t.showForm(v.Say("form_demand_whom", "number", t.c.Number), append(t.deskButtons("demandof"), row(t.formButton("button_back", "cancel")))...)
}

// startDemand asks what has to become better.
func (t *turn) startDemand(of string) {
	v := t.desk(complaint.StaffDesk)
	desk := complaint.Desk(of)
	if !t.mayHandle() || !t.c.Status.Open() {
		return
	}
	if !slices.Contains(t.otherDesks(), desk) && desk != t.home() {
		t.answer(v.Str("button_stale"))
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "words"
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": string(actDemand), "desk": of}
	t.showForm(v.Say("form_demand_words", "by", t.st.Actor.Name, "desk", t.deskName(desk, v.Lang)), row(t.formButton("button_back", "cancel")))
}

// demandCommand is /demand desk words, or /demand words of the desk that has it.
func (t *turn) demandCommand(args string) {
	if !t.mayHandle() {
		return
	}
	word, words, _ := strings.Cut(strings.TrimSpace(args), " ")
	desk, known := t.deskMeant(word)
	if !known {
		desk, words = t.home(), args
	}
	if strings.TrimSpace(words) == "" {
		t.askDemand()
		return
	}
	t.demand(desk, strings.TrimSpace(words))
}

// finishDemand demands of the desk of the form what was typed.
func (t *turn) finishDemand(words string) {
	v, of := t.desk(complaint.StaffDesk), complaint.Desk(t.s.Form["desk"])
	t.endForm()
	t.showForm(v.Say("demand_sent", "desk", t.deskName(of, v.Lang)))
	t.demand(of, words)
}

// demand asks for improvement: a task where the desk has a group, otherwise a line to whoever
// has the complaint, who answers with /report (PS-T05).
func (t *turn) demand(of complaint.Desk, words string) {
	if of != t.home() && slices.Contains(t.otherDesks(), of) {
		t.openTask(of, words, true)
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actDemand, excerpt(words, 200))
	t.happened(policy.Demanded)
	t.remark(joinLines(t.desk(complaint.StaffDesk).Say("staff_demanded", "by", t.st.Actor.Name, "who", t.ownerMention()), quoted(excerpt(words, 1000))))
	t.showCard()
}

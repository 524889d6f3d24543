package flows

import (
	"fmt"
	"slices"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// A form is a short talk with one member of staff about one complaint, in one message that
// is rewritten step by step: what is asked, what was answered, what the customer will read.

// forms are the questions of each form, in order.
func forms(form string) []string {
	switch form {
	case "resolve":
		return []string{"outcome", "cause", "done", "promised", "confirm"}
	case "decline":
		return []string{"verdict", "reason", "confirm"}
	}
	return []string{"question"}
}

// startForm begins a form, if the actor may handle the complaint and its status allows it.
func (t *turn) startForm(form, first string) {
	action := map[string]complaint.Action{"ask": complaint.Ask, "resolve": complaint.Resolve, "decline": complaint.Decline}[form]
	if form == "decline" && t.c.Owner == 0 {
		// Not valid may be said of an unclaimed complaint by anybody who may claim it.
	} else if !t.mayHandle() {
		return
	}
	if _, ok := complaint.Next(t.c.Status, action); !ok {
		t.refuse(t.desk(complaint.StaffDesk))
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, first
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": form}
	t.askForm()
}

// formSlot is the one message a member of staff's form lives in.
func (t *turn) formSlot() string {
	return fmt.Sprintf("form:%d:%s", t.ev.From.ID, t.c.ID)
}

func (t *turn) showForm(text complaint.Rich, buttons ...[]complaint.Button) {
	t.toStaff(complaint.Outbound{Op: complaint.Show, Slot: t.formSlot(), Text: text, Buttons: buttons})
}

func (t *turn) formButton(key, what string) complaint.Button {
	return complaint.Button{Text: t.desk(complaint.StaffDesk).Str(key), Data: data("s", "form", t.c.Number, what)}
}

// askForm shows the open question of the form with its buttons.
func (t *turn) askForm() {
	v := t.desk(complaint.StaffDesk)
	var choices []complaint.Button
	switch t.s.Question {
	case "verdict":
		choices = row(t.formButton("button_invalid", "invalid"), t.formButton("button_suggestion", "suggestion"))
	case "cause":
		choices = row(t.formButton("cause_us", "us"), t.formButton("cause_customer", "customer"),
			t.formButton("cause_third_party", "third_party"), t.formButton("cause_unknown", "unknown"))
	case "done", "promised":
		choices = row(t.formButton("button_skip", "skip"))
	case "confirm":
		t.confirmForm()
		return
	}
	t.showForm(v.Say("form_"+t.s.Question, "number", t.c.Number, "by", t.st.Actor.Name),
		append(rows(2, choices), row(t.formButton("button_back", "cancel")))...)
}

// confirmForm shows what the customer will read, before anything is done.
func (t *turn) confirmForm() {
	v := t.desk(complaint.StaffDesk)
	t.showForm(joinLines(v.Say("form_confirm"), quoted(t.formResult().String())),
		row(t.formButton("button_send", "send"), t.formButton("button_change", "change")),
		row(t.formButton("button_back", "cancel")))
}

// formResult is the sentence the customer will receive.
func (t *turn) formResult() complaint.Rich {
	v := t.Texts.In(t.c.Language)
	f := t.s.Form
	if f["form"] == "decline" {
		return v.Say("declined_"+f["verdict"], "number", t.c.Number, "reason", f["reason"])
	}
	text := v.Say("resolved", "number", t.c.Number, "outcome", f["outcome"])
	if p := f["promised"]; p != "" {
		text = joinLines(text, v.Say("resolved_promised", "promised", p))
	}
	return joinLines(text, v.Say("resolved_question"))
}

// fillForm takes a typed answer to the open question.
func (t *turn) fillForm(answer string) {
	if answer == "" {
		return
	}
	t.record(complaint.Note)
	if t.s.Form["form"] == "ask" {
		t.askCustomer()
		return
	}
	t.s.Form[t.s.Question] = excerpt(answer, 2000)
	t.nextFormStep()
}

func (t *turn) nextFormStep() {
	steps := forms(t.s.Form["form"])
	if i := slices.Index(steps, t.s.Question); i >= 0 && i+1 < len(steps) {
		t.s.Question = steps[i+1]
	}
	t.askForm()
}

// formPressed handles the buttons of the form of the person who pressed.
func (t *turn) formPressed(what string) {
	v := t.desk(complaint.StaffDesk)
	if what == "cancel" {
		t.endForm()
		t.showForm(v.Say("form_cancelled", "by", t.st.Actor.Name))
		return
	}
	if t.s.Form["complaint"] != t.c.ID || t.s.Stage != complaint.Resolving {
		t.answer(v.Str("button_stale"))
		return
	}
	switch what {
	case "send":
		t.finishForm()
	case "change":
		t.s.Question = forms(t.s.Form["form"])[0]
		t.askForm()
	case "skip":
		t.nextFormStep()
	default:
		t.s.Form[t.s.Question] = what
		t.nextFormStep()
	}
}

func (t *turn) endForm() {
	t.s.Stage, t.s.Question, t.s.Form = complaint.Idle, "", nil
}

// finishForm resolves or declines, as the form says, and tells the customer.
func (t *turn) finishForm() {
	if t.s.Question != "confirm" {
		return
	}
	if t.s.Form["form"] == "decline" {
		t.decline()
		return
	}
	t.resolve()
}

// resolve puts the result on record and asks the customer whether it is solved.
func (t *turn) resolve() {
	text, f := t.formResult(), t.s.Form
	if !t.mayHandle() || t.move(complaint.Resolve) != nil {
		t.refuse(t.desk(complaint.StaffDesk))
		return
	}
	t.c.Closing = complaint.Closing{Outcome: f["outcome"], Cause: f["cause"], Done: f["done"], Promised: f["promised"]}
	t.c.Outcome = "resolved"
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Resolve, f["cause"])
	t.happened(policy.Resolved)
	t.showCard()
	t.showForm(t.desk(complaint.StaffDesk).Say("form_resolved", "by", t.st.Actor.Name))
	t.tellCustomer(t.outgoing(text), text, t.solvedButtons()...)
	t.endForm()
}

// decline tells the customer, with the reason, that the complaint is not taken further.
func (t *turn) decline() {
	text, f := t.formResult(), t.s.Form
	if t.move(complaint.Decline) != nil {
		t.refuse(t.desk(complaint.StaffDesk))
		return
	}
	t.c.Closing = complaint.Closing{Reason: f["reason"]}
	t.c.Outcome = f["verdict"]
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Decline, f["verdict"])
	t.happened(policy.Decided)
	t.happened(policy.Closed)
	t.stopClocks()
	t.showCard()
	t.showForm(t.desk(complaint.StaffDesk).Say("form_declined", "by", t.st.Actor.Name))
	t.tellCustomer(t.outgoing(text), text, t.reopenButton())
	t.closeTopic()
	t.endForm()
}

// askCustomer relays the question and marks the complaint as waiting for the customer.
func (t *turn) askCustomer() {
	if !t.mayHandle() || t.move(complaint.Ask) != nil {
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Ask, "")
	v := t.Texts.In(t.c.Language)
	m := t.asReply()
	t.tellCustomer(m, joinLines(v.Say("from_staff_question", "number", t.c.Number), complaint.Words(t.ev.Message.Text)))
	t.showForm(t.desk(complaint.StaffDesk).Say("form_asked", "by", t.st.Actor.Name))
	t.showCard()
	t.endForm()
}

// asReply turns the note just recorded into words for the customer, and gives its id.
func (t *turn) asReply() string {
	m := &t.res.Messages[len(t.res.Messages)-1]
	m.Direction = complaint.Out
	return m.ID
}

// outgoing records a sentence that the bot says for staff, so that its delivery is seen.
func (t *turn) outgoing(text complaint.Rich) string {
	m := complaint.Message{
		ID: fmt.Sprintf("e%d", t.ev.ID), Complaint: t.c.ID, Direction: complaint.Out,
		Chat: t.ev.Chat.ID, Author: t.st.Actor.ID, Text: text.String(), At: t.now,
	}
	t.res.Messages = append(t.res.Messages, m)
	return m.ID
}

// reopenButton lets the customer object to a refusal.
func (t *turn) reopenButton() []complaint.Button {
	return row(t.customerButton("button_object", "unsolved", t.c))
}

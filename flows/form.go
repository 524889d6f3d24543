package flows

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"redress/flows/complaint"
)

// A form is a short talk with one member of staff about one complaint, in one message that
// is rewritten step by step: what is asked, what was answered, what the customer will read.

// formSteps are the questions of the form under way, in order. What the policy's closing list
// demands comes before the confirmation.
func (t *turn) formSteps() []string {
	switch t.s.Form["form"] {
	case "resolve":
		first, rest := t.demandedFirst()
		return slices.Concat([]string{"outcome"}, first, []string{"cause", "done", "promised"}, rest, []string{"confirm"})
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
	if owed := t.owedToClose(); form == "resolve" && owed != nil {
		v := t.desk(complaint.StaffDesk)
		t.alert(v.Str("form_missing", "names", namesOf(owed, v.Lang)))
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, first
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": form}
	t.askForm()
}

// formSlot is the one message a member of staff's form lives in.
func (t *turn) formSlot() string { return t.formOf(t.ev.From.ID) }

func (t *turn) formOf(user int64) string { return fmt.Sprintf("form:%d:%s", user, t.c.ID) }

func (t *turn) showForm(text complaint.Rich, buttons ...[]complaint.Button) {
	t.toStaff(complaint.Outbound{Op: complaint.Show, Slot: t.formSlot(), Text: text, Buttons: buttons})
}

func (t *turn) formButton(key, what string) complaint.Button {
	return complaint.Button{Text: t.desk(complaint.StaffDesk).Str(key), Data: data("s", "form", t.c.Number, what)}
}

// askForm shows the open question of the form with its buttons.
func (t *turn) askForm() {
	if id, ok := strings.CutPrefix(t.s.Question, need); ok {
		t.askNeed(id)
		return
	}
	v := t.desk(complaint.StaffDesk)
	var hint complaint.Rich
	wide := 2
	switch t.s.Question {
	case "verdict":
		hint = t.lacksForVerdict(v)
	case "reason":
		wide = 1
	case "confirm":
		t.confirmForm()
		return
	}
	t.showForm(joinLines(v.Say("form_"+t.s.Question, "number", t.c.Number, "by", t.st.Actor.Name), hint),
		append(rows(wide, t.formChoices()), row(t.formButton("button_back", "cancel")))...)
}

// formChoices are the buttons of the open question.
func (t *turn) formChoices() []complaint.Button {
	switch t.s.Question {
	case "verdict":
		return t.verdictButtons()
	case "reason":
		return t.reasonButtons()
	case "cause":
		return t.causeChoices()
	case "done", "promised":
		return row(t.formButton("button_skip", "skip"))
	}
	return nil
}

// fillForm takes a typed answer to the open question.
func (t *turn) fillForm(answer string) {
	if !strings.ContainsFunc(answer, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		t.askForm() // nothing that anybody could read as an answer (LG-AT06)
		return
	}
	m := t.record(complaint.Note)
	switch {
	case t.s.Form["form"] == draftForm:
		t.editDraft(answer)
		return
	case t.s.Form["form"] == deskForm:
		t.handToDesk(answer)
		return
	case t.s.Form["form"] == taskForm:
		t.finishTask(answer)
		return
	case t.s.Form["form"] == stepForm:
		t.fillStep(answer)
		return
	case t.s.Form["form"] == reportForm:
		t.finishReport(answer)
		return
	case t.s.Form["form"] == string(actDemand):
		t.finishDemand(answer)
		return
	case t.s.Form["form"] == "ask":
		if !t.heldBack(m, asQuestion) {
			t.askCustomer()
		}
		return
	case t.s.Question == "verdict" || t.s.Question == "confirm":
		t.askForm()
		return
	case !t.mayAnswer():
		return
	case t.s.Question == "reason":
		delete(t.s.Form, "ready")
	}
	t.s.Form[t.s.Question] = excerpt(answer, 2000)
	t.nextFormStep()
}

func (t *turn) nextFormStep() {
	if t.s.Form["form"] == recordForm {
		t.nextRecord()
		return
	}
	steps := t.formSteps()
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
	if t.s.Form["form"] == stepForm {
		t.stepPressed(what)
		return
	}
	if t.s.Form["form"] == deskForm && what == "skip" {
		t.handToDesk("")
		return
	}
	switch what {
	case "send":
		t.finishForm()
	case "approval":
		t.askFormApproval()
	case "change":
		t.s.Question = t.formSteps()[0]
		t.askForm()
	default:
		if !t.takeChoice(what) {
			t.answer(v.Str("button_stale"))
			return
		}
		t.nextFormStep()
	}
}

// takeChoice takes a pressed answer, if it is one of the open question's.
func (t *turn) takeChoice(what string) bool {
	id, needed := strings.CutPrefix(t.s.Question, need)
	offered := slices.ContainsFunc(t.formChoices(), func(b complaint.Button) bool { return parsePress(b.Data).arg(0) == what })
	switch {
	case needed:
		t.s.Form[t.s.Question] = t.c.Closing.Record[id]
		return what == "keep" && t.c.Closing.Record[id] != ""
	case !offered:
		return false
	case t.s.Question == "verdict":
		return t.takeVerdict(what)
	case t.s.Question == "reason":
		return t.takeReason(what)
	case what != "skip":
		t.s.Form[t.s.Question] = what
	}
	return true
}

func (t *turn) endForm() {
	t.s.Stage, t.s.Question, t.s.Form = complaint.Idle, "", nil
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

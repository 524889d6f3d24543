package flows

import (
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// confirmForm shows what the customer will read, before anything is done, and what had better
// be worded differently.
func (t *turn) confirmForm() {
	v := t.desk(complaint.StaffDesk)
	found := t.lintForm()
	send := t.formButton("button_send", "send")
	if _, beyond := t.beyondAuthority(found); beyond {
		send = t.formButton("button_ask_approval", "approval")
	} else if len(found) > 0 {
		send = t.formButton("button_send_anyway", "send")
	}
	t.showForm(joinLines(v.Say("form_confirm"), quoted(t.formResult().String()), t.faults(found)),
		row(send, t.formButton("button_change", "change")), row(t.formButton("button_back", "cancel")))
}

// lintForm checks what staff wrote for the customer; the policy's own reasons and what was
// approved need no check.
func (t *turn) lintForm() []policy.Finding {
	f := t.s.Form
	if also := t.alsoBy(); also != nil {
		return also
	}
	switch {
	case f["ready"] != "" || t.c.Closing.Approved == digestOf(t.formResult().String()):
		return nil
	case f["form"] == "decline":
		return t.lint(true, f["reason"])
	}
	words := f["outcome"] + "\n" + f["promised"]
	return append(t.lint(true, words), t.Policy.LintIssues(t.desk(complaint.StaffDesk).Lang, strings.Join(wordsOf(t.st.Messages), "\n"), words)...)
}

// askFormApproval puts what the form is about to send before those who lead.
func (t *turn) askFormApproval() {
	v := t.desk(complaint.StaffDesk)
	f, beyond := t.beyondAuthority(t.lintForm())
	if t.s.Question != "confirm" || !beyond {
		t.answer(v.Str("button_stale"))
		return
	}
	t.askApproval(t.drafted(t.formResult().String()), asForm, f)
	t.showForm(joinLines(v.Say("form_confirm"), quoted(t.formResult().String()), v.Say("approval_sent")),
		row(t.formButton("button_change", "change"), t.formButton("button_back", "cancel")))
}

// formResult is the sentence the customer will receive.
func (t *turn) formResult() complaint.Rich {
	v := t.Texts.In(t.c.Language)
	f := t.s.Form
	if f["form"] == "decline" {
		return t.declined(complaint.Decision{Verdict: f["verdict"], Reason: f["reason"]})
	}
	text := v.Say("resolved", "number", t.c.Number, "outcome", f["outcome"])
	if p := f["promised"]; p != "" {
		text = joinLines(text, v.Say("resolved_promised", "promised", p))
	}
	return joinLines(text, v.Say("resolved_question"))
}

// finishForm resolves or declines, as the form says, and tells the customer.
func (t *turn) finishForm() {
	if t.s.Question != "confirm" {
		t.answer(t.desk(complaint.StaffDesk).Str("button_stale"))
		return
	}
	found := t.lintForm()
	if _, beyond := t.beyondAuthority(found); beyond {
		t.askForm()
		return
	}
	if len(found) > 0 {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), actOverride, rulesOf(found))
	}
	if t.s.Form["form"] == "decline" {
		t.decline()
		return
	}
	t.resolve()
}

// resolve puts the result on record and asks the customer whether it is solved, once the
// policy's closing list is complete.
func (t *turn) resolve() {
	text, f := t.formResult(), t.s.Form
	if missing := t.lacking(); len(missing) > 0 {
		t.alert(t.desk(complaint.StaffDesk).Str("form_missing", "names", namesOf(missing, t.desk(complaint.StaffDesk).Lang)))
		t.s.Question = need + missing[0].ID
		t.askForm()
		return
	}
	if !t.mayHandle() || t.move(complaint.Resolve) != nil {
		t.refuse(t.desk(complaint.StaffDesk))
		return
	}
	t.c.Closing = complaint.Closing{By: t.st.Actor.ID, Outcome: f["outcome"], Cause: f["cause"], Done: f["done"], Promised: f["promised"],
		Record: t.closingRecord()}
	t.c.Outcome = "resolved"
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Resolve, f["cause"])
	t.happened(policy.Resolved)
	t.showCard()
	t.showForm(t.desk(complaint.StaffDesk).Say("form_resolved", "by", t.st.Actor.Name))
	t.tellCustomer(t.outgoing(text), text, t.solvedButtons()...)
	t.keepWord(f["promised"])
	t.endForm()
}

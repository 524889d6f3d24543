package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// Words of staff that had better not leave, or may not leave without somebody else's consent,
// are held: kept as a note, with the way out offered as buttons. What holding them back is
// about is told by these letters, which the buttons carry.
const (
	asReply    = ""  // an answer to the customer
	asQuestion = "q" // a question to the customer
	asOffer    = "o" // one of the policy's offers
	asForm     = "f" // what a form is about to send
)

// Actions on words that were held, as the history names them.
const (
	actHold     complaint.Action = "hold"     // detail: the rules
	actOverride complaint.Action = "override" // sent all the same; detail: the rules
	actApprove  complaint.Action = "approve"  // detail: the id of the message
	actRefuse   complaint.Action = "refuse"
)

// lint finds what had better not be said to the customer (domain 1.22.5): what is wrong is
// named in the language of the desk, the better wording in the customer's, in which it would
// be written. final asks also for what the reply that ends a complaint must say (VK-P1).
func (t *turn) lint(final bool, words string) []policy.Finding {
	check, facts := t.Policy.LintFor, t.facts()
	if final {
		check = t.Policy.LintReplyFor
	}
	found := check(facts, t.desk(complaint.StaffDesk).Lang, words)
	for i, f := range check(facts, t.c.Language, words) {
		found[i].Better = f.Better
	}
	return found
}

// lintMessage is lint for a message with what is attached to it (SH-Q3).
func (t *turn) lintMessage(words string, files []complaint.Attachment) []policy.Finding {
	var kinds []string
	for _, f := range files {
		kinds = append(kinds, f.Kind)
	}
	found := t.Policy.LintFiles(t.desk(complaint.StaffDesk).Lang, kinds)
	return append(t.lint(false, words), found...)
}

// rulesOf lists the rules behind findings, for the history.
func rulesOf(found []policy.Finding) string {
	var ids []string
	for _, f := range found {
		if n := len(ids); n == 0 || ids[n-1] != f.Rule {
			ids = append(ids, f.Rule)
		}
	}
	return strings.Join(ids, " ")
}

// faults says what is wrong and the better wording, a line for each rule.
func (t *turn) faults(found []policy.Finding) complaint.Rich {
	v := t.desk(complaint.StaffDesk)
	var text complaint.Rich
	for i, f := range found {
		if slices.ContainsFunc(found[:i], func(g policy.Finding) bool { return g.Rule == f.Rule }) {
			continue
		}
		line := v.Say("held_lacks", "name", f.Name, "rule", f.Rule, "better", f.Better)
		if words := saidAgainst(found, f.Rule, v); words != "" {
			line = v.Say("held_words", "words", words, "name", f.Name, "rule", f.Rule, "better", f.Better)
		}
		text = joinLines(text, line)
	}
	return text
}

// saidAgainst lists the words found against a rule, each in quotation marks.
func saidAgainst(found []policy.Finding, rule string, v texts.Voice) string {
	var words []string
	for _, f := range found {
		if f.Rule == rule && f.Words != "" {
			words = append(words, v.Str("held_quote", "words", f.Words))
		}
	}
	return strings.Join(words, " ")
}

// heldBack holds the message of this event, already a note on record, when something is
// wrong with it; true when it did.
func (t *turn) heldBack(m complaint.Message, how string) bool {
	found := t.lintMessage(m.Text, m.Attachments)
	if len(found) == 0 {
		return false
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actHold, rulesOf(found))
	v := t.desk(complaint.StaffDesk)
	if f, beyond := t.beyondAuthority(found); beyond {
		t.here(joinLines(v.Say("held_for_approval"), t.faults(found)))
		t.askApproval(m, how, f)
		t.questionLeft(how)
		return true
	}
	t.here(joinLines(v.Say("held"), t.faults(found), v.Say("held_how")), row(t.heldButton("button_send_anyway", "anyway", m, how)))
	return true
}

// heldButton is a button about a held message.
func (t *turn) heldButton(key, what string, m complaint.Message, how string) complaint.Button {
	return complaint.Button{Text: t.desk(complaint.StaffDesk).Str(key), Data: data("s", what, t.c.Number, heldCode(m), how)}
}

// heldCode is the id of a message as a button carries it.
func heldCode(m complaint.Message) string { return strings.ReplaceAll(m.ID, ":", "/") }

// held finds words that are still held: as they were first written, never passed on. An
// edited message is not what was shown and has to be written anew.
func (t *turn) held(id string) (complaint.Message, bool) {
	for _, m := range t.st.Messages {
		if m.Direction == complaint.Note && len(m.Edits) == 0 && heldCode(m) == id {
			return m, true
		}
	}
	return complaint.Message{}, false
}

// sendAnyway sends words that were held for their wording, at the sender's own responsibility.
func (t *turn) sendAnyway(id, how string) {
	v := t.desk(complaint.StaffDesk)
	m, ok := t.held(id)
	found := t.lintMessage(m.Text, m.Attachments)
	_, beyond := t.beyondAuthority(found)
	switch {
	case !ok || m.MessageID == 0 || len(found) == 0:
		t.answer(v.Str("button_stale"))
		return
	case !t.mayHandle():
		return
	case beyond:
		t.alert(v.Str("approval_needed"))
		return
	}
	if t.letGo(m, how) {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), actOverride, rulesOf(found))
		t.change(v.Say("sent_anyway", "by", t.st.Actor.Name, "rules", rulesOf(found)))
	}
}

// letGo passes held words on to the customer after all; false when the complaint's state no
// longer allows it.
func (t *turn) letGo(m complaint.Message, how string) bool {
	if t.c.Status.Ended() || t.c.Owner == 0 || how == asQuestion && t.move(complaint.Ask) != nil {
		t.refuse(t.desk(complaint.StaffDesk))
		return false
	}
	m.Direction, m.At = complaint.Out, t.now
	t.res.Messages = append(t.res.Messages, m)
	v := t.Texts.In(t.c.Language)
	switch how {
	case asQuestion:
		t.note(m.Author, "staff", complaint.Ask, "")
		t.tellCustomer(m.ID, joinLines(v.Say("from_staff_question", "number", t.c.Number), complaint.Words(m.Text)))
		t.questionLeft(how)
		t.showCard()
	case asOffer:
		t.tellCustomer(m.ID, v.Say("offer_made", "number", t.c.Number, "offer", m.Text), t.offerButtons(m))
		t.showCard()
	default:
		t.passOn(m)
	}
	return true
}

// questionLeft closes the form in which a question was asked that is on its way, or with those
// who decide on it.
func (t *turn) questionLeft(how string) {
	if how == asQuestion && t.s.Form["form"] == "ask" && t.s.Form["complaint"] == t.c.ID {
		t.endForm()
	}
}

package flows

import (
	"cmp"
	"slices"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// A draft is a reply suggested to the owner, in the customer's language. It is said to nobody
// until the owner sends it.

// draftForm marks the owner's session while a draft stands before them.
const draftForm = "draft"

// mayDraft reports whether the actor has the complaint and could write to the customer.
func (t *turn) mayDraft() bool {
	return t.c.Owner == t.st.Actor.ID && (t.c.Status == complaint.Claimed || t.c.Status == complaint.Waiting)
}

// modelMayWrite reports whether a language model may suggest wording. Where a colleague is named,
// on what is critical and on a legal matter (LG-S3), the wording is by people alone.
func (t *turn) modelMayWrite() bool {
	return t.st.Org.Model && !t.namesColleague() && t.c.Severity != complaint.P1 && !t.facts().Lawsuit
}

// draftReply handles Draft and what stands under a draft.
func (t *turn) draftReply(what string) {
	v := t.desk(complaint.StaffDesk)
	if !t.mayDraft() {
		t.alert(v.Str("draft_owner_only"))
		return
	}
	if what != "" && (t.s.Form["form"] != draftForm || t.s.Form["complaint"] != t.c.ID) {
		t.answer(v.Str("button_stale"))
		return
	}
	switch what {
	case "":
		t.startDraft()
	case "send":
		t.sendDraft()
	case "edit":
		t.s.Stage, t.s.Question = complaint.Resolving, draftForm
		t.showForm(joinLines(v.Say("draft_edit", "by", t.st.Actor.Name), quoted(t.s.Form["text"])),
			row(t.draftButtonOf("button_drop", "drop")))
	case "drop":
		t.endForm()
		t.showForm(v.Say("form_cancelled", "by", t.st.Actor.Name))
	}
}

// startDraft shows what can be said at once and lets a model, where there is one, better it.
func (t *turn) startDraft() {
	text := t.plainDraft()
	t.s.Stage, t.s.Question = complaint.Idle, ""
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": draftForm, "text": text, "first": text}
	t.showDraft("draft_plain")
	if t.modelMayWrite() {
		t.res.Timers = append(t.res.Timers, complaint.Timer{
			Key: "draft:" + t.c.ID, Name: draftForm, Complaint: t.c.ID, At: t.now,
			Chat: complaint.Chat{ID: t.s.Chat, Kind: complaint.Group}, // a lane of its own: nobody waits for the model
		})
	}
}

// draftWritten puts a model's draft in the place of the plain one, while that stands as it was.
func (t *turn) draftWritten() {
	f := t.s.Form
	if t.c == nil || t.tr.Draft == "" || f["form"] != draftForm || f["complaint"] != t.c.ID ||
		f["text"] != f["first"] || t.s.Stage != complaint.Idle || staffSession(t.c.Owner) != t.ev.Chat.ID || t.c.Status.Ended() {
		return
	}
	t.s.Chat = t.ev.Chat.ID
	t.s.Form["text"] = excerptLines(t.tr.Draft, 2000)
	t.st.Actor = complaint.Actor{ID: t.c.Owner, Name: t.c.OwnerName, Role: complaint.RoleStaff}
	t.showDraft("draft_model")
}

// excerptLines shortens s without joining its lines.
func excerptLines(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

func (t *turn) draftButtonOf(key, what string) complaint.Button {
	return complaint.Button{Text: t.desk(complaint.StaffDesk).Str(key), Data: data("s", draftForm, t.c.Number, what)}
}

// showDraft shows the draft with what speaks against it and how the likeliest case ended.
func (t *turn) showDraft(key string) {
	v := t.desk(complaint.StaffDesk)
	text := t.s.Form["text"]
	send := "button_send"
	if len(t.lint(false, text)) > 0 {
		send = "button_send_anyway"
	}
	body := joinLines(v.Say(key, "by", t.st.Actor.Name), quoted(text), t.faults(t.lint(true, text)), t.precedent())
	t.toStaff(complaint.Outbound{Op: complaint.Show, Slot: t.formOf(t.st.Actor.ID), Text: body, Buttons: [][]complaint.Button{
		row(t.draftButtonOf(send, "send"), t.draftButtonOf("button_edit", "edit"), t.draftButtonOf("button_drop", "drop"))}})
}

// precedent tells how the likeliest similar case ended.
func (t *turn) precedent() complaint.Rich {
	v := t.desk(complaint.StaffDesk)
	for _, s := range t.endedCases() {
		if r := caseResult(&s.Complaint); r != "" {
			return v.Say("draft_precedent", "card", t.cardLink(s.Complaint.ID, s.Complaint.Number), "result", excerpt(r, 150))
		}
	}
	return nil
}

// editDraft takes the owner's own wording.
func (t *turn) editDraft(text string) {
	t.s.Form["text"] = excerptLines(text, 3500)
	t.s.Stage, t.s.Question = complaint.Idle, ""
	t.showDraft("draft_own")
}

// sendDraft passes the draft on as the owner's words, or puts it before those who have to
// agree.
func (t *turn) sendDraft() {
	v := t.desk(complaint.StaffDesk)
	m := t.drafted(t.s.Form["text"])
	found := t.lint(false, m.Text)
	if f, beyond := t.beyondAuthority(found); beyond {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), actHold, rulesOf(found))
		t.askApproval(m, asReply, f)
		t.showForm(joinLines(v.Say("held_for_approval"), quoted(m.Text)))
		t.endForm()
		return
	}
	if !t.letGo(m, asReply) {
		return
	}
	if len(found) > 0 {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), actOverride, rulesOf(found))
	}
	t.showForm(joinLines(v.Say("draft_sent", "by", t.st.Actor.Name), quoted(m.Text)))
	t.endForm()
}

// plainDraft says what is known to be true: thanks, what was understood, what comes next and
// by when as far as a clock guards it.
func (t *turn) plainDraft() string {
	v := t.Texts.In(t.c.Language)
	var understood complaint.Rich
	if !t.namesColleague() && t.c.Summary != "" {
		understood = v.Say("reply_understood", "summary", excerpt(t.c.Summary, 400))
	}
	next := v.Say("reply_next")
	if due := t.resultBy(); !due.IsZero() {
		next = v.Say("reply_next_by", "when", v.When(due, t.now, t.Policy.Zone()))
	}
	return joinLines(v.Say("reply_thanks"), understood, next).String()
}

// resultBy is when the result is due at the latest, zero if no clock runs for it.
func (t *turn) resultBy() (due time.Time) {
	for _, c := range t.c.Clocks {
		rule, ok := t.Policy.Clock(c.Rule)
		if ok && rule.Stop == policy.Resolved && c.Running() && c.Due.After(t.now) && (due.IsZero() || c.Due.Before(due)) {
			due = c.Due
		}
	}
	return due
}

// Writing says whether a model should be asked for a draft before ev is dealt with, and what
// it may know for it.
func (d *Desk) Writing(st State, ev complaint.Event, now time.Time) (complaint.Writing, bool) {
	if ev.Kind != complaint.Due || ev.Timer.Name != draftForm || st.Complaint == nil {
		return complaint.Writing{}, false
	}
	t := newTurn(d, st, ev, complaint.Triage{}, now)
	if t.s.Form["form"] != draftForm || t.s.Form["complaint"] != t.c.ID || !t.modelMayWrite() {
		return complaint.Writing{}, false
	}
	w := complaint.Writing{
		Language: t.c.Language, Words: wordsOf(st.Messages), Summary: t.c.Summary, Plain: t.s.Form["text"], Customer: t.c.Customer,
	}
	for _, m := range st.Messages {
		if m.Direction == complaint.Out && m.Text != "" {
			w.Replies = append(w.Replies, m.Text)
		}
	}
	for _, s := range t.endedCases() {
		if r := caseResult(&s.Complaint); r != "" {
			w.Cases = append(w.Cases, excerpt(r, 200))
		}
	}
	for _, f := range t.lint(true, t.s.Form["text"]) {
		w.Norms = append(w.Norms, cmp.Or(f.Better, f.Name))
	}
	slices.Sort(w.Norms)
	w.Norms = slices.Compact(w.Norms)
	return w, true
}

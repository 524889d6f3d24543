package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// beyondAuthority finds what the actor may not tell a customer without consent (PS-F1, SH-Q3,
// FD-P1, AS-4). Four eyes: also somebody who leads needs a second person, unless nobody else
// leads.
func (t *turn) beyondAuthority(found []policy.Finding) (policy.Finding, bool) {
	for _, f := range found {
		if f.Approval != "" && !t.alone() {
			return f, true
		}
	}
	return policy.Finding{}, false
}

// alone reports whether the actor is the only one who leads.
func (t *turn) alone() bool {
	return t.st.Actor.Leads() && len(t.leaders()) == 0
}

// leaders are those who may decide on what the actor proposes.
func (t *turn) leaders() []complaint.Staff {
	var out []complaint.Staff
	for _, s := range t.st.Org.People {
		a := complaint.Actor{ID: s.ID, Role: s.Role}
		if !s.Removed && a.Leads() && s.ID != t.st.Actor.ID && !t.named(s.Name) {
			out = append(out, s)
		}
	}
	return out
}

// askLeaders puts something before those who lead: in the managers' chat or, where there is
// none, by name in the complaint's thread.
func (t *turn) askLeaders(text complaint.Rich, buttons ...[]complaint.Button) {
	if t.st.Org.Managers.Chat != 0 {
		t.send(complaint.Outbound{Op: complaint.Say, Desk: complaint.ManagersDesk, Text: text, Buttons: buttons})
		return
	}
	var names complaint.Rich
	for _, s := range t.leaders() {
		if s.Name != "" {
			if names != nil {
				names = append(names, complaint.Span{Text: " "})
			}
			names = append(names, complaint.Span{Text: s.Name, Style: complaint.Mention, Ref: fmt.Sprint(s.ID)})
		}
	}
	t.remark(joinLines(text, names), buttons...)
}

// askApproval asks those who lead whether held words may go out.
func (t *turn) askApproval(m complaint.Message, how string, f policy.Finding) {
	v := t.desk(complaint.ManagersDesk)
	var words complaint.Rich
	if m.Text != "" {
		words = quoted(m.Text)
	}
	if len(m.Attachments) > 0 && t.st.Org.Managers.Chat != 0 {
		t.send(complaint.Outbound{Op: complaint.Copy, Desk: complaint.ManagersDesk, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
	t.askLeaders(joinLines(
		v.Say("approval_asked", "by", t.st.Actor.Name, "card", t.cardLink(t.c.ID, t.c.Number),
			"role", t.Policy.Role(f.Approval, v.Lang), "why", f.Name, "rule", f.Rule),
		words),
		row(t.heldButton("button_approve", "approve", m, how), t.heldButton("button_refuse", "refuse", m, how)))
}

// approve lets held words go out, or the form that waits for it, and records who agreed.
func (t *turn) approve(id, how string) {
	m, ok := t.mayApprove(id)
	if !ok {
		return
	}
	if how == asForm {
		t.approveForm(m)
	} else if !t.letGo(m, how) {
		return
	}
	t.setRecord("plan_approved", t.st.Actor.Name)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actApprove, m.ID)
	t.happened(policy.Approved)
	key := "approved"
	if how == asForm {
		key = "approved_form"
	}
	t.decidedOn(key, m.Author)
}

// approveForm lets the author's form send just these words.
func (t *turn) approveForm(m complaint.Message) {
	t.c.Closing.Approved = digestOf(m.Text)
	v := t.desk(complaint.StaffDesk)
	t.toStaff(complaint.Outbound{Op: complaint.Show, Slot: t.formOf(m.Author), Text: joinLines(v.Say("form_confirm"), quoted(m.Text)),
		Buttons: [][]complaint.Button{row(t.formButton("button_send", "send"), t.formButton("button_change", "change")),
			row(t.formButton("button_back", "cancel"))}})
}

// refuseApproval keeps held words from the customer for good.
func (t *turn) refuseApproval(id string) {
	m, ok := t.mayApprove(id)
	if !ok {
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actRefuse, m.ID)
	t.decidedOn("approval_refused", m.Author)
}

// mayApprove finds what is to be decided on, if the actor may: somebody who leads and did not
// write it.
func (t *turn) mayApprove(id string) (complaint.Message, bool) {
	v := t.desk(t.where())
	m, ok := t.held(id)
	switch {
	case !ok:
		t.answer(v.Str("button_stale"))
	case !t.st.Actor.Leads():
		t.alert(v.Str("approval_leaders_only"))
		ok = false
	case m.Author == t.st.Actor.ID:
		t.alert(v.Str("approval_not_own"))
		ok = false
	}
	return m, ok
}

// decidedOn takes the request away and tells staff, and the author by name, what was decided.
func (t *turn) decidedOn(key string, author int64) {
	t.strip()
	s := t.desk(complaint.StaffDesk)
	t.remark(s.Say(key, "by", t.st.Actor.Name, "who", t.mention(author)))
	if t.where() == complaint.ManagersDesk {
		v := t.desk(complaint.ManagersDesk)
		t.here(v.Say(key, "by", t.st.Actor.Name, "who", t.mention(author)))
	}
}

// mention calls somebody on the list by name.
func (t *turn) mention(id int64) complaint.Rich {
	for _, s := range t.st.Org.People {
		if s.ID == id && s.Name != "" {
			return complaint.Rich{{Text: s.Name, Style: complaint.Mention, Ref: fmt.Sprint(id)}}
		}
	}
	return t.ownerMention()
}

// digestOf identifies words that were approved.
func digestOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:8])
}

package flows

import (
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// verdicts are the policy's decisions that end a complaint without taking it further.
func (t *turn) verdicts() []policy.ValidityValue {
	values := slices.DeleteFunc(t.Policy.Validity().Values, func(v policy.ValidityValue) bool { return v.Kind == policy.Valid })
	if len(values) == 0 {
		return []policy.ValidityValue{{ID: "invalid", Kind: policy.NotValid}, {ID: "suggestion", Kind: policy.Suggestion}}
	}
	return values
}

// verdictButtons name each decision; the common ones in the common words.
func (t *turn) verdictButtons() []complaint.Button {
	v := t.desk(complaint.StaffDesk)
	var out []complaint.Button
	for _, value := range t.verdicts() {
		same := 0
		for _, other := range t.verdicts() {
			if other.Kind == value.Kind {
				same++
			}
		}
		label := value.Name.In(v.Lang)
		if same == 1 && v.Has("button_"+string(value.Kind)) {
			label = v.Str("button_" + string(value.Kind))
		}
		out = append(out, complaint.Button{Text: label, Data: data("s", "form", t.c.Number, value.ID)})
	}
	return out
}

// reasonButtons are the policy's ready-made reasons for the decision, one a line.
func (t *turn) reasonButtons() []complaint.Button {
	v := t.desk(complaint.StaffDesk)
	var out []complaint.Button
	for i, r := range t.Policy.ReasonsFor(policy.ValueKind(t.s.Form["verdict"])) {
		out = append(out, complaint.Button{Text: excerpt(r.Name.In(v.Lang), 60), Data: data("s", "form", t.c.Number, "r"+strconv.Itoa(i))})
	}
	return out
}

// takeVerdict takes the decision that was pressed.
func (t *turn) takeVerdict(id string) bool {
	for _, value := range t.verdicts() {
		if value.ID == id {
			t.s.Form["value"], t.s.Form["verdict"] = value.ID, string(value.Kind)
			return true
		}
	}
	return false
}

// takeReason takes a ready-made reason, in the customer's language.
func (t *turn) takeReason(pressed string) bool {
	reasons := t.Policy.ReasonsFor(policy.ValueKind(t.s.Form["verdict"]))
	i, err := strconv.Atoi(strings.TrimPrefix(pressed, "r"))
	if err != nil || i < 0 || i >= len(reasons) {
		return false
	}
	t.s.Form["reason"], t.s.Form["ready"] = reasons[i].Name.In(t.c.Language), "yes"
	return true
}

// lacksForVerdict names what has to be known before a complaint can be called not valid
// (FD-V): ask, do not reject.
func (t *turn) lacksForVerdict(v texts.Voice) complaint.Rich {
	var names []string
	for _, f := range t.Policy.Validity().Lacks(t.c.Fields) {
		if f.ID != policy.Story {
			names = append(names, f.Name.In(v.Lang))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return v.Say("form_lacks", "fields", strings.Join(names, ", "))
}

// mayDecide reports whether the actor decides on validity, or only proposes.
func (t *turn) mayDecide() bool {
	by := t.Policy.Validity().DecidedBy
	return by == "" || by == string(complaint.RoleStaff) || t.st.Actor.Leads()
}

// proposeDecline puts the owner's decision before those who may take it.
func (t *turn) proposeDecline() {
	f := t.s.Form
	t.c.Closing.Proposed = complaint.Decision{By: t.st.Actor.ID, Verdict: f["verdict"], Value: f["value"], Reason: f["reason"]}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "propose_decline", f["value"])
	m := t.desk(complaint.ManagersDesk)
	t.askLeaders(joinLines(
		m.Say("decline_asked", "by", t.st.Actor.Name, "card", t.cardLink(t.c.ID, t.c.Number), "verdict", t.verdictName(m.Lang, f["value"])),
		quoted(t.formResult().String())),
		row(t.decideButton("button_confirm", "yes"), t.decideButton("button_refuse", "no")))
	v := t.desk(complaint.StaffDesk)
	t.showForm(v.Say("decline_waits", "by", t.st.Actor.Name, "role", t.Policy.Role(t.Policy.Validity().DecidedBy, v.Lang)))
	t.endForm()
}

func (t *turn) decideButton(key, answer string) complaint.Button {
	return complaint.Button{Text: t.desk(complaint.ManagersDesk).Str(key), Data: data("s", "decide", t.c.Number, answer, decisionCode(t.c.Closing.Proposed))}
}

func (t *turn) verdictName(lang, id string) string {
	for _, value := range t.verdicts() {
		if value.ID == id && len(value.Name) > 0 {
			return value.Name.In(lang)
		}
	}
	return id
}

// decisionCode ties a request to just the decision it shows.
func decisionCode(d complaint.Decision) string { return digestOf(d.Value + "\n" + d.Reason) }

// decide confirms a proposed refusal, or leaves the complaint with its owner.
func (t *turn) decide(answer, code string) {
	v := t.desk(t.where())
	d := t.c.Closing.Proposed
	switch {
	case d == complaint.Decision{} || decisionCode(d) != code:
		t.answer(v.Str("button_stale"))
		return
	case !t.st.Actor.Leads():
		t.alert(v.Str("approval_leaders_only"))
		return
	}
	t.c.Closing.Proposed = complaint.Decision{}
	if answer != "yes" {
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), actRefuse, "decline")
		t.decidedOn("decline_refused", d.By)
		return
	}
	if t.declineWith(d) {
		t.decidedOn("decline_confirmed", d.By)
	}
}

// decline tells the customer, with the reason, that the complaint is not taken further, or
// proposes it to those who may decide.
func (t *turn) decline() {
	if !t.mayDecide() {
		t.proposeDecline()
		return
	}
	f := t.s.Form
	if t.declineWith(complaint.Decision{Verdict: f["verdict"], Value: f["value"], Reason: f["reason"]}) {
		t.showForm(t.desk(complaint.StaffDesk).Say("form_declined", "by", t.st.Actor.Name))
		t.endForm()
	}
}

// declineWith carries the decision out.
func (t *turn) declineWith(d complaint.Decision) bool {
	if t.move(complaint.Decline) != nil {
		t.refuse(t.desk(complaint.StaffDesk))
		return false
	}
	t.c.Closing = complaint.Closing{Reason: d.Reason, Record: t.c.Closing.Record}
	t.c.Outcome = d.Verdict
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Decline, d.Value)
	t.happened(policy.Decided)
	t.happened(policy.Closed)
	t.stopClocks()
	t.showCard()
	text := t.declined(d)
	t.tellCustomer(t.outgoing(text), text, t.reopenButton())
	t.closeTopic()
	return true
}

// declined is what the customer reads about a refusal.
func (t *turn) declined(d complaint.Decision) complaint.Rich {
	return t.Texts.In(t.c.Language).Say("declined_"+d.Verdict, "number", t.c.Number, "reason", d.Reason)
}

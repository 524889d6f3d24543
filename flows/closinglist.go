package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// need marks the questions of the form that the policy's closing list adds.
const need = "need:"

// byCustomer are requirements that the customer's own answer to "is it solved?" and the
// rating fulfil (PS-T04, CC-M2, LG-4.6): nobody can put them on record before.
func byCustomer() []string {
	return []string{"customer_confirmed", "customer_contacted", "callback", "satisfaction"}
}

// byResult are requirements that the result sent to the customer fulfils (SH-Q5, LG-Q3), and
// the form itself when all of it is filled in (SH-C1).
func byResult() []string {
	return []string{"customer_informed", "reply_given", "solution_notice", "form_complete"}
}

// byLeaders are requirements only somebody who leads can fulfil (CC-E1, AS-4).
func byLeaders() []string { return []string{"manager_reply", "plan_approved"} }

// closingFacts are the facts the closing list looks at: what was raised to the managers is
// beyond the authority of staff.
func (t *turn) closingFacts() policy.Facts {
	f := t.facts()
	f.BeyondAuthority = f.BeyondAuthority || t.c.Escalated
	f.Employee = f.Employee || len(accused(t.c)) > 0 // EM-1
	return f
}

// given is what is on record without asking: what the bot sees done itself, and what those
// who lead put there.
func (t *turn) given() map[string]bool {
	record := map[string]bool{"outcome": true, "cause": true}
	for _, id := range byCustomer() {
		record[id] = true
	}
	for _, id := range byResult() {
		record[id] = !t.c.Unreachable
	}
	for _, id := range byLeaders() {
		record[id] = t.c.Closing.Record[id] != ""
	}
	record["form_complete"], record[desksAnswered] = true, !t.awaitsDesks()
	t.stepRecord(record)
	return record
}

// demanded are the questions the closing list adds to the form, in the order of the policy.
func (t *turn) demanded() []string {
	var out []string
	if t.c.Kind != complaint.KindComplaint {
		return nil
	}
	for _, r := range t.Policy.CloseMissing(t.closingFacts(), t.given()) {
		out = append(out, need+r.ID)
	}
	return out
}

// beforeCause are requirements that come before anybody says whose fault it was: the employee
// is heard first (EM-1).
func beforeCause() []string { return []string{"employee_statement"} }

// demandedFirst parts the demanded questions into those that come before the cause and the rest.
func (t *turn) demandedFirst() (first, rest []string) {
	for _, q := range t.demanded() {
		if slices.Contains(beforeCause(), strings.TrimPrefix(q, need)) {
			first = append(first, q)
		} else {
			rest = append(rest, q)
		}
	}
	return first, rest
}

// lacking lists what the policy still demands before the form may be sent (VK-N5, SH-Q5).
func (t *turn) lacking() []policy.Requirement {
	if t.c.Kind != complaint.KindComplaint {
		return nil
	}
	record := t.given()
	record["outcome"] = t.s.Form["outcome"] != ""
	record["cause"] = t.s.Form["cause"] != ""
	for k, v := range t.s.Form {
		if id, ok := strings.CutPrefix(k, need); ok && v != "" {
			record[id] = true
		}
	}
	record[desksAnswered] = !t.awaitsDesks()
	t.stepRecord(record)
	t.recordKept(record)
	return t.Policy.CloseMissing(t.closingFacts(), record)
}

// namesOf lists what is missing as staff read it.
func namesOf(missing []policy.Requirement, lang string) string {
	var names []string
	for _, r := range missing {
		names = append(names, r.Name.In(lang))
	}
	return strings.Join(names, "; ")
}

// askNeed asks for one thing the closing list demands; an answer from an earlier time may be
// kept.
func (t *turn) askNeed(id string) {
	v := t.desk(complaint.StaffDesk)
	missing := t.lacking()
	i := slices.IndexFunc(missing, func(r policy.Requirement) bool { return r.ID == id })
	if i < 0 {
		t.nextFormStep()
		return
	}
	key, buttons := "form_need", [][]complaint.Button(nil)
	if slices.Contains(byLeaders(), id) {
		key = "form_need_leader"
	}
	text := v.Say(key, "number", t.c.Number, "n", len(missing), "name", missing[i].Name.In(v.Lang), "rule", missing[i].Rule)
	if before := t.c.Closing.Record[id]; before != "" {
		text = joinLines(text, quoted(before))
		buttons = append(buttons, row(t.formButton("button_keep_answer", "keep")))
	}
	if strings.HasPrefix(id, specialClosing) {
		buttons = append(buttons, row(complaint.Button{Text: v.Str("button_special"), Data: data("s", "special", t.c.Number)}))
	}
	t.showForm(text, append(buttons, row(t.formButton("button_back", "cancel")))...)
}

// mayAnswer reports whether the actor can answer the open question of the form.
func (t *turn) mayAnswer() bool {
	id, asked := strings.CutPrefix(t.s.Question, need)
	if asked && slices.Contains(byLeaders(), id) && !t.st.Actor.Leads() {
		t.here(t.desk(complaint.StaffDesk).Say("need_leader"))
		return false
	}
	return true
}

// closingRecord is everything on record so far, with the answers of the form.
func (t *turn) closingRecord() map[string]string {
	for k, v := range t.s.Form {
		if id, ok := strings.CutPrefix(k, need); ok {
			t.setRecord(id, v)
		}
	}
	return t.c.Closing.Record
}

// setRecord puts on record what a requirement of the closing list asks for.
func (t *turn) setRecord(id, value string) {
	if t.c.Closing.Record == nil {
		t.c.Closing.Record = map[string]string{}
	}
	t.c.Closing.Record[id] = value
}

// forgetConsent strikes what the customer was put on record as having agreed to: they have
// said otherwise since.
func (t *turn) forgetConsent() {
	for _, id := range []string{"customer_opinion", "agreement", "agreement_signed", "plan_agreed", "both_consent"} {
		delete(t.c.Closing.Record, id)
	}
}

// causeChoices are the causes staff choose from: the policy's own where it demands the cause,
// otherwise whose it was.
func (t *turn) causeChoices() []complaint.Button {
	record := t.given()
	record["cause"] = false
	v := t.desk(complaint.StaffDesk)
	demanded := slices.ContainsFunc(t.Policy.CloseMissing(t.closingFacts(), record), func(r policy.Requirement) bool { return r.ID == "cause" })
	var out []complaint.Button
	if demanded {
		for _, c := range t.Policy.Causes() {
			out = append(out, complaint.Button{Text: c.Name.In(v.Lang), Data: data("s", "form", t.c.Number, c.ID)})
		}
	}
	if len(out) > 0 {
		return out
	}
	return row(t.formButton("cause_us", "us"), t.formButton("cause_customer", "customer"),
		t.formButton("cause_third_party", "third_party"), t.formButton("cause_unknown", "unknown"))
}

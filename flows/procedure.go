package flows

import (
	"slices"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// What a procedure waits for and only a person can say: that a complaint is taken on as a case,
// what a unit found, that improvement is demanded, that somebody with authority agrees, that it
// is valid. Each is a command and, where the policy's clocks or notices go by it, a button.
const (
	actRegister complaint.Action = "register"
	actDemand   complaint.Action = "demand"
	actValid    complaint.Action = "valid"   // decided: valid
	actInvalid  complaint.Action = "invalid" // decided: not valid; the customer is told with the reason
	reportForm                   = "report"
)

// procedureCommand is /register, /report words, /demand words, /approve words, /valid and
// /invalid, about the complaint of the topic, of the message replied to or by number.
func (t *turn) procedureCommand(cmd command) {
	v := t.desk(t.where())
	_, words := aboutNumber(cmd.args)
	switch {
	case t.c == nil || t.c.Number == "":
		t.here(v.Say("staff_not_found"))
		return
	case t.concerned():
		t.here(v.Say("staff_colleague"))
		return
	case !t.c.Status.Open():
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
		return
	}
	switch cmd.name {
	case "register":
		t.register()
	case "report":
		t.reportCommand(words)
	case "demand":
		t.demandCommand(words)
	case "approve":
		t.agree(words)
	case "valid", "invalid":
		t.decided(cmd.name == "valid")
	}
}

// actOnProcedure does what the buttons of a procedure ask.
func (t *turn) actOnProcedure(p press) bool {
	switch p.what {
	case "register":
		t.register()
	case "report":
		t.askReport()
	case "demand":
		t.askDemand()
	case "agree":
		t.agree("")
	case "valid":
		t.decided(p.arg(0) != "no")
	default:
		return false
	}
	return true
}

// procedureButtons offers what the policy waits for and a person can say now.
func (t *turn) procedureButtons() [][]complaint.Button {
	v := t.desk(complaint.StaffDesk)
	var out []complaint.Button
	for _, b := range []struct {
		h         policy.Happening
		key, what string
	}{
		{policy.Registered, "button_register", "register"}, {policy.Reported, "button_report", "report"},
		{policy.Demanded, "button_demand", "demand"}, {policy.Approved, "button_agree", "agree"}, {policy.Decided, "button_valid", "valid"},
	} {
		if t.c.Status.Open() && t.awaited(b.h) {
			out = append(out, complaint.Button{Text: v.Str(b.key), Data: data("s", b.what, t.c.Number)})
		}
	}
	return rows(2, out)
}

// awaited reports whether the policy goes by h in a complaint like this one: what ends clocks
// only, where such a clock concerns it.
func (t *turn) awaited(h policy.Happening) bool {
	switch h {
	case policy.Registered:
		return t.Policy.GoesBy(h) && t.c.Happened[string(h)].IsZero()
	case policy.Reported, policy.Decided:
		return slices.ContainsFunc(t.Policy.ClocksOf(t.facts()), func(r policy.ClockRule) bool { return r.Stop == h })
	}
	return t.Policy.GoesBy(h)
}

// register takes the complaint on as a case, once (CA-T1: 正式立案).
func (t *turn) register() {
	if !t.mayCorrect() {
		return
	}
	v := t.desk(complaint.StaffDesk)
	if !t.c.Happened[string(policy.Registered)].IsZero() {
		t.alert(v.Str("registered_already"))
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actRegister, "")
	t.happened(policy.Registered)
	t.remark(v.Say("staff_registered", "by", t.st.Actor.Name))
	t.showCard()
}

// reportCommand puts what a unit found before those who decide.
func (t *turn) reportCommand(words string) {
	switch {
	case !t.mayHandle():
	case words == "":
		t.askReport()
	default:
		t.record(complaint.Note)
		t.report(words)
	}
}

func (t *turn) askReport() {
	if !t.mayHandle() {
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "words"
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": reportForm}
	t.showForm(t.desk(complaint.StaffDesk).Say("form_report", "number", t.c.Number, "by", t.st.Actor.Name), row(t.formButton("button_back", "cancel")))
}

// finishReport takes the words of the form.
func (t *turn) finishReport(words string) {
	t.showForm(t.desk(complaint.StaffDesk).Say("report_sent", "by", t.st.Actor.Name))
	t.endForm()
	t.report(words)
}

// report tells those who lead what was found, and lets them say whether the complaint is valid
// where the policy waits for that (VK-T08, VK-T09, PS-T05).
func (t *turn) report(words string) {
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actReported, excerpt(words, 200))
	m := t.desk(complaint.ManagersDesk)
	var buttons [][]complaint.Button
	if t.Policy.GoesBy(policy.Decided) {
		buttons = append(buttons, row(complaint.Button{Text: m.Str("button_valid"), Data: data("s", "valid", t.c.Number)},
			complaint.Button{Text: m.Str("button_invalid"), Data: data("s", "valid", t.c.Number, "no")}))
	}
	text := m.Say("report_head", "by", t.st.Actor.Name, "card", t.cardLink(t.c.ID, t.c.Number))
	if t.st.Org.Managers.Chat != 0 || !t.namesColleague() {
		text = joinLines(text, quoted(excerpt(words, 1500)))
	}
	t.askLeaders(text, buttons...)
	t.happened(policy.Reported)
	t.showCard()
}

// decided says whether the complaint is valid: the answer to whoever reported it. That it is
// not is told to the customer, with the reason, by whoever has it.
func (t *turn) decided(valid bool) {
	v := t.desk(t.where())
	if !t.mayDecide() {
		t.alert(v.Str("approval_leaders_only"))
		return
	}
	act, key := actValid, "decided_valid"
	if !valid {
		act, key = actInvalid, "decided_invalid"
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), act, "")
	t.c.Facts = slices.DeleteFunc(t.c.Facts, func(f complaint.Fact) bool { return f.Name == complaint.FactUnclear })
	t.happened(policy.Decided)
	t.strip()
	t.remark(t.desk(complaint.StaffDesk).Say(key, "by", t.st.Actor.Name, "who", t.ownerMention()))
	if t.where() == complaint.ManagersDesk {
		t.here(t.desk(complaint.ManagersDesk).Say(key, "by", t.st.Actor.Name, "who", t.ownerMention()))
	}
	t.showCard()
}

// agree puts on record that somebody who leads agrees with what is planned (FD-T1, AS-4).
// Nobody agrees with themselves while there is somebody else who could.
func (t *turn) agree(words string) {
	v := t.desk(t.where())
	switch {
	case !t.st.Actor.Leads():
		t.alert(v.Str("approval_leaders_only"))
		return
	case t.c.Owner == t.st.Actor.ID && !t.alone():
		t.alert(v.Str("approval_not_own"))
		return
	}
	t.setRecord("plan_approved", t.st.Actor.Name)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actApprove, excerpt(words, 200))
	t.happened(policy.Approved)
	s := t.desk(complaint.StaffDesk)
	text := s.Say("agreed", "by", t.st.Actor.Name, "who", t.ownerMention())
	if words != "" {
		text = joinLines(text, quoted(excerpt(words, 500)))
	}
	t.remark(text)
	t.showCard()
}

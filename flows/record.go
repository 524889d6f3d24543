package flows

import (
	"slices"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// A result was sent, and what it takes to close has grown since: the severity rose. The
// complaint then stays open until its record is complete, whatever the customer has said.

// recordForm asks only for what the record lacks.
const recordForm = "record"

// unrecorded lists what the policy still demands of a complaint whose result was sent.
func (t *turn) unrecorded() []policy.Requirement {
	if t.c.Kind != complaint.KindComplaint || t.c.Status != complaint.Resolved {
		return nil
	}
	return t.lacking()
}

// recordKept adds what was put on record when the result was sent.
func (t *turn) recordKept(record map[string]bool) {
	if t.c.Status != complaint.Resolved {
		return
	}
	record["outcome"] = record["outcome"] || t.c.Closing.Outcome != ""
	record["cause"] = record["cause"] || t.c.Closing.Cause != ""
	for id, words := range t.c.Closing.Record {
		record[id] = record[id] || words != ""
	}
}

// recheckRecord tells staff what the record lacks now, or ends what only waited for it.
func (t *turn) recheckRecord() {
	if t.c.Status != complaint.Resolved {
		return
	}
	missing := t.unrecorded()
	if len(missing) > 0 {
		t.askRecord("staff_record_again", missing)
	} else if !t.c.SolvedAt.IsZero() {
		t.endSolved()
	}
}

// askRecord names what is missing and lets staff fill it in.
func (t *turn) askRecord(key string, missing []policy.Requirement) {
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say(key, "number", t.c.Number, "names", namesOf(missing, v.Lang), "who", t.ownerMention()),
		row(complaint.Button{Text: v.Str("button_record"), Data: data("s", recordForm, t.c.Number)}))
}

// startRecord begins the form, for whoever handles the complaint.
func (t *turn) startRecord() {
	missing := t.unrecorded()
	if len(missing) == 0 {
		t.answer(t.desk(complaint.StaffDesk).Str("button_stale"))
		return
	}
	if !t.mayHandle() {
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, need+missing[0].ID
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": recordForm}
	t.askForm()
}

// nextRecord asks for the next thing the record lacks, or completes it.
func (t *turn) nextRecord() {
	if missing := t.unrecorded(); len(missing) > 0 {
		t.s.Question = need + missing[0].ID
		t.askForm()
		return
	}
	t.c.Closing.Record = t.closingRecord()
	if t.c.Closing.Cause == "" {
		t.c.Closing.Cause = t.c.Closing.Record["cause"]
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), recordForm, "")
	t.showForm(t.desk(complaint.StaffDesk).Say("record_complete", "by", t.st.Actor.Name))
	t.endForm()
	t.showCard()
	t.recheckRecord()
}

// cardOwed tells on the card of a resolved complaint what its record lacks.
func (t *turn) cardOwed() complaint.Rich {
	missing := t.unrecorded()
	if len(missing) == 0 {
		return nil
	}
	v := t.desk(complaint.StaffDesk)
	return v.Say("card_record", "names", namesOf(missing, v.Lang))
}

// dropTold forgets notices that no longer hold, so that they are given again when they do.
func (t *turn) dropTold() {
	holds := append(t.Policy.NoticesOf(policy.Classified, t.facts()), t.repeated()...)
	t.c.Told = slices.DeleteFunc(t.c.Told, func(id string) bool {
		return !slices.ContainsFunc(holds, func(n policy.Notice) bool { return n.ID == id })
	})
}

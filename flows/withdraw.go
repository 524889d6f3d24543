package flows

import (
	"redress/flows/complaint"
	"redress/flows/policy"
)

// withdrawCommand asks which complaint, or whether really.
func (t *turn) withdrawCommand(number string) {
	if number == "" {
		open := t.openOnes()
		switch len(open) {
		case 0:
			t.focus(nil)
			t.tell(t.voice().Say("nothing_open"))
			return
		case 1:
			t.focus(&open[0])
		default:
			t.mine()
			return
		}
	}
	if t.c == nil || number != "" && t.c.Number != normalNumber(number) {
		t.focus(nil)
		t.tell(t.voice().Say("not_found"))
		return
	}
	t.askWithdraw()
}

func (t *turn) askWithdraw() {
	if _, ok := complaint.Next(t.c.Status, complaint.Withdraw); !ok {
		t.tell(t.voice().Say("already_over", "number", t.c.Number))
		return
	}
	t.s.Stage, t.s.Active = complaint.Withdrawing, t.c.ID
	t.tell(t.voice().Say("withdraw_sure", "number", t.c.Number),
		row(t.customerButton("button_yes_withdraw", "withdrawn", t.c), t.customerButton("button_keep", "keep", t.c)))
}

// withdraw ends the complaint at the customer's wish and tells staff.
func (t *turn) withdraw() {
	t.s.Stage = complaint.Idle
	if t.move(complaint.Withdraw) != nil {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	if t.s.Draft == t.c.ID {
		t.endDraft()
	}
	t.c.Outcome = "withdrawn"
	t.note(t.c.Customer, "customer", complaint.Withdraw, "")
	t.happened(policy.Closed)
	t.stopClocks()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_withdrawn", "who", t.ownerMention()))
	t.showCard()
	t.closeTopic()
	t.tell(t.voice().Say("withdrawn", "number", t.c.Number))
}

func (t *turn) keepIt() {
	t.s.Stage = complaint.Idle
	t.strip()
	t.tell(t.voice().Say("kept", "number", t.c.Number))
}

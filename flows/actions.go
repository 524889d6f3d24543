package flows

import (
	"redress/flows/complaint"
)

// staffPressed does what a button in a group asks, after checking who presses it.
func (t *turn) staffPressed() {
	p := parsePress(t.ev.Press.Data)
	desk := t.where()
	v := t.desk(desk)
	switch {
	case desk == "":
		t.answer(v.Str("button_stale"))
		return
	case p.who == "l" && t.st.Actor.May():
		t.deskLanguage(desk, p.which)
		return
	case t.ev.From.Anonymous:
		t.alert(v.Str("staff_anonymous"))
		return
	case !t.st.Actor.May():
		t.alert(v.Str("staff_not_listed"))
		return
	case p.who == "f":
		t.entryPressed(p)
		return
	case p.who == "n":
		t.behind(p)
		return
	case p.who != "s" || t.c == nil || t.c.Number != normalNumber(p.which):
		t.answer(v.Str("button_stale"))
		return
	}
	t.s.Chat = staffSession(t.ev.From.ID)
	if t.concerned() {
		t.alert(v.Str("staff_colleague"))
		return
	}
	if t.outside(p) {
		t.alert(t.voiceOf(desk).Str("staff_desk_over_there", "number", t.c.Number, "desk", t.deskName(t.home(), v.Lang)))
		return
	}
	t.act(p)
	t.answer("")
}

// alert answers a press with a pop-up that has to be closed.
// What answers a command is said in the chat.
func (t *turn) alert(text string) {
	if t.ev.Press == nil && t.ev.Message != nil {
		t.here(complaint.Words(text))
		return
	}
	t.popUp(excerpt(text, 180), true)
}

// act does what a button of staff asks; an unknown one does nothing.
func (t *turn) act(p press) {
	for _, knows := range []func(press) bool{t.actOnOwner, t.actOnCase, t.actOnConduct, t.actOnSeverity, t.actOnProcedure, t.actOnPractice} {
		if knows(p) {
			return
		}
	}
}

// actOnOwner is who has the complaint, and which desk.
func (t *turn) actOnOwner(p press) bool {
	switch p.what {
	case "claim":
		t.claim()
	case "release":
		t.release()
	case "handover":
		t.chooseColleague()
	case "to":
		t.handOver(p.arg(0))
	case "todesk":
		t.askDeskReason(p.arg(0))
	case "askdesk":
		t.chooseTaskDesk()
	case "taskto":
		t.startTask(p.arg(0))
	case "demandof":
		t.startDemand(p.arg(0))
	case "taskdone":
		t.taskPressed(p.arg(0))
	default:
		return false
	}
	return true
}

// actOnCase is the work on the complaint itself.
func (t *turn) actOnCase(p press) bool {
	switch p.what {
	case "ask":
		t.startForm("ask", "question")
	case "resolve":
		t.startForm("resolve", "outcome")
	case recordForm:
		t.startRecord()
	case "decline":
		t.startForm("decline", "verdict")
	case "form":
		t.formPressed(p.arg(0))
	case "escalate":
		t.escalate()
	case "ack":
		t.acknowledge(p.arg(0))
	case "reopen":
		t.reopen()
	case "original":
		t.showOriginal()
	case "resend":
		t.resend()
	case "more":
		t.more()
	case "label":
		t.labelPressed(p.arg(0), p.arg(1))
	case "similar":
		t.showForm(t.casesLike(t.desk(complaint.StaffDesk)))
	case "special":
		t.draftSpecial()
	case "handedin":
		t.specialHandedIn()
	case draftForm:
		t.draftReply(p.arg(0))
	default:
		return false
	}
	return true
}

// actOnConduct is what was held, has to be approved, or was promised.
func (t *turn) actOnConduct(p press) bool {
	switch p.what {
	case "anyway":
		t.sendAnyway(p.arg(0), p.arg(1))
	case "approve":
		t.approve(p.arg(0), p.arg(1))
	case "refuse":
		t.refuseApproval(p.arg(0))
	case "offer":
		t.chooseOffer()
	case "propose":
		t.propose(p.arg(0))
	case "decide":
		t.decide(p.arg(0), p.arg(1))
	case "promise":
		t.commit(p.arg(0))
	case "nopromise":
		t.noCommitment()
	case "kept":
		t.kept(p.arg(0))
	case "newtime":
		t.newTime(p.arg(0))
	case "nonews":
		t.noNews()
	case "followed":
		t.followed()
	default:
		return false
	}
	return true
}

// actOnSeverity is what staff establish about the matter.
func (t *turn) actOnSeverity(p press) bool {
	switch p.what {
	case "same":
		t.sameMatterConfirmed()
	case "apart":
		t.notSameMatter()
	case "fact":
		t.factEstablished(p.arg(0))
	case "cause":
		t.causeEstablished(p.arg(0))
	default:
		return false
	}
	return true
}

// actOnPractice is the playbook, work beside the conversation, and customers who are not in
// the chat.
func (t *turn) actOnPractice(p press) bool {
	switch p.what {
	case "guide":
		t.showGuides(p.arg(0))
	case "steps":
		t.showSteps()
	case "plan":
		t.planStep(p.arg(0))
	case "stepdone":
		t.reportStep(p.arg(0))
	case "objection":
		t.decideObjection(p.arg(0), p.arg(1))
	case "told":
		t.toldByHand(p.arg(0), p.arg(1))
	case "says":
		t.customerSays(p.arg(0))
	default:
		return false
	}
	return true
}

package flows

import (
	"fmt"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
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

// claim is won by exactly one; the others are told who has it.
func (t *turn) claim() {
	v := t.desk(complaint.StaffDesk)
	if t.c.Status != complaint.Filed {
		t.refuse(v)
		return
	}
	if !t.belongs(t.st.Actor.ID) {
		t.alert(v.Str("staff_desk_members", "desk", t.deskName(t.home(), v.Lang)))
		return
	}
	if t.move(complaint.Claim) != nil {
		return
	}
	t.own(t.st.Actor.ID, t.st.Actor.Name)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Claim, "")
	t.timer(hintTimer, "hint:"+t.c.ID, t.now)
	t.happened(policy.Claimed)
	t.showCard()
	t.tellOwner("taken")
}

func (t *turn) own(id int64, name string) {
	t.c.Owner, t.c.OwnerName, t.c.OwnedAt = id, name, t.now
	t.watchOwner()
}

// refuse says why a press does nothing: somebody else has it, or it is over.
func (t *turn) refuse(v texts.Voice) {
	if t.c.Owner != 0 && t.c.Status.Open() {
		t.alert(v.Str("staff_taken", "owner", t.c.OwnerName, "when", v.When(t.c.OwnedAt, t.now, t.Policy.Zone())))
		return
	}
	t.alert(v.Str("staff_over", "status", v.Str("state_"+string(t.c.Status))))
}

// tellOwner tells the customer, by role, that somebody has their complaint and when the
// next word comes.
func (t *turn) tellOwner(key string) {
	v := t.voice()
	t.tell(v.Say(key, "number", t.c.Number, "desk", t.deskName(t.charge(), v.Lang), "next", t.nextWord()))
}

// mayHandle reports whether the actor may act on this complaint: its owner, or somebody who
// leads. It tells everybody else who has it.
func (t *turn) mayHandle() bool {
	if t.st.Actor.Leads() || t.c.Owner == t.st.Actor.ID && t.c.Owner != 0 {
		return true
	}
	v := t.desk(complaint.StaffDesk)
	if t.c.Owner == 0 && t.c.Status == complaint.Filed {
		t.alert(v.Str("staff_claim_first"))
		return false
	}
	t.refuse(v)
	return false
}

func (t *turn) release() {
	if !t.mayHandle() || t.move(complaint.Release) != nil {
		return
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Release, "")
	t.showCard()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_released", "by", t.st.Actor.Name))
}

// chooseColleague offers the people a complaint can be handed to.
func (t *turn) chooseColleague() {
	if !t.mayHandle() {
		return
	}
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, s := range t.st.Org.People {
		if !s.Removed && s.ID != t.c.Owner && s.Name != "" && !t.named(s.Name) && t.belongs(s.ID) && len(buttons) < 30 {
			buttons = append(buttons, complaint.Button{Text: s.Name, Data: data("s", "to", t.c.Number, fmt.Sprint(s.ID))})
		}
	}
	desks := t.deskButtons("todesk")
	if len(buttons)+len(desks) == 0 {
		t.alert(v.Str("staff_nobody_else"))
		return
	}
	t.showForm(v.Say("form_handover", "number", t.c.Number), append(append(rows(2, buttons), desks...), row(t.formButton("button_back", "cancel")))...)
}

// handOver gives the complaint to a colleague; the customer learns that somebody else has it.
func (t *turn) handOver(to string) {
	if !t.mayHandle() {
		return
	}
	for _, s := range t.st.Org.People {
		if s.Removed || fmt.Sprint(s.ID) != to || t.named(s.Name) || t.move(complaint.HandOver) != nil {
			continue
		}
		t.own(s.ID, s.Name)
		t.happened(policy.HandedOver)
		t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.HandOver, to)
		t.showCard()
		v := t.desk(complaint.StaffDesk)
		t.showForm(v.Say("form_handed", "by", t.st.Actor.Name, "to", t.c.OwnerName))
		t.remark(v.Say("staff_yours_now", "by", t.st.Actor.Name, "who", t.ownerMention()))
		t.tellOwner("handed_over")
		return
	}
}

// escalate raises the complaint to the managers.
func (t *turn) escalate() {
	v := t.desk(complaint.StaffDesk)
	if t.c.Escalated {
		t.alert(v.Str("staff_escalated_already"))
		return
	}
	if t.move(complaint.Escalate) != nil {
		t.refuse(v)
		return
	}
	t.c.Escalated = true
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Escalate, "staff")
	t.alertManagers("alert_escalated")
	t.showCard()
	t.tell(t.voice().Say("escalated", "number", t.c.Number))
}

// acknowledge marks an alert as seen, and tells staff. of is what it was about where it was not
// the managers' or the complaint's own desk's.
func (t *turn) acknowledge(of string) {
	v := t.desk(t.where())
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), "acknowledge", "")
	t.heeded()
	if !t.elsewhere() || of == "alert_overdue" || of == "alert_rung_next" { // a desk that was only told has not seen to a broken limit
		t.stopLadders()
	}
	t.strip()
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, ReplyTo: t.ev.Press.MessageID,
		Text: v.Say("acknowledged", "by", t.st.Actor.Name, "when", v.When(t.now, t.now, t.Policy.Zone()))})
	s := t.desk(complaint.StaffDesk)
	t.remark(s.Say("staff_acknowledged", "by", t.st.Actor.Name))
}

// reopen takes a complaint up again at staff's wish; the customer is told.
func (t *turn) reopen() {
	v := t.desk(complaint.StaffDesk)
	if t.move(complaint.Reopen) != nil {
		t.refuse(v)
		return
	}
	t.reopened(string(t.st.Actor.Role), t.st.Actor.ID, complaint.Reopen)
	t.tell(t.voice().Say("reopened_by_us", "number", t.c.Number, "next", t.nextWord()))
}

// showOriginal puts the customer's own words and files into the thread.
func (t *turn) showOriginal() {
	if t.namesColleague() && t.st.Org.Managers.Chat != 0 {
		m := t.desk(complaint.ManagersDesk)
		t.originalTo(m.Say("staff_original_of", "card", t.cardLink(t.c.ID, t.c.Number)), func(o complaint.Outbound) {
			o.Desk = complaint.ManagersDesk
			t.send(o)
		})
		t.answer(t.desk(complaint.StaffDesk).Str("staff_original_elsewhere"))
		return
	}
	t.originalTo(t.desk(complaint.StaffDesk).Say("staff_original"), t.toStaff)
}

func (t *turn) originalTo(head complaint.Rich, send func(complaint.Outbound)) {
	send(complaint.Outbound{Op: complaint.Say, Text: joinLines(head, t.asWritten())})
	for _, ids := range t.filesByAlbum() {
		send(complaint.Outbound{Op: complaint.Copy, CopyFrom: t.filesChat(), CopyIDs: ids})
	}
}

// filesChat is where the customer's files were sent, or those of a letter that staff took down.
func (t *turn) filesChat() int64 {
	for _, m := range t.st.Messages {
		if t.c.Absent() && m.Direction == complaint.In && len(m.Attachments) > 0 {
			return m.Chat
		}
	}
	return t.c.Customer
}

// filesByAlbum groups the messages that carry files, so that albums stay together.
func (t *turn) filesByAlbum() [][]int64 {
	var groups [][]int64
	last := ""
	for _, m := range t.st.Messages {
		if m.Direction != complaint.In || len(m.Attachments) == 0 && m.Unsupported == "" {
			continue
		}
		if n := len(groups); n > 0 && m.Album != "" && m.Album == last {
			groups[n-1] = append(groups[n-1], m.MessageID)
		} else {
			groups = append(groups, []int64{m.MessageID})
		}
		last = m.Album
	}
	return groups
}

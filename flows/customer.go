package flows

import (
	"fmt"
	"strconv"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// customerCommand does what a command in a private chat asks.
func (t *turn) customerCommand(cmd command) {
	v := t.voice()
	switch cmd.name {
	case "start":
		t.start()
	case "help":
		t.tell(v.Say("help"))
	case "privacy":
		t.s.Informed = true
		t.tell(append(v.Say("privacy"), t.privacyModel()...))
	case "status":
		t.status(cmd.args)
	case "mine":
		t.mine()
	case "withdraw":
		t.withdrawCommand(cmd.args)
	case "new":
		t.startNew()
	case "cancel":
		t.cancelCommand()
	case "language":
		t.language(cmd.args)
	default:
		t.tell(v.Say("unknown_command"))
	}
}

func (t *turn) privacyModel() complaint.Rich {
	if t.st.Org.Model {
		return append(complaint.Rich{{Text: "\n"}}, t.voice().Say("privacy_model")...)
	}
	return nil
}

// start greets, or brings back what was being taken down.
func (t *turn) start() {
	t.inform()
	if t.c != nil && t.s.Draft == t.c.ID {
		t.offerResume()
		return
	}
	if len(t.st.Mine) > 0 {
		t.tell(t.voice().Say("tell_me"))
	}
}

func (t *turn) cancelCommand() {
	switch {
	case t.c != nil && t.s.Draft == t.c.ID:
		t.cancelDraft()
	default:
		t.s.Stage = complaint.Idle
		t.tell(t.voice().Say("nothing_to_cancel"))
	}
}

// startNew begins a new complaint, beside whatever else is open.
func (t *turn) startNew() {
	t.inform()
	if t.c != nil && t.s.Draft == t.c.ID && len(t.st.Messages) > 0 && t.c.Status == complaint.Draft {
		t.offerResume()
		return
	}
	t.openDraft()
	t.s.Stage = complaint.Listening
	t.tell(t.voice().Say("tell_me"))
}

// openOnes are the customer's complaints that are not over.
func (t *turn) openOnes() []complaint.Complaint {
	var open []complaint.Complaint
	for _, c := range t.st.Mine {
		if c.Status.Open() {
			open = append(open, c)
		}
	}
	return open
}

// status tells where one complaint stands. A number of somebody else's complaint and one
// that does not exist get the same answer.
func (t *turn) status(number string) {
	if number == "" {
		open := t.openOnes()
		if len(open) != 1 {
			t.mine()
			return
		}
		t.focus(&open[0])
	}
	if t.c == nil || t.c.Number == "" || number != "" && t.c.Number != normalNumber(number) {
		t.focus(nil)
		t.tell(t.voice().Say("not_found"))
		return
	}
	t.showStatus()
}

// showStatus says who has the complaint, what comes next and how to add to it.
func (t *turn) showStatus() {
	v := t.voice()
	c := t.c
	t.s.Active = c.ID
	zone := t.Policy.Zone()
	lines := joinLines(
		v.Say("status_head", "number", c.Number, "date", v.When(c.FiledAt, t.now, zone)),
		complaint.Words(excerpt(c.Summary, 300)),
		v.Say("status_"+string(c.Status), "reason", excerpt(c.Closing.Reason, 500),
			"outcome", excerpt(c.Closing.Outcome, 500)))
	if c.Status == complaint.Filed || c.Status == complaint.Claimed {
		lines = joinLines(lines, t.nextWord())
	}
	if c.Status.Open() {
		lines = joinLines(lines, v.Say("status_add"))
	}
	t.tell(lines, t.statusButtons()...)
}

func (t *turn) statusButtons() [][]complaint.Button {
	switch {
	case t.c.Status == complaint.Resolved:
		return t.solvedButtons()
	case t.c.Status.Open():
		return [][]complaint.Button{row(t.customerButton("button_withdraw", "withdraw", t.c))}
	case t.c.Status == complaint.Closed || t.c.Status == complaint.Declined:
		return [][]complaint.Button{row(t.customerButton("button_reopen", "unsolved", t.c))}
	}
	return nil
}

// mine lists the customer's complaints, each a button.
func (t *turn) mine() {
	v := t.voice()
	t.focus(nil)
	if len(t.st.Mine) == 0 {
		t.tell(v.Say("none_yet"))
		return
	}
	var buttons [][]complaint.Button
	for i, c := range t.st.Mine {
		if i == 10 {
			break
		}
		label := fmt.Sprintf("%s · %s · %s", c.Number, v.Str("state_"+string(c.Status)), excerpt(c.Summary, 30))
		buttons = append(buttons, row(complaint.Button{Text: label, Data: data("c", "show", c.Number)}))
	}
	t.tell(v.Say("mine_head"), buttons...)
}

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
	if t.c.Apply(complaint.Withdraw, t.now) != nil {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.strip()
	if t.s.Draft == t.c.ID {
		t.endDraft()
	}
	t.c.Outcome = "withdrawn"
	t.note(t.c.Customer, "customer", complaint.Withdraw, "")
	t.meetClocks(policy.Closed)
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

// language shows the languages, or sets one.
func (t *turn) language(wish string) {
	if wish != "" {
		t.setLanguage(t.Texts.Match(wish))
		return
	}
	t.tell(t.voice().Say("which_language"), t.languageButtons()...)
}

func (t *turn) languageButtons() [][]complaint.Button {
	var buttons []complaint.Button
	for _, lang := range t.Texts.Languages() {
		buttons = append(buttons, complaint.Button{Text: t.Texts.In(lang).Str("language_name"), Data: data("l", "set", lang)})
	}
	return rows(2, buttons)
}

func (t *turn) setLanguage(lang string) {
	t.s.Language, t.s.Chosen = lang, true
	t.strip()
	t.tell(t.voice().Say("language_set"))
	for _, c := range t.st.Mine {
		if c.Status.Open() && c.Language != lang && (t.c == nil || t.c.ID != c.ID) {
			changed := c.Clone()
			changed.Language = lang
			t.keep(changed)
		}
	}
	if t.c != nil {
		t.c.Language = lang
	}
}

// customerPressed does what a button in a private chat asks, if it still counts.
func (t *turn) customerPressed() {
	p := parsePress(t.ev.Press.Data)
	switch p.who {
	case "d":
		t.draftPressed(p)
	case "c":
		t.complaintPressed(p)
	case "l":
		t.answer("")
		t.setLanguage(t.Texts.Match(p.which))
	default:
		t.answer(t.voice().Str("button_stale"))
	}
}

// draftPressed handles the buttons of the dialogue; only those of the newest prompt count.
func (t *turn) draftPressed(p press) {
	if t.c == nil || t.s.Draft != t.c.ID || p.which != strconv.Itoa(t.s.Prompt) {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	t.answer("")
	t.strip()
	t.timer("quiet", fmt.Sprintf("quiet:%d", t.customer()), time.Time{})
	switch p.what {
	case "submit":
		t.submit()
	case "add":
		t.addMore()
	case "correct":
		t.askCorrect()
	case "cancel":
		t.cancelDraft()
	case "categories":
		t.askCategory()
	case "category":
		t.chooseCategory(p.arg(0))
	case "kind":
		t.chooseKind(complaint.Kind(p.arg(0)))
	case "choice":
		t.choose(p.arg(0), p.arg(1))
	case "skip":
		t.skip()
	case "back":
		t.readBack()
	case "resume":
		t.s.Stage = complaint.Listening
		t.nextQuestion()
	case "restart":
		t.restart()
	case "again":
		t.joinOld(p.arg(0))
	}
}

func (t *turn) chooseCategory(id string) {
	if c, ok := t.Policy.Category(id); ok && c.Leaf {
		t.c.Category = id
		t.setForm("category", id)
		t.regrade()
	}
	t.readBack()
}

// regrade regrades a complaint that is filed already, such as an emergency being completed.
func (t *turn) regrade() {
	if t.c.Status != complaint.Draft {
		t.grade()
	}
}

func (t *turn) chooseKind(k complaint.Kind) {
	switch k {
	case complaint.KindComplaint, complaint.KindQuestion, complaint.KindSuggestion, complaint.KindPraise:
		t.c.Kind = k
		t.setForm("kind", string(k))
	}
	t.nextQuestion()
}

// choose takes an answer given by button.
func (t *turn) choose(field, choice string) {
	if t.s.Question != field {
		t.nextQuestion()
		return
	}
	t.answerField(field, choice)
	t.s.Question = ""
	t.nextQuestion()
}

// joinOld adds what was taken down to a complaint that ended lately, and reopens that one.
func (t *turn) joinOld(number string) {
	for i := range t.st.Mine {
		old := &t.st.Mine[i]
		if old.Number != number || !old.Status.Ended() {
			continue
		}
		draft := t.c
		if draft.Apply(complaint.Cancel, t.now) != nil {
			return
		}
		t.note(draft.Customer, "customer", complaint.Cancel, "joined "+number)
		t.keep(draft)
		t.endDraft()
		t.focus(old)
		t.joinWords()
		if t.c.Apply(complaint.Dispute, t.now) != nil {
			return
		}
		t.reopened("customer", t.c.Customer, complaint.Dispute)
		t.s.Active = t.c.ID
		t.tell(t.voice().Say("joined", "number", t.c.Number, "next", t.nextWord()))
		return
	}
	t.readBack()
}

// joinWords moves the draft's messages to the complaint in focus and shows them to staff.
func (t *turn) joinWords() {
	v := t.desk(complaint.StaffDesk)
	for _, m := range t.st.Messages {
		m.Complaint = t.c.ID
		t.res.Messages = append(t.res.Messages, m)
		if m.Text != "" && len(m.Attachments) == 0 {
			t.toStaff(complaint.Outbound{Op: complaint.Say, Message: m.ID,
				Text: joinLines(v.Say("staff_customer_says"), complaint.Words(m.Latest()))})
			continue
		}
		t.toStaff(complaint.Outbound{Op: complaint.Copy, Message: m.ID, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
}

// complaintPressed handles the buttons about a filed complaint.
func (t *turn) complaintPressed(p press) {
	if t.c == nil || t.c.Number != normalNumber(p.which) {
		t.focus(nil)
		t.answer(t.voice().Str("not_found"))
		return
	}
	switch p.what {
	case "solved":
		t.solved()
	case "unsolved":
		t.unsolved()
	case "show":
		t.showStatus()
	case "withdraw":
		t.strip()
		t.askWithdraw()
	case "withdrawn":
		t.withdraw()
	case "keep":
		t.keepIt()
	case "other":
		t.strip()
		t.splitOff()
	case "rate":
		t.rate(p.arg(0), p.arg(1))
	case "rerate":
		t.rerate()
	case "nocomment":
		t.noComment()
	}
	t.answer("")
}

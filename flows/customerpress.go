package flows

import (
	"fmt"
	"strconv"
	"time"

	"redress/flows/complaint"
)

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
	t.watchDraft()
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
		if t.move(complaint.Dispute) != nil {
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
	case "offer":
		t.offerAnswered(p.arg(0), p.arg(1))
	case "other":
		t.strip()
		t.splitOff()
	default:
		t.surveyPressed(p)
	}
	t.answer("")
}

// surveyPressed handles the buttons of the survey, and those under what the bot says by itself.
func (t *turn) surveyPressed(p press) {
	switch p.what {
	case "rate":
		t.rate(p.arg(0), p.arg(1))
	case "rerate":
		t.rerate()
	case "why":
		t.namedReason(p.arg(0))
	case "nocomment":
		t.noComment()
	case "stay":
		t.stay()
	case "night":
		t.allowNight()
	case "managers":
		t.urge()
	case "fine":
		t.stillFine()
	case "back":
		t.disputed()
	}
}

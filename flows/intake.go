package flows

import (
	"fmt"
	"strings"
	"time"

	"redress/flows/complaint"
)

const (
	maxQuestions  = 3
	resumeAfter   = 12 * time.Hour      // a draft left alone this long is picked up with a question
	againWithin   = 14 * 24 * time.Hour // a complaint that ended within this may simply be reopened
	sameBreath    = 30 * time.Minute    // staff wrote so recently that no thanks are needed
	doubtfulKind  = 0.5                 // below this the customer is asked what kind of message it is
	maxWords      = 6000                // characters of one message that are read for understanding
	answerSkipped = "-"                 // what the record holds for a question that was skipped
)

// heard takes a message from a customer: a command, a word for where the dialogue stands, or
// words for the complaint being taken down or one already filed.
func (t *turn) heard() {
	if cmd := parseCommand(t.ev.Message.Text); cmd.name != "" {
		t.customerCommand(cmd)
		return
	}
	t.inform()
	switch {
	case t.s.Stage == complaint.Commenting && t.commented():
	case t.takenByWord():
	case t.c != nil && t.c.Status != complaint.Draft && t.s.Draft != t.c.ID:
		t.addToFiled()
	default:
		t.addToDraft()
	}
}

// inform greets a newcomer and says once what is kept and who sees it.
func (t *turn) inform() {
	if t.s.Informed {
		return
	}
	t.s.Informed = true
	t.tell(append(t.voice().Say("welcome"), t.privacyShort()...))
}

func (t *turn) privacyShort() complaint.Rich {
	v := t.voice()
	if t.st.Org.Model {
		return append(v.Say("privacy_short_model"), t.privacyMedia()...)
	}
	return append(v.Say("privacy_short"), t.privacyMedia()...)
}

// takenByWord understands the words that buttons also say: cancel anywhere, yes at the read-back.
func (t *turn) takenByWord() bool {
	word := strings.ToLower(strings.Trim(strings.TrimSpace(t.ev.Message.Text), "。.!！ "))
	drafting := t.c != nil && t.s.Draft == t.c.ID
	switch {
	case t.s.Stage == complaint.Withdrawing:
		t.s.Stage = complaint.Idle
		if t.isWord("words_yes", word) && t.c != nil {
			t.withdraw()
			return true
		}
		if t.isWord("words_no", word) || t.isWord("words_cancel", word) {
			t.keepIt()
			return true
		}
	case t.isWord("words_cancel", word) && drafting:
		t.cancelDraft()
		return true
	case t.isWord("words_cancel", word) && t.s.Stage != complaint.Idle:
		t.s.Stage = complaint.Idle
		t.tell(t.voice().Say("nothing_to_cancel"))
		return true
	case t.s.Stage == complaint.Confirming && drafting && t.isWord("words_yes", word):
		t.record(complaint.In)
		t.submit()
		return true
	case t.s.Stage == complaint.Asking && drafting && t.isWord("words_skip", word):
		t.record(complaint.In)
		t.skip()
		return true
	}
	return false
}

// isWord looks a word up in a list of the catalogue, in every language: people mix them.
func (t *turn) isWord(list, word string) bool {
	for _, lang := range t.Texts.Languages() {
		for w := range strings.SplitSeq(t.Texts.In(lang).Str(list), ",") {
			if strings.TrimSpace(w) == word {
				return true
			}
		}
	}
	return false
}

// addToDraft puts the message into the complaint being taken down and waits for a pause.
func (t *turn) addToDraft() {
	if t.c == nil || t.c.Status != complaint.Draft && t.s.Draft != t.c.ID {
		t.openDraft()
	}
	stale := t.s.Stage != complaint.Idle && t.s.Stage != complaint.Resuming &&
		len(t.st.Messages) > 0 && t.now.Sub(t.c.UpdatedAt) > resumeAfter
	t.record(complaint.In)
	t.c.Attachments = attachmentsOf(t.st.Messages)
	t.c.UpdatedAt = t.now
	t.s.Unheard++
	switch {
	case stale:
		t.s.Stage = complaint.Resuming
	case t.s.Stage == complaint.Idle:
		t.s.Stage = complaint.Listening
	}
	if t.c.Status == complaint.Filed || t.c.Status.Open() {
		t.relayToStaff()
	} else if t.tr.Emergency() {
		t.alarm()
	}
	t.waitForPause()
}

// openDraft begins a complaint with the first word of it.
func (t *turn) openDraft() {
	t.focus(&complaint.Complaint{
		ID: fmt.Sprintf("c%d", t.ev.ID), Status: complaint.Draft, Kind: complaint.KindComplaint,
		Customer: t.ev.Chat.ID, Language: t.s.Language, Fields: map[string]string{},
		Policy: t.Policy.Name, PolicyVersion: t.Policy.Version,
		CreatedAt: t.ev.At, UpdatedAt: t.now,
	})
	t.st.Messages = nil
	t.s.Draft, t.s.Stage, t.s.Question, t.s.Asked = t.c.ID, complaint.Idle, "", nil
	delete(t.s.Form, "kind")
	delete(t.s.Form, "summary")
	delete(t.s.Form, "category")
}

// waitForPause answers the whole burst once, when the customer has been quiet for a while.
func (t *turn) waitForPause() {
	t.timer("quiet", fmt.Sprintf("quiet:%d", t.customer()), t.now.Add(t.quiet()))
	t.send(complaint.Outbound{Op: complaint.Typing, Chat: t.customer()})
}

// alarm files at once what speaks of danger to life or health; the questions come after.
func (t *turn) alarm() {
	t.understand()
	if t.move(complaint.Alarm) != nil {
		return
	}
	t.c.Emergency = true
	t.file(complaint.Alarm)
	v := t.voice()
	t.tell(v.Say("emergency", "number", t.c.Number, "when", v.When(t.c.Promise, t.now, t.Policy.Zone())))
}

// cancelDraft drops what was being taken down. Already filed emergencies are not dropped by
// a word; they can be withdrawn.
func (t *turn) cancelDraft() {
	t.endDraft()
	if t.move(complaint.Cancel) != nil {
		t.askWithdraw()
		return
	}
	t.note(t.customer(), "customer", complaint.Cancel, "")
	t.tell(t.voice().Say("cancelled"))
}

// endDraft leaves the dialogue about the draft.
func (t *turn) endDraft() {
	t.s.Draft, t.s.Stage, t.s.Question, t.s.Asked, t.s.Unheard = "", complaint.Idle, "", nil, 0
	t.s.Form = nil
	t.s.Prompt++
	t.timer("quiet", fmt.Sprintf("quiet:%d", t.customer()), time.Time{})
}

// reworded keeps an edited message beside the first wording and reads the whole again.
func (t *turn) reworded() {
	id := messageID(t.ev.Chat.ID, t.ev.Message.ID)
	for _, m := range t.st.Messages {
		if m.ID != id || m.Latest() == t.ev.Message.Text {
			continue
		}
		m.Edits = append(m.Edits, complaint.Edit{Text: t.ev.Message.Text, At: t.ev.At})
		t.res.Messages = append(t.res.Messages, m)
		if t.c.Status != complaint.Draft {
			v := t.desk(complaint.StaffDesk)
			t.remark(v.Say("staff_reworded", "text", quoted(t.ev.Message.Text)))
			t.heardFrom()
			t.showCard()
		}
		if t.s.Draft == t.c.ID {
			t.waitForPause()
		}
	}
}

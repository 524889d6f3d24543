package app

import (
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// resolves goes through the form as somebody who skips what may be skipped.
func (w *town) resolves(p *telegramtest.Person, number, result string) {
	w.t.Helper()
	w.press(p, w.staff.ID(), "Resolve")
	w.sees(w.staff.ID(), "what is the result of")
	w.answer(p, number, result)
	w.press(p, w.staff.ID(), "Our mistake")
	w.sees(w.staff.ID(), "What was done?")
	w.press(p, w.staff.ID(), "Skip")
	w.sees(w.staff.ID(), "still to come")
	w.press(p, w.staff.ID(), "Skip")
	w.press(p, w.staff.ID(), "Send")
}

// SV-AT01 over Telegram and the records, with a restart in between: closed, opened again,
// closed the next day: one survey, reminded once, expired, one row.
func TestSVAT01OneSurveyOverTelegram(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	w.press(w.li, w.staff.ID(), "Claim")
	w.resolves(w.li, n, "Refunded the 40 euros.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.sees(w.anna.ID(), "is closed. May I ask")
	w.pass(5 * time.Hour)
	w.say(w.anna, "/status "+n)
	w.press(w.anna, w.anna.ID(), "Open it again")
	w.sees(w.anna.ID(), "What is still wrong?")
	w.pass(19 * time.Hour)
	w.resolves(w.li, n, "It went to the wrong card; corrected.")
	w.sees(w.anna.ID(), "It went to the wrong card")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.pass(23 * time.Hour)
	w.stop()
	w.clock.Advance(2 * time.Hour)
	w.start()
	w.sees(w.anna.ID(), "was closed on")
	w.pass(48 * time.Hour)
	w.sees(w.anna.ID(), "One reminder about")
	w.pass(7 * 24 * time.Hour)
	w.await("the end of the survey", func() bool {
		return len(w.look("SELECT complaint FROM surveys WHERE lapsed_at > 0")) == 1
	})
	w.settle()
	if got := w.count(w.anna.ID(), "was closed on"); got != 1 {
		t.Errorf("asked %d times, want once:\n%s", got, w.shows(w.anna.ID()))
	}
	if got := w.look("SELECT complaint FROM surveys WHERE sent_at > 0 AND delivered_at > 0 AND reminded_at > 0 AND result = 0"); len(got) != 1 {
		t.Errorf("%d rows of a survey sent, delivered and reminded of, want one", len(got))
	}
	w.press(w.anna, w.anna.ID(), "5")
	if got := w.look("SELECT complaint FROM surveys WHERE result > 0"); len(got) != 0 {
		t.Error("SV-AT08: a tap after the end was recorded")
	}
}

// SV-AT02, SV: a low score alerts the managers at once, the follow-up has a deadline, and the
// history keeps it whatever is scored later.
func TestSVAT02LowScoreOverTelegram(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	w.press(w.li, w.staff.ID(), "Claim")
	w.resolves(w.li, n, "It was correct.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.press(w.anna, w.anna.ID(), "2")
	w.sees(w.managers.ID(), "Low rating: "+n)
	w.sees(w.anna.ID(), "I'm sorry it came to that")
	w.press(w.anna, w.anna.ID(), "4")
	w.press(w.anna, w.anna.ID(), "Change rating")
	w.press(w.anna, w.anna.ID(), "4")
	w.settle()
	if got := w.look("SELECT detail FROM history WHERE action = 'low_score'"); len(got) != 1 || got[0] != "2" {
		t.Errorf("history of the low score: %v", got)
	}
	if got := w.look("SELECT complaint FROM surveys WHERE result = 4 AND first = 2"); len(got) != 1 {
		t.Errorf("the last score is not kept beside the first:\n%s", w.shows(w.anna.ID()))
	}
	w.pass(25 * time.Hour)
	w.sees(w.managers.ID(), "follow up the low rating")
}

// SV-AT05: a survey is never in a group, and what it asks is nobody else's to answer.
func TestSVAT05OnlyTheAuthorOverTelegram(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	w.press(w.li, w.staff.ID(), "Claim")
	w.resolves(w.li, n, "Refunded the 40 euros.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.sees(w.anna.ID(), "How satisfied")
	w.say(w.boris, "/status "+n)
	w.sees(w.boris.ID(), "can't find")
	for _, chat := range []int64{w.staff.ID(), w.managers.ID(), w.boris.ID()} {
		if strings.Contains(w.shows(chat), "How satisfied") {
			t.Errorf("chat %d shows the survey:\n%s", chat, w.shows(chat))
		}
	}
}

// Nobody answers: reminders come in their time, also those that fell due while the program was
// down, one after the other and not at once; then it is closed, honestly, and may come back.
func TestUnansweredQuestionOverTelegram(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	w.press(w.li, w.staff.ID(), "Claim")
	w.press(w.li, w.staff.ID(), "Ask customer")
	w.sees(w.staff.ID(), "what do you want to ask")
	w.answer(w.li, n, "Which card did you pay with?")
	w.sees(w.staff.ID(), "✓ sent")
	w.settle()
	w.stop()
	w.clock.Advance(4 * 24 * time.Hour)
	w.start()
	w.sees(w.anna.ID(), "our team still needs your answer")
	w.settle()
	if got := w.count(w.anna.ID(), "Our last message"); got != 1 {
		t.Errorf("%d reminders at once after a stop:\n%s", got, w.shows(w.anna.ID()))
	}
	w.pass(2 * 24 * time.Hour)
	w.sees(w.anna.ID(), "still waiting for your answer")
	w.pass(4 * 24 * time.Hour)
	w.sees(w.anna.ID(), "I close it as unanswered")
	w.pass(3 * 24 * time.Hour)
	w.sees(w.anna.ID(), "That does not mean it is settled")
	if got := w.look("SELECT status FROM complaints WHERE number = $1", n); len(got) != 1 || got[0] != "closed" {
		t.Errorf("it is %v", got)
	}
	w.press(w.anna, w.anna.ID(), "Open it again")
	w.sees(w.anna.ID(), "I've opened "+n+" again")
}

// The acknowledgement comes within a minute, with the number and the time of the next contact.
func TestAcknowledgedWithinAMinute(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	before := w.clock.Now()
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	m := w.sees(w.anna.ID(), "Your number is "+n)
	if !strings.Contains(m.Content(), "will contact you by") {
		t.Errorf("no time in %q", m.Content())
	}
	if took := w.clock.Now().Sub(before); took > time.Minute {
		t.Errorf("from the first word to the number it took %v", took)
	}
}

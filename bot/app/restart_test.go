package app

import (
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

func TestDialogueGoesOnAfterRestart(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.say(w.anna, "You charged me twice for order A-1001")
	w.pass(7 * time.Second)
	w.press(w.anna, w.anna.ID(), "Skip")
	w.sees(w.anna.ID(), "would put it right")
	w.stop()
	telegramtest.Must(w.anna.Says("I want my 40 euros back"))
	w.start()
	w.pass(7 * time.Second)
	m := w.sees(w.anna.ID(), "This is what I would file")
	w.stop()
	telegramtest.Must(w.anna.Private().Press(m.MessageID, "Submit"))
	w.start()
	w.settle()
	w.sees(w.anna.ID(), "Your number is")
	if got := w.count(w.anna.ID(), "More: /privacy"); got != 1 {
		t.Errorf("greeted %d times:\n%s", got, w.shows(w.anna.ID()))
	}
	w.say(w.anna, "/mine")
	if m := w.sees(w.anna.ID(), "Your complaints"); len(m.Buttons()) != 1 {
		t.Errorf("%d complaints instead of one:\n%s", len(m.Buttons()), w.shows(w.anna.ID()))
	}
}

func TestTimersThatFellDueDuringAStopFireAfterIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	w.card(n)
	w.say(w.anna, "You charged me twice for order A-1001")
	w.stop()
	w.clock.Advance(9 * 24 * time.Hour)
	w.start()
	w.seesWhere(w.anna.ID(), "an answer to the burst", func(m telegramtest.MessageView) bool { return len(m.Buttons()) > 0 })
	w.sees(w.boris.ID(), "That did not happen")
	w.sees(w.managers.ID(), "Overdue: "+n)
	w.sees(w.staff.ID(), "overdue by")
	w.settle()
	if got := w.count(w.boris.ID(), "That did not happen"); got != 1 {
		t.Errorf("the broken promise is admitted %d times", got)
	}
}

func TestDigestMissedDuringAStop(t *testing.T) {
	t.Parallel()
	morning := time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC) // 08:30 in the policy's zone
	w := newTown(t, telegramtest.Supergroup)
	w.clock.AdvanceTo(morning.Add(time.Minute))
	w.sees(w.managers.ID(), "24 Nov")
	w.stop()
	w.clock.AdvanceTo(morning.Add(24*time.Hour + 11*time.Hour))
	w.start()
	w.sees(w.managers.ID(), "25 Nov")
	w.stop()
	w.start()
	w.clock.AdvanceTo(morning.Add(48*time.Hour + time.Minute))
	w.sees(w.managers.ID(), "26 Nov")
	w.stop()
	w.clock.AdvanceTo(morning.Add(72*time.Hour + 23*time.Hour))
	w.start()
	w.sees(w.managers.ID(), "27 Nov")
	w.clock.AdvanceTo(morning.Add(96*time.Hour + time.Minute))
	w.sees(w.managers.ID(), "28 Nov")
	for day, want := range map[string]int{"24 Nov": 1, "25 Nov": 1, "26 Nov": 1, "27 Nov": 1, "28 Nov": 1} {
		if got := w.count(w.managers.ID(), day); got != want {
			t.Errorf("%d digests of %s, want %d:\n%s", got, day, want, w.shows(w.managers.ID()))
		}
	}
}

func TestStopWhileTelegramIsOutOfReachIsClean(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.settle()
	w.stop()
	hang := w.tg.Script(telegramtest.Rule{Method: "getMe", Times: -1}, telegramtest.Hang())
	w.start()
	w.await("the program asks who it is", func() bool { return hang.Hits() > 0 })
	w.stop() // reports an error of Run, if there is one
}

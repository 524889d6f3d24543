package app

import (
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

func TestComplaintTravelsToAnHonestClose(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]telegramtest.Kind{"with topics": telegramtest.Forum, "without topics": telegramtest.Supergroup} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, kind)
			n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
			w.card(n)
			w.press(w.li, w.staff.ID(), "Claim")
			w.sees(w.anna.ID(), "now has somebody from our team")
			w.answer(w.li, n, "We have refunded the second charge.")
			w.sees(w.anna.ID(), "We have refunded the second charge.")
			w.sees(w.staff.ID(), "✓ sent")
			w.say(w.anna, "When will it arrive?")
			w.sees(w.staff.ID(), "When will it arrive?")
			w.press(w.li, w.staff.ID(), "Resolve")
			w.sees(w.staff.ID(), "what is the result of")
			w.answer(w.li, n, "Refunded; the money arrives within three days.")
			w.press(w.li, w.staff.ID(), "Our mistake")
			w.press(w.li, w.staff.ID(), "Skip")
			w.sees(w.staff.ID(), "still to come")
			w.press(w.li, w.staff.ID(), "Skip")
			w.press(w.li, w.staff.ID(), "Send")
			w.press(w.anna, w.anna.ID(), "Solved")
			w.press(w.anna, w.anna.ID(), "5")
			w.sees(w.anna.ID(), "service and communication")
			w.press(w.anna, w.anna.ID(), "4")
			w.sees(w.staff.ID(), "Result 5, service 4")
			w.clock.AdvanceTo(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
			w.sees(w.managers.ID(), "1 answer: 5")
			if got := w.count(w.staff.ID(), "Owner:"); got != 1 {
				t.Errorf("%d cards for one complaint:\n%s", got, w.shows(w.staff.ID()))
			}
		})
	}
}

package app

import (
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// TestStaffTakeDownACall: a complaint that comes by phone is taken down in the staff group,
// read back once its writer pauses, filed, and answered by phone; the bot writes to nobody.
func TestStaffTakeDownACall(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]telegramtest.Kind{"with topics": telegramtest.Forum, "without topics": telegramtest.Supergroup} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, kind)
			write := func(text string) {
				telegramtest.Must(w.li.In(w.staff).Text(text))
				w.settle()
			}
			write("/file")
			w.press(w.li, w.staff.ID(), "Phone call")
			write("Mr Berg, 555 0142: you charged me twice for order A-1001, I want my 40 euros back")
			w.pass(7 * time.Second)
			w.sees(w.staff.ID(), "📮 Phone call")
			w.press(w.li, w.staff.ID(), "File it")
			w.sees(w.staff.ID(), "Tell the customer the number")
			const n = "2026-0001"
			w.card(n)
			w.press(w.li, w.staff.ID(), "Claim")
			w.answer(w.li, n, "The second charge is on its way back.")
			w.sees(w.staff.ID(), "Not sent:")
			w.press(w.li, w.staff.ID(), "Told by phone")
			w.sees(w.staff.ID(), "Li told the customer")
			w.answer(w.li, n, "/said It has arrived, thank you.")
			w.sees(w.staff.ID(), "On record as the customer's words")
			if sent := w.look("SELECT key FROM outbox WHERE chat = $1 OR chat = (SELECT customer FROM complaints WHERE number = $2)", w.anna.ID(), n); len(sent) != 0 {
				t.Errorf("the bot wrote to somebody who is not in the chat: %v", sent)
			}
		})
	}
}

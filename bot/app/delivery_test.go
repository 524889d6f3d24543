package app

import (
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// owned files a complaint and has Li claim it.
func (w *town) owned(p *telegramtest.Person, text string) (number string) {
	w.t.Helper()
	n := w.files(p, text)
	w.card(n)
	w.press(w.li, w.staff.ID(), "Claim")
	w.sees(p.ID(), "now has somebody from our team")
	return n
}

func TestReplyToACustomerWhoStoppedTheBot(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.anna.Block()
	w.settle()
	w.answer(w.li, n, "We have refunded it.")
	w.sees(w.staff.ID(), "✗ not delivered")
	w.sees(w.staff.ID(), "has stopped the bot. 1 reply not delivered")
	w.stop()
	w.start()
	w.anna.Unblock()
	w.settle()
	w.sees(w.staff.ID(), "can be reached again. 1 reply was not delivered")
	w.press(w.li, w.staff.ID(), "Send again")
	w.sees(w.anna.ID(), "We have refunded it.")
	w.sees(w.staff.ID(), "✓ sent")
	w.await("the card without a warning", func() bool { return !strings.Contains(w.card(n).Content(), "⚠️") })
	if got := w.count(w.anna.ID(), "We have refunded it."); got != 1 {
		t.Errorf("Anna has it %d times", got)
	}
	if got := w.look("SELECT delivery FROM messages WHERE direction = 'out'"); len(got) != 1 || got[0] != "sent" {
		t.Errorf("on record: %v", got)
	}
}

func TestReplyThatHasToWait(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]telegramtest.Fault{
		"too many requests": telegramtest.FloodWait(7),
		"bad gateway":       telegramtest.BadGateway(),
		"server error":      telegramtest.ServerError(),
		"no connection":     telegramtest.DropBefore(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, telegramtest.Supergroup)
			n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
			script := w.tg.Script(telegramtest.Rule{Method: "sendMessage", ChatID: w.anna.ID()}, fault)
			w.answer(w.li, n, "We have refunded it.")
			w.sees(w.staff.ID(), "… retrying")
			if script.Hits() != 1 || w.count(w.staff.ID(), "✓") != 0 || w.count(w.anna.ID(), "refunded") != 0 {
				t.Errorf("staff read that it was sent:\n%s", w.shows(w.staff.ID()))
			}
			w.clock.Advance(10 * time.Second)
			w.sees(w.anna.ID(), "We have refunded it.")
			w.sees(w.staff.ID(), "✓ sent")
			w.settle()
			if w.count(w.staff.ID(), "retrying") != 0 || w.count(w.anna.ID(), "refunded") != 1 {
				t.Errorf("staff see:\n%s", w.shows(w.staff.ID()))
			}
		})
	}
}

func TestReplyWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.tg.Script(telegramtest.Rule{Method: "sendMessage", ChatID: w.anna.ID()}, telegramtest.DropAfter())
	w.answer(w.li, n, "We have refunded it.")
	w.sees(w.staff.ID(), "… retrying")
	w.clock.Advance(10 * time.Second)
	w.sees(w.staff.ID(), "✓ sent")
	if got := w.count(w.anna.ID(), "We have refunded it."); got < 1 || got > 2 {
		t.Errorf("Anna has it %d times", got)
	}
}

func TestRepliesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.tg.Script(telegramtest.Rule{Method: "sendMessage", ChatID: w.anna.ID()}, telegramtest.ServerError())
	card := w.card(n)
	for _, words := range []string{"first", "second", "third"} {
		telegramtest.Must(w.li.In(w.staff).Reply(card.MessageID).Text("words " + words))
	}
	w.settle()
	w.sees(w.staff.ID(), "… retrying")
	w.clock.Advance(10 * time.Second)
	w.sees(w.anna.ID(), "words third")
	var got []string
	for _, m := range w.tg.Chat(w.anna.ID()).Messages {
		if _, words, ok := strings.Cut(m.Content(), "words "); ok && m.FromBot {
			got = append(got, words)
		}
	}
	if strings.Join(got, " ") != "first second third" {
		t.Errorf("Anna reads %q", got)
	}
}

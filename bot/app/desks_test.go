package app

import (
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// buttoned counts the messages of a chat that have a button with that label.
func (w *town) buttoned(chat int64, label string) int {
	n := 0
	for _, m := range w.tg.Chat(chat).Messages {
		for _, b := range m.Buttons() {
			if m.FromBot && !m.Deleted && b.Text == label {
				n++
			}
		}
	}
	return n
}

// known waits until the bot knows where that message of its own is.
func (w *town) known(m telegramtest.MessageView, chat int64) telegramtest.MessageView {
	w.t.Helper()
	ctx, cancel := w.context()
	defer cancel()
	for len(w.look("SELECT complaint FROM refs WHERE chat = $1 AND message_id = $2", chat, m.MessageID)) == 0 {
		pause(ctx, time.Millisecond)
		if ctx.Err() != nil {
			w.t.Fatalf("the bot does not know its message %d", m.MessageID)
		}
	}
	return m
}

// office is a new group with the bot in it that Otto binds to a desk.
func (w *town) office(title, desk string, kind telegramtest.Kind) *telegramtest.Group {
	w.t.Helper()
	g := w.tg.NewGroup(title, kind, w.otto)
	g.Join(w.li, w.mona)
	g.AddBot(w.otto, telegramtest.AllRights())
	telegramtest.Must(w.otto.In(g).Text("/setup " + desk))
	w.settle()
	w.sees(g.ID(), "This is the group of")
	return g
}

func TestAComplaintGoesFromDeskToDesk(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum, func(c *Config) { c.Policy = "corporate" })
	legal := w.office("Lawyers", "legal", telegramtest.Forum)
	technical := w.office("Engineers", "technical", telegramtest.Supergroup)

	n := w.files(w.anna, "The app crashes with an error since yesterday, I cannot log in, please repair it")
	w.seesWhere(technical.ID(), "the card at its desk", func(m telegramtest.MessageView) bool {
		return strings.Contains(m.Content(), n) && strings.Contains(m.Content(), "Owner:")
	})
	if w.count(w.staff.ID(), n) != 0 {
		t.Errorf("the staff group shows it too:\n%s", w.shows(w.staff.ID()))
	}
	w.press(w.li, technical.ID(), "Claim")
	w.press(w.li, technical.ID(), "Hand over")
	w.press(w.li, technical.ID(), "→ Legal")
	w.press(w.li, technical.ID(), "Skip")
	w.sees(w.anna.ID(), "is now with our Legal team")
	w.sees(technical.ID(), "was handed to Legal")
	w.sees(legal.ID(), "from Technical Support handed this one over")
	w.await("one card with buttons", func() bool {
		return w.buttoned(technical.ID(), "Original") == 0 && w.buttoned(legal.ID(), "Claim") == 1
	})

	w.press(w.mona, legal.ID(), "Claim")
	card := w.known(w.sees(legal.ID(), "Owner: Mona"), legal.ID())
	telegramtest.Must(w.mona.In(legal).Topic(card.MessageThreadID).Text("/task technical Was the account locked?"))
	w.settle()
	asked := w.known(w.sees(technical.ID(), "Was the account locked?"), technical.ID())
	w.sees(legal.ID(), "Technical Support is asked")
	telegramtest.Must(w.li.In(technical).Reply(asked.MessageID).Text("No, the server was down."))
	w.settle()
	w.sees(legal.ID(), "No, the server was down.")
	w.sees(technical.ID(), "✓ Li answered")
	if w.count(w.anna.ID(), "server was down") != 0 {
		t.Errorf("the customer reads what stays among us:\n%s", w.shows(w.anna.ID()))
	}
	telegramtest.Must(w.mona.In(legal).Topic(card.MessageThreadID).Text("We are putting it right."))
	w.settle()
	w.sees(w.anna.ID(), "We are putting it right.")
}

func TestADeskThatLosesItsGroupFallsBackToTheStaffGroup(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = "corporate" })
	technical := w.office("Engineers", "technical", telegramtest.Supergroup)
	n := w.files(w.anna, "The app crashes with an error since yesterday, I cannot log in, please repair it")
	w.seesWhere(technical.ID(), "the card", func(m telegramtest.MessageView) bool { return strings.Contains(m.Content(), "Owner:") })
	telegramtest.Must(w.otto.In(w.staff).Text("/setup technical off"))
	w.settle()
	w.pass(time.Second)
	w.card(n)
	w.await("one card with buttons", func() bool {
		return w.buttoned(technical.ID(), "Claim") == 0 && w.buttoned(w.staff.ID(), "Claim") == 1
	})
	telegramtest.Must(w.otto.In(technical).Text("/setup technical"))
	w.settle()
	w.pass(time.Second)
	w.await("the card is back", func() bool {
		return w.buttoned(technical.ID(), "Claim") == 1 && w.buttoned(w.staff.ID(), "Claim") == 0
	})
}

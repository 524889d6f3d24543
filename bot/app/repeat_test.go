package app

import (
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

func TestWhatComesTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	said := telegramtest.Must(w.anna.Says("You charged me twice for order A-1001"))
	w.settle()
	w.redeliver(said.UpdateID)
	w.stop()
	w.start()
	w.redeliver(said.UpdateID)
	w.pass(7 * time.Second)
	w.press(w.anna, w.anna.ID(), "Skip").Again()
	w.settle()
	w.press(w.anna, w.anna.ID(), "Refund").Again()
	w.settle()
	m := w.sees(w.anna.ID(), "This is what I would file")
	if got, _ := w.words(w.anna); len(got) != 1 {
		t.Errorf("kept: %q", got)
	}
	n := w.submitsTwice(m)
	w.card(n)
	w.claimsTwice(n)
	w.resolve(w.li, n, "Refunded.")
	w.solvesTwice(n)
	if got := w.look("SELECT action FROM history ORDER BY at, n"); strings.Join(got, " ") != "submit claim resolve confirm" {
		t.Errorf("history: %v", got)
	}
}

// redeliver sends an update once more, as when Telegram did not learn that it arrived.
func (w *town) redeliver(update int64) {
	w.t.Helper()
	if err := w.tg.Redeliver(update); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// twice presses one button twice before anything has been answered, and has the first press
// delivered again later.
func (w *town) twice(p *telegramtest.Person, m telegramtest.MessageView, label string) {
	w.t.Helper()
	talk := p.InChat(m.Chat.ID)
	first := telegramtest.Must(talk.Press(m.MessageID, label))
	data := ""
	for _, b := range m.Buttons() {
		if b.Text == label {
			data = b.CallbackData
		}
	}
	telegramtest.Must(talk.PressData(m.MessageID, data))
	w.settle()
	first.Again()
	w.redeliver(first.UpdateID)
}

func (w *town) submitsTwice(m telegramtest.MessageView) (number string) {
	w.t.Helper()
	w.twice(w.anna, m, "Submit")
	_, rest, _ := strings.Cut(w.sees(w.anna.ID(), "Your number is").Content(), "Your number is ")
	if got := w.count(w.anna.ID(), "Your number is"); got != 1 {
		w.t.Errorf("a number was given %d times:\n%s", got, w.shows(w.anna.ID()))
	}
	if got := w.look("SELECT number FROM complaints WHERE number IS NOT NULL"); len(got) != 1 || got[0] != rest[:9] {
		w.t.Errorf("filed: %v", got)
	}
	return rest[:9]
}

func (w *town) claimsTwice(number string) {
	w.t.Helper()
	w.twice(w.li, w.card(number), "Claim")
	w.sees(w.anna.ID(), "now has somebody from our team")
	if got := w.count(w.anna.ID(), "now has somebody"); got != 1 {
		w.t.Errorf("Anna is told %d times who has it", got)
	}
	if got := w.count(w.staff.ID(), "Owner:"); got != 1 {
		w.t.Errorf("%d cards:\n%s", got, w.shows(w.staff.ID()))
	}
}

func (w *town) solvesTwice(number string) {
	w.t.Helper()
	w.twice(w.anna, w.sees(w.anna.ID(), "Is it solved for you?"), "Solved")
	w.sees(w.anna.ID(), "with how your complaint was resolved")
	if got := w.count(w.anna.ID(), "with how your complaint was resolved"); got != 1 {
		w.t.Errorf("asked for the rating %d times:\n%s", got, w.shows(w.anna.ID()))
	}
}

// resolve takes a claimed complaint to its result.
func (w *town) resolve(p *telegramtest.Person, number, outcome string) {
	w.t.Helper()
	w.press(p, w.staff.ID(), "Resolve")
	w.sees(w.staff.ID(), "what is the result of "+number)
	w.answer(p, number, outcome)
	w.press(p, w.staff.ID(), "Our mistake")
	w.press(p, w.staff.ID(), "Skip")
	w.sees(w.staff.ID(), "still to come")
	w.press(p, w.staff.ID(), "Skip")
	w.press(p, w.staff.ID(), "Send")
	w.seesWhere(w.seesCustomer(number), "the result", func(m telegramtest.MessageView) bool {
		return strings.Contains(m.Content(), "Is it solved for you?")
	})
}

// seesCustomer is the chat of the customer whose complaint has that number.
func (w *town) seesCustomer(number string) int64 {
	w.t.Helper()
	for _, p := range []*telegramtest.Person{w.anna, w.boris} {
		if w.count(p.ID(), number) > 0 {
			return p.ID()
		}
	}
	w.t.Fatalf("nobody knows %s", number)
	return 0
}

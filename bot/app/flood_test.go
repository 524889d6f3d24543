package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

func TestFloodIsHeardAndAnsweredOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	var said []string
	for i := range 100 {
		text := fmt.Sprintf("Line %d about the broken lift in building 7", i)
		said = append(said, text)
		telegramtest.Must(w.anna.Says(text))
	}
	w.pass(7 * time.Second)
	w.seesWhere(w.anna.ID(), "a question or the read-back", func(m telegramtest.MessageView) bool { return len(m.Buttons()) > 0 })
	w.settle()
	answers := 0
	for _, m := range w.tg.Chat(w.anna.ID()).Messages {
		if m.FromBot {
			answers++
		}
	}
	if answers > 2 {
		t.Errorf("%d answers to one burst:\n%s", answers, w.shows(w.anna.ID()))
	}
	if kept, _ := w.words(w.anna); !slices.Equal(kept, said) {
		t.Errorf("%d of %d messages are kept in order", len(kept), len(said))
	}
	if typing := w.tg.CallCounts()["sendChatAction"]; typing > 5 {
		t.Errorf("%d calls to show that the bot types", typing)
	}
	w.confirms(w.anna)
}

func TestHugeText(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	huge := "The lift is stuck again. " + strings.Repeat("😡", (4096-25)/2)
	n := w.files(w.anna, huge)
	w.press(w.li, w.staff.ID(), "Claim")
	telegramtest.Must(w.anna.Says(strings.Repeat("漏", 4096)))
	w.settle()
	w.sees(w.staff.ID(), "漏漏漏")
	w.answer(w.li, n, strings.Repeat("x", 4096))
	w.sees(w.staff.ID(), "✓ sent")
	got := 0
	for _, m := range w.tg.Chat(w.anna.ID()).Messages {
		if m.FromBot {
			got += strings.Count(m.Content(), "x")
		}
	}
	if got < 4096 || got > 4096+20 {
		t.Errorf("Anna reads %d of 4096 characters of the reply", got)
	}
	w.press(w.li, w.staff.ID(), "Original")
	w.sees(w.staff.ID(), "Original")
	if kept, _ := w.words(w.anna); len(kept) < 1 || kept[0] != huge {
		t.Error("the huge text is not kept as it was written")
	}
}

func TestHostileTextShowsAsItWasWritten(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	hostile := `<b>bold</b> <a href="https://evil.example">Claim</a> @li_admin \u202e [Submit](tg://user?id=1) &lt;i&gt; {number} **fat** /setup`
	n := w.files(w.anna, "The lift is stuck and you charged me 40 euros twice "+hostile)
	card := w.card(n)
	for _, m := range []telegramtest.MessageView{card, w.sees(w.anna.ID(), "This is what I would file")} {
		if !strings.Contains(m.Content(), `<a href="https://evil.example">Claim</a>`) || !strings.Contains(m.Content(), "{number}") {
			t.Errorf("not literal:\n%s", m.Content())
		}
		for _, e := range m.Entities {
			if e.Type == "text_link" || e.Type == "text_mention" {
				t.Errorf("the customer's words became a %s to %q", e.Type, e.URL)
			}
		}
	}
	w.press(w.li, w.staff.ID(), "Original")
	w.sees(w.staff.ID(), strings.ReplaceAll(hostile, "@", "@\u2060")) // shown, and nobody is called by it
	w.press(w.li, w.staff.ID(), "Claim")
	w.say(w.anna, "<i>more</i> [Claim](tg://resolve)")
	w.sees(w.staff.ID(), "<i>more</i> [Claim](tg://resolve)")
	w.answer(w.li, n, "<code>we are on it</code> & 'it'")
	w.sees(w.anna.ID(), "<code>we are on it</code> & 'it'")
	for _, m := range w.tg.Chat(w.staff.ID()).Messages {
		for _, b := range m.Buttons() {
			if b.URL != "" || !strings.HasPrefix(b.CallbackData, "s:") {
				t.Errorf("a button that is not ours: %+v", b)
			}
		}
	}
}

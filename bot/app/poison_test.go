package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

func TestPoisonInABatchStopsNobody(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.settle()
	w.stop()
	telegramtest.Must(w.anna.Says("The lift in building 7 is stuck again"))
	for _, poison := range []string{
		`{"message":{"message_id":"many","date":{},"chat":17}}`,
		`{"callback_query":{"id":5,"from":[],"data":9}}`,
		`{"reaction_of_tomorrow":{"depth":{"unheard":[1,2,3]}}}`,
	} {
		telegramtest.Must(w.tg.Inject(w.anna.ID(), poison))
	}
	paid := fmt.Sprintf(`{"message":{"message_id":900,"date":1795000000,"chat":{"id":%[1]d,"type":"private","first_name":"Anna"},
		"from":{"id":%[1]d,"is_bot":false,"first_name":"Anna","language_code":"en"},
		"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo","live_photo":{"n":1}}]}}}`, w.anna.ID())
	telegramtest.Must(w.tg.Inject(w.anna.ID(), paid))
	telegramtest.Must(w.anna.Says("It has been like that since Monday"))
	telegramtest.Must(w.boris.Says("My parcel B-77 never came"))
	w.start()
	w.settle()
	w.sees(w.anna.ID(), "More: /privacy")
	w.sees(w.boris.ID(), "More: /privacy")
	texts, unsupported := w.words(w.anna)
	if want := "The lift in building 7 is stuck again|It has been like that since Monday"; strings.Join(texts, "|") != want {
		t.Errorf("kept of Anna: %q", texts)
	}
	if unsupported != 1 {
		t.Errorf("%d messages of a kind that cannot be read are kept, want the paid one", unsupported)
	}
	if parked := w.backlog().Parked; parked != 3 {
		t.Errorf("%d updates are put aside, want 3", parked)
	}
}

// gloomy is an understanding that panics at a word.
type gloomy struct {
	mind
	word string
}

func (g gloomy) Triage(ctx context.Context, q complaint.Inquiry) complaint.Triage {
	for _, words := range q.Texts {
		if strings.Contains(words, g.word) {
			panic("gloom")
		}
	}
	return g.mind.Triage(ctx, q)
}

func TestPanicParksTheMessageAndTellsPeople(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.stop()
	w.dress = func(a *App) { a.mind = gloomy{a.mind, "xyzzy"} }
	w.start()
	n := w.files(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	telegramtest.Must(w.anna.Says("The word is xyzzy"))
	telegramtest.Must(w.anna.Says("The lift in building 7 is stuck"))
	telegramtest.Must(w.boris.Says("When do I hear from you?"))
	w.settle()
	m := w.sees(w.anna.ID(), "Something went wrong on our side")
	_, reference, _ := strings.Cut(m.Content(), "Reference: ")
	if len(reference) < 2 || reference[0] != 'E' {
		t.Fatalf("no reference in %q", m.Content())
	}
	w.sees(w.staff.ID(), "set aside. It is kept. Reference: "+reference)
	w.sees(w.staff.ID(), "When do I hear from you?")
	w.card(n)
	if got := w.count(w.anna.ID(), "Something went wrong"); got != 1 {
		t.Errorf("Anna is told %d times", got)
	}
	if got, _ := w.words(w.anna); strings.Join(got, "|") != "The lift in building 7 is stuck" {
		t.Errorf("the message behind it: %q", got)
	}
	if got := w.look("SELECT body FROM events WHERE state = 'parked' AND tries = 3"); len(got) != 1 || !strings.Contains(got[0], "xyzzy") {
		t.Errorf("the words set aside: %q", got)
	}
}

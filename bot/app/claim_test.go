package app

import (
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
)

func TestTwoClaimAtOnceAndOneHasIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	card := w.card(n)
	names := map[*telegramtest.Person]string{w.li: "Li", w.mona: "Mona"}
	pressed := make(chan telegramtest.Press)
	for p := range names {
		go func() { pressed <- telegramtest.Must(p.In(w.staff).PressData(card.MessageID, "s:claim:"+n)) }()
	}
	presses := []telegramtest.Press{<-pressed, <-pressed}
	w.settle()
	winner, popups := "", 0
	owners := w.look("SELECT owner_name FROM complaints WHERE number = $1", n)
	for _, name := range names {
		if len(owners) == 1 && owners[0] == name {
			winner = name
		}
	}
	for _, p := range presses {
		a := w.answered(p)
		t.Logf("%+v", a)
		if a.Alert && strings.HasPrefix(a.Text, winner+" has it since") {
			popups++
			if names[w.li] == winner == (a.UserID == w.li.ID()) {
				t.Errorf("the pop-up went to the winner")
			}
		}
	}
	if winner == "" || popups != 1 {
		t.Errorf("owners %v, %d pop-ups with the winner's name", owners, popups)
	}
	w.seesWhere(w.staff.ID(), "the owner on the card", func(m telegramtest.MessageView) bool {
		return strings.Contains(m.Content(), "Owner: "+winner)
	})
	if got := w.look("SELECT action FROM history WHERE action = 'claim'"); len(got) != 1 {
		t.Errorf("claimed %d times", len(got))
	}
	if got := w.count(w.anna.ID(), "now has somebody"); got != 1 {
		t.Errorf("Anna is told %d times", got)
	}
}

func TestOnlyTheOwnersWordsGoToTheCustomer(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.answer(w.mona, n, "Let me see.")
	w.sees(w.staff.ID(), "Claim it first")
	w.press(w.li, w.staff.ID(), "Claim")
	w.answer(w.mona, n, "Words of somebody else")
	w.sees(w.staff.ID(), "Li has this one")
	w.answer(w.li, n, "// words among us")
	w.answer(w.li, n, "/note also among us")
	w.answer(w.otto, n, "Words of who leads")
	w.sees(w.anna.ID(), "Words of who leads")
	w.answer(w.li, n, "Words of the owner")
	w.sees(w.anna.ID(), "Words of the owner")
	for _, words := range []string{"Let me see", "somebody else", "among us", "Li", "Otto"} {
		if w.count(w.anna.ID(), words) != 0 {
			t.Errorf("Anna reads %q:\n%s", words, w.shows(w.anna.ID()))
		}
	}
}

func TestStrangersMayNotAct(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	w.staff.Join(w.boris)
	a := w.pressed(w.boris, "Claim")
	if !a.Alert || !strings.Contains(a.Text, "not on the staff list") {
		t.Errorf("a stranger is answered %+v", a)
	}
	telegramtest.Must(w.boris.In(w.staff).Text("/open"))
	w.settle()
	w.sees(w.staff.ID(), "You are not on the staff list")
	w.stop()
	press := telegramtest.Must(w.mona.In(w.staff).PressData(w.card(n).MessageID, "s:claim:"+n))
	w.staff.Leave(w.mona)
	w.start()
	if a := w.answered(press); !a.Alert || !strings.Contains(a.Text, "not on the staff list") {
		t.Errorf("who left the group is answered %+v", a)
	}
	if err := w.staff.Anonymous(w.otto, true, ""); err != nil {
		t.Fatal(err)
	}
	telegramtest.Must(w.otto.In(w.staff).Text("/open"))
	w.settle()
	w.sees(w.staff.ID(), "anonymous admin")
	if got := w.look("SELECT status FROM complaints WHERE number = $1", n); len(got) != 1 || got[0] != "filed" {
		t.Errorf("the complaint is %v", got)
	}
	if other := w.statusOf(w.boris, n); other != w.statusOf(w.boris, "2026-9999") || !strings.Contains(other, "can't find") {
		t.Errorf("somebody else's complaint is answered with %q", other)
	}
}

// pressed presses a button of the staff group and returns the answer.
func (w *town) pressed(p *telegramtest.Person, label string) telegramtest.Answer {
	w.t.Helper()
	return w.answered(w.press(p, w.staff.ID(), label))
}

// answered waits for the answer to a press.
func (w *town) answered(p telegramtest.Press) telegramtest.Answer {
	w.t.Helper()
	ctx, cancel := w.context()
	defer cancel()
	a, err := p.Wait(ctx)
	if err != nil {
		w.t.Fatalf("a press is not answered: %v", err)
	}
	return a
}

// statusOf asks for a complaint by number and returns the answer.
func (w *town) statusOf(p *telegramtest.Person, number string) string {
	w.t.Helper()
	asked := telegramtest.Must(p.Says("/status " + number))
	w.settle()
	return w.seesWhere(p.ID(), "an answer to /status", func(m telegramtest.MessageView) bool {
		return m.MessageID > asked.MessageID
	}).Content()
}

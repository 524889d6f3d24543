package app

import (
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// migrate upgrades the staff group, as Telegram does when somebody switches a feature on.
func (w *town) migrate() {
	w.t.Helper()
	w.staff = telegramtest.Must(w.staff.Migrate(w.otto))
}

func TestStaffGroupMovesWithOpenComplaints(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Basic)
	first := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	second := w.files(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	w.card(second)
	old := w.staff.ID()
	w.migrate()
	w.settle()
	w.card(first)
	w.card(second)
	w.answer(w.li, first, "We have refunded it.")
	w.sees(w.anna.ID(), "We have refunded it.")
	w.sees(w.staff.ID(), "✓ sent")
	w.press(w.mona, w.staff.ID(), "Claim")
	w.sees(w.boris.ID(), "now has somebody from our team")
	w.say(w.boris, "Thank you for taking it on")
	w.sees(w.staff.ID(), "Thank you for taking it on")
	if got := w.count(w.staff.ID(), "Owner:"); got != 2 {
		t.Errorf("%d cards for two complaints:\n%s", got, w.shows(w.staff.ID()))
	}
	if got := w.look("SELECT chat FROM bindings WHERE desk = 'staff' AND chat = $1", old); len(got) != 0 {
		t.Error("the staff group is still known by its old id")
	}
	w.stop()
	w.start() // the environment still names the old id
	w.say(w.anna, "/new")
	third := w.files(w.anna, "The shop in Oak Street was closed on Monday at noon, please tell me why")
	w.card(third)
}

func TestStaffGroupMovesWhileTheBotIsDown(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Basic)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.stop()
	telegramtest.Must(w.anna.Says("Is there any news?"))
	w.migrate()
	telegramtest.Must(w.li.In(w.staff).Text("/open"))
	w.start()
	w.settle()
	w.sees(w.staff.ID(), "Is there any news?")
	w.sees(w.staff.ID(), "Open")
	w.onlyCard(n)
}

func TestManagersChatMoves(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	office := w.tg.NewGroup("Office", telegramtest.Basic, w.otto)
	office.AddBot(w.otto, telegramtest.AllRights())
	telegramtest.Must(w.otto.In(office).Text("/setup managers"))
	w.settle()
	w.sees(office.ID(), "managers' chat now")
	office = telegramtest.Must(office.Migrate(w.otto))
	w.settle()
	w.clock.AdvanceTo(time.Date(2026, 11, 24, 0, 31, 0, 0, time.UTC))
	w.sees(office.ID(), "no complaints")
	telegramtest.Must(w.otto.In(office).Text("/digest"))
	w.settle()
	w.await("the digest on demand", func() bool { return w.count(office.ID(), "no complaints") == 2 })
}

package app

import (
	"regexp"
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
)

// unbound is a town whose program knows nothing of its chats and people yet.
func unbound(c *Config) {
	c.StaffChat, c.ManagerChat, c.Staff, c.Owners = 0, 0, nil, nil
}

// code is the setup code that the program printed last, "" if it printed none.
func (w *town) code() string {
	found := regexp.MustCompile(`/setup (\S{4}-\S{4})\n`).FindAllStringSubmatch(w.said.String(), -1)
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1][1]
}

func TestGroupsAreBoundWithThePrintedCode(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum, unbound)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back") // before anybody is there to read it
	first := w.code()
	w.stop()
	w.start()
	code := w.code()
	if first == "" || code == first {
		t.Fatalf("printed %q", w.said.String())
	}
	w.writes(w.otto, "/setup WRNG-CODE", "That code is not valid")
	w.writes(w.otto, "/setup "+first, "That code is not valid") // of an earlier start
	w.writes(w.otto, "/setup@"+w.tg.BotUser().Username+" "+strings.ToLower(code), "This is the staff group now")
	w.card(n)
	telegramtest.Must(w.otto.In(w.managers).Text("/setup managers"))
	w.settle()
	w.sees(w.managers.ID(), "managers' chat now")
	said := telegramtest.Must(w.li.In(w.staff).Text("Hello everybody"))
	w.staff.Promote(w.otto, w.li) // a plain member
	telegramtest.Must(w.otto.In(w.staff).Reply(said.MessageID).Text("/staff@" + w.tg.BotUser().Username + " add"))
	w.settle()
	w.sees(w.staff.ID(), "Li may act now")
	w.press(w.li, w.staff.ID(), "Claim")
	w.sees(w.anna.ID(), "now has somebody from our team")
	printed := w.said.Len()
	w.stop()
	w.start()
	if w.said.Len() != printed {
		t.Errorf("a code is printed although the staff group is bound:\n%s", w.said.String()[printed:])
	}
	elsewhere := w.tg.NewGroup("Elsewhere", telegramtest.Supergroup, w.boris)
	elsewhere.AddBot(w.boris, telegramtest.AllRights())
	telegramtest.Must(w.boris.In(elsewhere).Text("/setup " + code))
	w.settle()
	w.sees(elsewhere.ID(), "That code is not valid")
	telegramtest.Must(w.boris.In(elsewhere).Text("/open"))
	w.settle()
	if w.count(elsewhere.ID(), n) != 0 {
		t.Error("a stranger's group reads complaints")
	}
}

// writes writes into the staff group and waits for an answer.
func (w *town) writes(p *telegramtest.Person, text, answer string) {
	w.t.Helper()
	sent := telegramtest.Must(p.In(w.staff).Text(text))
	w.settle()
	w.seesWhere(w.staff.ID(), answer, func(m telegramtest.MessageView) bool {
		return m.MessageID > sent.MessageID && strings.Contains(m.Content(), answer)
	})
}

func TestCommandsOfStaff(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.card(n)
	at := "@" + w.tg.BotUser().Username
	w.writes(w.li, "/open"+at, n)
	w.writes(w.li, "/mine", "nothing open")
	w.writes(w.li, "/find twice", n)
	w.writes(w.li, "/find"+at+" aeroplane", "Nothing found")
	w.writes(w.li, "/card "+n, "Card: "+n)
	w.writes(w.li, "/card 2026-9999", "no complaint with that number")
	w.writes(w.li, "/staff", "Who may act here")
	w.writes(w.li, "/staff add 77", "Only supervisors")
	w.writes(w.li, "/digest", "open")
	w.press(w.li, w.staff.ID(), "Claim")
	w.writes(w.li, "/mine", n)
	before := w.tg.CallCounts()["sendMessage"]
	telegramtest.Must(w.li.In(w.staff).Text("/open@another_bot"))
	telegramtest.Must(w.li.In(w.staff).Text("Who has lunch with me?"))
	w.settle()
	w.writes(w.li, "/help", "/find words")
	if got := w.tg.CallCounts()["sendMessage"] - before; got > 3 {
		t.Errorf("%d messages for one command to us", got)
	}
}

func TestAnonymousAdministratorIsTold(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, unbound)
	telegramtest.Must(w.otto.In(w.staff).Anonymously().Text("/setup " + w.code()))
	w.settle()
	w.sees(w.staff.ID(), "anonymous admin")
	w.writes(w.otto, "/setup "+w.code(), "This is the staff group now")
}

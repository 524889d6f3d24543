package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// visitor is a customer whose story a kill interrupts.
type visitor struct {
	*telegramtest.Person
	name, number string
}

// moment is a step of one update: a call that is held, and what is being done then.
type moment struct {
	name   string
	method string
	staff  bool // the call goes to the staff group, not to the customer
	after  bool // Telegram has carried the call out, and its answer is lost
	during string
}

var moments = []moment{
	{name: "a press is accepted, nothing is decided", method: "getChatMember", staff: true, during: "claim"},
	{name: "it is decided, nobody is told", method: "sendMessage", during: "submit"},
	{name: "the customer is told, it is not noted", method: "sendMessage", after: true, during: "submit"},
	{name: "the topic is to be made", method: "createForumTopic", staff: true, during: "submit"},
	{name: "the topic is made, it is not noted", method: "createForumTopic", staff: true, after: true, during: "submit"},
	{name: "the topic is made, the card is to be posted", method: "sendMessage", staff: true, during: "submit"},
	{name: "the card is posted, it is not noted", method: "sendMessage", staff: true, after: true, during: "submit"},
	{name: "the card is to be changed", method: "editMessageText", staff: true, during: "claim"},
	{name: "the card is changed, it is not noted", method: "editMessageText", staff: true, after: true, during: "claim"},
	{name: "a reply is to be sent", method: "sendMessage", during: "reply"},
	{name: "a reply is sent, it is not noted", method: "sendMessage", after: true, during: "reply"},
	{name: "a file is to be copied", method: "copyMessage", during: "file"},
	{name: "a file is copied, it is not noted", method: "copyMessage", after: true, during: "file"},
	{name: "the press is not answered", method: "answerCallbackQuery", during: "claim"},
	{name: "the buttons are taken off, it is not noted", method: "editMessageReplyMarkup", after: true, during: "submit"},
}

// TestKilledBetweenAnyTwoSteps kills the program inside each step of one update, and sees the
// complaint through to the same end every time.
func TestKilledBetweenAnyTwoSteps(t *testing.T) {
	t.Parallel()
	s := newStation(t, telegramtest.Forum)
	s.start()
	visitors := make([]*visitor, len(moments))
	for i := range moments {
		visitors[i] = s.visitor(fmt.Sprintf("V%02d", i))
		telegramtest.Must(visitors[i].Says(fmt.Sprintf("You charged me twice for order A-1%03d, I want my 40 euros back", i)))
	}
	s.killWhileUpdatesAreHandedOut()
	for _, v := range visitors {
		s.readBack(v.Person)
	}
	for i, m := range moments {
		s.story(visitors[i], m)
	}
	s.kill()
	for i, m := range moments {
		s.check(visitors[i], m)
	}
}

func (s *station) visitor(name string) *visitor {
	return &visitor{Person: s.tg.NewPerson(telegramtest.User{FirstName: name, LanguageCode: "en"}), name: name}
}

// killWhileUpdatesAreHandedOut kills the program when Telegram has answered a poll and the
// answer is still on its way.
func (s *station) killWhileUpdatesAreHandedOut() {
	s.t.Helper()
	v := s.visitor("Vera")
	h := s.hold("getUpdates", 0, true)
	telegramtest.Must(v.Says("My name is Vera"))         // ends the poll under way
	telegramtest.Must(v.Says("The lift is stuck again")) // comes with the next
	s.killAt(h)
	s.seesWhere(v.ID(), "an answer to both", func(m telegramtest.MessageView) bool { return len(m.Buttons()) > 0 })
	if got := s.heard(v.Person); got != "My name is Vera|The lift is stuck again" {
		s.t.Errorf("kept of Vera: %q", got)
	}
}

// heard is what is on record of a customer's messages.
func (s *station) heard(p *telegramtest.Person) string {
	s.t.Helper()
	return strings.Join(s.look("SELECT text FROM messages WHERE direction = 'in' AND chat = $1 ORDER BY message_id", p.ID()), "|")
}

// readBack skips what the bot asks until the read-back stands.
func (s *station) readBack(p *telegramtest.Person) telegramtest.MessageView {
	s.t.Helper()
	for last := 0; ; {
		m := s.seesWhere(p.ID(), "a question or the read-back", func(m telegramtest.MessageView) bool {
			return m.MessageID > last && (hasButton(m, "Skip") || hasButton(m, "Submit"))
		})
		if hasButton(m, "Submit") {
			return m
		}
		telegramtest.Must(p.Private().Press(m.MessageID, "Skip"))
		last = m.MessageID
	}
}

// story takes a complaint from the read-back to where the kill is, and sees how it goes on.
func (s *station) story(v *visitor, m moment) {
	s.t.Helper()
	s.during(v, m, "submit", func() { s.press(v.Person, v.ID(), "Submit") })
	_, rest, _ := strings.Cut(s.sees(v.ID(), "Your number is").Content(), "Your number is ")
	v.number = rest[:9]
	card := s.cardWith(v, "Claim")
	if m.during == "submit" {
		return
	}
	s.during(v, m, "claim", func() { telegramtest.Must(s.li.In(s.staff).PressData(card.MessageID, "s:claim:"+v.number)) })
	s.sees(v.ID(), "now has somebody")
	card = s.cardWith(v, "Resolve")
	if m.during == "claim" {
		return
	}
	talk := s.li.In(s.staff).Topic(card.MessageThreadID)
	s.during(v, m, "reply", func() { telegramtest.Must(talk.Text("words for " + v.name)) })
	s.sees(v.ID(), "words for "+v.name)
	if m.during == "reply" {
		return
	}
	s.during(v, m, "file", func() { telegramtest.Must(talk.Document("receipt.pdf", "application/pdf", []byte(v.name))) })
	s.seesWhere(v.ID(), "the file", func(m telegramtest.MessageView) bool { return m.Document != nil })
}

// during does what a person does in this part of the story, and kills the program if this is
// the moment for it.
func (s *station) during(v *visitor, m moment, part string, do func()) {
	s.t.Helper()
	if m.during != part {
		do()
		return
	}
	chat := v.ID()
	if m.staff {
		chat = s.staff.ID()
	}
	if m.method == "answerCallbackQuery" {
		chat = 0
	}
	h := s.hold(m.method, chat, m.after)
	do()
	began := time.Now()
	s.killAt(h)
	s.t.Logf("%s: killed %s after the deed", m.name, time.Since(began).Round(time.Millisecond))
}

// cardWith waits for a visitor's newest card to have a button.
func (s *station) cardWith(v *visitor, label string) telegramtest.MessageView {
	s.t.Helper()
	return s.seesWhere(s.staff.ID(), "the card of "+v.number, func(m telegramtest.MessageView) bool {
		return isCard(m, v.number) && hasButton(m, label)
	})
}

// check looks at what is left of a story: each thing once, or twice where that is allowed.
func (s *station) check(v *visitor, m moment) {
	s.t.Helper()
	got := map[string]int{"topic": s.topics(v), "card": s.cards(v)}
	texts := []string{"More: /privacy", "This is what I would file", "Your number is"}
	actions := "submit"
	if m.during != "submit" {
		texts, actions = append(texts, "now has somebody"), "submit claim"
	}
	if m.during == "reply" || m.during == "file" {
		texts = append(texts, "words for "+v.name)
	}
	for _, text := range texts {
		got[text] = s.count(v.ID(), text)
	}
	if m.during == "file" {
		got["copy"] = s.files(v)
	}
	for thing, n := range got {
		if lost := s.lost(v, thing); n < 1 || n > 1+lost {
			s.t.Errorf("%s: %q came %d times; the answers to %d were lost", m.name, thing, n, lost)
		}
	}
	filed := s.look("SELECT id FROM complaints WHERE customer = $1", v.ID())
	history := s.look(`SELECT action FROM history WHERE action IN ('submit', 'claim')
		AND complaint = (SELECT id FROM complaints WHERE number = $1) ORDER BY n`, v.number)
	if len(filed) != 1 || strings.Join(history, " ") != actions {
		s.t.Errorf("%s: complaints %v, history %v", m.name, filed, history)
	}
}

// lost counts the parcels that were in Telegram's hands when the program was killed: what may
// come twice. A topic goes with every parcel that needs one.
func (s *station) lost(v *visitor, thing string) (n int) {
	for _, p := range s.inHand {
		mine := strings.Contains(p, fmt.Sprintf(`"chat":%d,`, v.ID()))
		switch thing {
		case "card":
			mine = strings.Contains(p, v.number) && strings.Contains(p, `"slot":"card:`)
		case "topic":
			mine = strings.Contains(p, v.number) && strings.Contains(p, `"topic":`)
		case "copy":
			mine = mine && strings.Contains(p, `"op":"copy"`)
		default:
			mine = mine && strings.Contains(p, thing)
		}
		if mine {
			n++
		}
	}
	return n
}

func (s *station) topics(v *visitor) (n int) {
	for _, topic := range s.tg.Chat(s.staff.ID()).Topics {
		if strings.Contains(topic.Name, v.number) {
			n++
		}
	}
	return n
}

func (s *station) files(v *visitor) (n int) {
	for _, m := range s.tg.Chat(v.ID()).Messages {
		if m.FromBot && m.Document != nil {
			n++
		}
	}
	return n
}

// cards counts the cards of a visitor's complaint.
func (s *station) cards(v *visitor) (n int) {
	for _, m := range s.tg.Chat(s.staff.ID()).Messages {
		if m.FromBot && !m.Deleted && isCard(m, v.number) {
			n++
		}
	}
	return n
}

// isCard tells whether a message is the card of that complaint; others may be named on it.
func isCard(m telegramtest.MessageView, number string) bool {
	head, rest, _ := strings.Cut(m.Content(), "\n")
	return strings.Contains(head, number) && strings.Contains(rest, "Owner:")
}

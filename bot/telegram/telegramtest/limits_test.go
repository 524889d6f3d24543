package telegramtest_test

import (
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

func TestTG01PrivateChat(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := tt.New(tt.Clock(c.now))
	p := anna(s)
	send := func() reply { return ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "x") }
	for range 5 {
		send().accepted(t)
	}
	r := send()
	r.refused(t, 429, "Too Many Requests: retry after 1")
	if r.Parameters.RetryAfter != 1 {
		t.Errorf("retry_after %d", r.Parameters.RetryAfter)
	}
	c.pass(time.Second)
	send().accepted(t)
	send().refused(t, 429, "Too Many Requests: retry after 1")
}

func TestTG02Overall(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := tt.New(tt.Clock(c.now))
	refused := 0
	for range 40 {
		p := anna2(s)
		if !ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "x").OK {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 40 refused, want 10", refused)
	}
	c.pass(time.Second)
	ask(t, s, "sendMessage", "chat_id", number(anna2(s).ID()), "text", "x").accepted(t)
}

// anna2 is one of many people who have started the bot.
func anna2(s *tt.Server) *tt.Person {
	p := s.NewPerson(tt.User{})
	tt.Must(p.Starts(""))
	return p
}

func TestTG03Group(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := tt.New(tt.Clock(c.now))
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Forum, boss)
	g.AddBot(boss, tt.AllRights())
	to := number(g.ID())
	card := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", to, "text", "card").accepted(t))
	id := number(int64(card.MessageID))
	ask(t, s, "createForumTopic", "chat_id", to, "name", "2026-0713").accepted(t)
	ask(t, s, "copyMessage", "chat_id", to, "from_chat_id", to, "message_id", id).accepted(t)
	c.pass(20 * time.Second)
	for i := range 17 {
		ask(t, s, "editMessageText", "chat_id", to, "message_id", id, "text", number(int64(i))).accepted(t)
	}
	for _, r := range []reply{
		ask(t, s, "sendMessage", "chat_id", to, "text", "x"),
		ask(t, s, "editMessageText", "chat_id", to, "message_id", id, "text", "x"),
		ask(t, s, "createForumTopic", "chat_id", to, "name", "x"),
	} {
		r.refused(t, 429, "Too Many Requests: retry after 40")
	}
	ask(t, s, "deleteMessage", "chat_id", to, "message_id", id).accepted(t) // deletions are not counted
	c.pass(40 * time.Second)
	for range 3 {
		ask(t, s, "sendMessage", "chat_id", to, "text", "x").accepted(t)
	}
	ask(t, s, "sendMessage", "chat_id", to, "text", "x").refused(t, 429, "Too Many Requests: retry after 20")
}

func TestRefusedCallsCostNothing(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := tt.New(tt.Clock(c.now))
	p := anna(s)
	for range 20 {
		ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "").refused(t, 400, "Bad Request: message text is empty")
	}
	ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "x").accepted(t)
}

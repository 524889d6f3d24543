package telegramtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-telegram/bot/models"

	tt "redress/bot/telegram/telegramtest"
)

// everything lets people do all they can and returns what the bot is told.
func everything(t *testing.T) []map[string]json.RawMessage {
	t.Helper()
	s := quiet()
	all := `["message","edited_message","callback_query","my_chat_member","chat_member","message_reaction"]`
	updates(t, s, 0, "allowed_updates", all)
	p, boss := anna(s), s.NewPerson(tt.User{FirstName: "Li"})
	talk := p.Private()
	text := tt.Must(talk.Text("the lift is broken"))
	tt.Must(talk.Reply(text.MessageID).Photo(3000, 2000, nil))
	tt.Must(talk.Document("bill.pdf", "application/pdf", []byte("x")))
	tt.Must(talk.Voice(3, nil))
	tt.Must(talk.Video(3, 1000))
	tt.Must(talk.Sticker("😀"))
	tt.Must(talk.Location(52.5, 13.4))
	tt.Must(talk.OwnContact("+491500000000"))
	for _, kind := range []string{"Audio", "Animation"} {
		tt.Must(talk.Attach(tt.Attachment{Kind: kind, Duration: 2}))
	}
	tt.Must(talk.Album(tt.Attachment{Kind: "Photo"}, tt.Attachment{Kind: "photo"}))
	tt.Must(talk.Forward(text.Message))
	tt.Must(talk.Edit(text.MessageID, "the lift is still broken"))
	tt.Must(talk.PressData(text.MessageID, "x"))
	tt.Must(talk.PressData(9999, "x"))
	g := s.NewGroup("Staff", tt.Forum, boss)
	g.AddBot(boss, tt.AllRights())
	g.Join(p)
	g.Promote(boss, p, tt.AllRights())
	tt.Must(p.In(g).Anonymously().Text("nobody"))
	topic := tt.Must(g.NewTopic(boss, "2026-0713"))
	tt.Must(boss.In(g).Topic(topic).Text("mine"))
	tt.Must(boss.In(g).React(topic, "👍"))
	g.Rename(boss, "Complaints")
	g.Kick(boss, p)
	p.Block()
	return updates(t, s, 0)
}

func TestUpdatesAreWhatTheLibraryReads(t *testing.T) {
	t.Parallel()
	var got []string
	for _, raw := range everything(t) {
		var u models.Update
		if err := json.Unmarshal([]byte(jsonOf(raw)), &u); err != nil {
			t.Errorf("%v in %s", err, jsonOf(raw))
		}
		got = append(got, kindOf(&u))
	}
	want := "text text photo document voice video sticker location contact audio animation photo photo text edited " +
		"callback callback-gone my-member joined member joined member text topic text reaction title member left my-member"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func kindOf(u *models.Update) string {
	switch {
	case u.Message != nil:
		return messageKind(u.Message)
	case u.EditedMessage != nil:
		return "edited"
	case u.CallbackQuery != nil && u.CallbackQuery.Message.Message == nil:
		return "callback-gone"
	case u.CallbackQuery != nil:
		return "callback"
	case u.MyChatMember != nil:
		return "my-member"
	case u.ChatMember != nil:
		return "member"
	case u.MessageReaction != nil:
		return "reaction"
	}
	return "nothing"
}

func messageKind(m *models.Message) string {
	for kind, is := range map[string]bool{
		"text": m.Text != "", "photo": m.Photo != nil, "document": m.Document != nil && m.Animation == nil,
		"voice": m.Voice != nil, "video": m.Video != nil, "sticker": m.Sticker != nil, "location": m.Location != nil,
		"contact": m.Contact != nil, "audio": m.Audio != nil, "animation": m.Animation != nil,
		"joined": m.NewChatMembers != nil, "left": m.LeftChatMember != nil, "topic": m.ForumTopicCreated != nil,
		"title": m.NewChatTitle != "",
	} {
		if is {
			return kind
		}
	}
	return "nothing"
}

func TestPeopleCannotDoWhatTelegramForbids(t *testing.T) {
	t.Parallel()
	s := quiet()
	p, stranger := anna(s), s.NewPerson(tt.User{})
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Basic, boss)
	said := tt.Must(p.Says("hello"))
	gone := s.NewPerson(tt.User{})
	gone.Deactivate()
	for name, act := range map[string]func() error{
		"too long a text":   func() error { _, err := p.Says(strings.Repeat("字", 4097)); return err },
		"empty text":        func() error { _, err := p.Says(" "); return err },
		"not a member":      func() error { _, err := stranger.In(g).Text("x"); return err },
		"no such group":     func() error { _, err := p.InChat(-5).Text("x"); return err },
		"another's edit":    func() error { _, err := stranger.Private().Edit(said.MessageID, "x"); return err },
		"no such message":   func() error { _, err := p.Private().Reply(9999).Text("x"); return err },
		"unknown kind":      func() error { _, err := p.Private().Attach(tt.Attachment{Kind: "film"}); return err },
		"lonely album":      func() error { _, err := p.Private().Album(tt.Attachment{Kind: "Photo"}); return err },
		"deleted account":   func() error { _, err := gone.Says("x"); return err },
		"topic in a group":  func() error { _, err := g.NewTopic(boss, "x"); return err },
		"anonymous member":  func() error { return g.Anonymous(p, true, "") },
		"unknown reaction":  func() error { _, err := p.Private().React(said.MessageID, "✅"); return err },
		"deleting nothing":  func() error { return p.Private().Delete(9999) },
		"pressing no board": func() error { _, err := p.Private().Press(said.MessageID, "x"); return err },
	} {
		if act() == nil {
			t.Errorf("%s is possible", name)
		}
	}
}

func TestPublicGroupsAndQuotes(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss, tt.AllRights())
	g.Publish("redress_staff")
	g.SetTopics(true)
	said := tt.Must(boss.In(g).Text("😀 the lift, again"))
	send := func(quote string) reply {
		return ask(t, s, "sendMessage", "chat_id", "@Redress_staff", "text", "x",
			"reply_parameters", jsonOf(map[string]any{"message_id": said.MessageID, "quote": quote}))
	}
	m := decode[tt.Message](t, send("lift").accepted(t))
	if m.Quote == nil || m.Quote.Position != 7 || !m.Chat.IsForum || m.Chat.ID != g.ID() {
		t.Errorf("sent %+v", m)
	}
	send("door").refused(t, 400, "Bad Request: QUOTE_TEXT_INVALID")
}

func TestPeopleAndGroupsAreFoundAgain(t *testing.T) {
	t.Parallel()
	s := quiet(tt.Bot(tt.User{ID: 9, FirstName: "Helper", Username: "helper_bot"}))
	p := s.NewPerson(tt.User{ID: 77, FirstName: "Anna"})
	g := s.NewGroup("Staff", tt.Supergroup, p)
	p.Rename(tt.User{FirstName: "Anne", Username: "anne"})
	again, known := s.Person(77)
	if !known || again.User() != (tt.User{ID: 77, FirstName: "Anne", Username: "anne"}) {
		t.Errorf("person %+v", again.User())
	}
	if found, ok := s.Group(g.ID()); !ok || found.ID() != g.ID() {
		t.Error("the group is lost")
	}
	for _, id := range []int64{9, 78} {
		if _, known := s.Person(id); known {
			t.Errorf("%d is a person", id)
		}
	}
	if me := decode[tt.User](t, ask(t, s, "getMe").accepted(t)); me != s.BotUser() || !me.IsBot || me.Username != "helper_bot" {
		t.Errorf("the bot is %+v", me)
	}
	ask(t, s, "setMyName", "name", "Redress").accepted(t)
	if got := string(ask(t, s, "getMyName").accepted(t)); got != `{"name":"Redress"}` {
		t.Errorf("name %s", got)
	}
	ask(t, s, "setMyCommands", "commands", `[{"command":"new","description":"Complain"}]`).accepted(t)
	if menu := s.Commands(tt.Scope{Type: "default"}, ""); len(menu) != 1 || menu[0].Command != "new" {
		t.Errorf("menu %+v", menu)
	}
}

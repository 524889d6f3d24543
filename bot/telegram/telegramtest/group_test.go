package telegramtest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	tt "redress/bot/telegram/telegramtest"
)

func TestTG40PrivacyMode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts  []tt.Option
		admin bool
		seen  string
	}{
		"on":    {nil, false, "/claim /claim@redress_bot answer"},
		"off":   {[]tt.Option{tt.PrivacyOff()}, false, "talk /claim /claim@redress_bot /claim@other_bot answer"},
		"admin": {nil, true, "talk /claim /claim@redress_bot /claim@other_bot answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := quiet(c.opts...)
			boss := s.NewPerson(tt.User{})
			g := s.NewGroup("Staff", tt.Supergroup, boss)
			g.AddBot(boss)
			if c.admin {
				g.PromoteBot(boss, tt.AllRights())
			}
			card := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", number(g.ID()), "text", "card").accepted(t))
			var seen []string
			note := func(m tt.Sent, err error) {
				if err != nil {
					t.Fatal(err)
				}
				if m.UpdateID != 0 {
					seen = append(seen, m.Text)
				}
			}
			for _, text := range []string{"talk", "/claim", "/claim@redress_bot", "/claim@other_bot"} {
				note(boss.In(g).Text(text))
			}
			note(boss.In(g).Reply(card.MessageID).Text("answer"))
			if got := strings.Join(seen, " "); got != c.seen {
				t.Errorf("the bot sees %q, want %q", got, c.seen)
			}
		})
	}
}

func TestTG43AnonymousAdministrators(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss, tt.AllRights())
	if err := g.Anonymous(boss, true, "Head office"); err != nil {
		t.Fatal(err)
	}
	m := tt.Must(boss.In(g).Text("mine"))
	if m.From.ID != 1087968824 || m.SenderChat.ID != g.ID() || m.AuthorSignature != "Head office" {
		t.Errorf("sent %+v", m.Message)
	}
	updates(t, s, 0, "allowed_updates", `["message_reaction","callback_query"]`)
	id := tt.Must(boss.In(g).React(m.MessageID, "👀"))
	r := decode[struct {
		User  *tt.User `json:"user"`
		Actor *tt.Chat `json:"actor_chat"`
	}](t, updates(t, s, id)[0]["message_reaction"])
	if r.User != nil || r.Actor == nil || r.Actor.ID != g.ID() {
		t.Errorf("reaction %+v", r)
	}
	press := tt.Must(boss.In(g).PressData(m.MessageID, "x"))
	q := decode[struct{ From tt.User }](t, updates(t, s, press.UpdateID)[0]["callback_query"])
	if q.From.ID != boss.ID() {
		t.Errorf("pressed by %+v", q.From)
	}
}

func TestTG44Migration(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Basic, boss)
	g.AddBot(boss, tt.AllRights())
	card, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: g.ID(), Text: "card"})
	if err != nil {
		t.Fatal(err)
	}
	up := tt.Must(g.Migrate(boss))
	_, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: g.ID(), Text: "next"})
	var moved *bot.MigrateError
	if !errors.As(err, &moved) || int64(moved.MigrateToChatID) != up.ID() || !strings.Contains(moved.Message, "group chat was upgraded to a supergroup chat") {
		t.Errorf("got %v", err)
	}
	_, err = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: up.ID(), MessageID: card.ID, Text: "x"})
	wantRefusal(t, err, bot.ErrorBadRequest, "message to edit not found")
	if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: up.ID(), Text: "next"}); err != nil {
		t.Error(err)
	}
	got := updates(t, s, 0)
	from := decode[tt.Message](t, got[len(got)-1]["message"])
	to := decode[tt.Message](t, got[len(got)-2]["message"])
	if to.MigrateToChatID != up.ID() || to.Chat.ID != g.ID() || from.MigrateFromChatID != g.ID() || from.Chat.ID != up.ID() {
		t.Errorf("service messages %+v %+v", to, from)
	}
	if _, err := boss.In(g).Text("x"); err == nil {
		t.Error("a person writes to the old group")
	}
	if !strings.HasPrefix(number(up.ID()), "-100") {
		t.Errorf("supergroup id %d", up.ID())
	}
}

func TestTG45Kicked(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	send := func() reply { return ask(t, s, "sendMessage", "chat_id", number(g.ID()), "text", "x") }
	send().refused(t, 403, "Forbidden: bot is not a member of the supergroup chat")
	g.AddBot(boss)
	send().accepted(t)
	g.RemoveBot(boss)
	send().refused(t, 403, "Forbidden: bot was kicked from the supergroup chat")
	if m := tt.Must(boss.In(g).Text("/start")); m.UpdateID != 0 {
		t.Error("a kicked bot is told of messages")
	}
	g.AddBot(boss)
	ask(t, s, "leaveChat", "chat_id", number(g.ID())).accepted(t)
	send().refused(t, 403, "Forbidden: bot is not a member of the supergroup chat")
}

func TestTG46Members(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	boss, worker := s.NewPerson(tt.User{}), s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss)
	g.Join(worker)
	look := func(id int64) (*models.ChatMember, error) {
		return b.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: g.ID(), UserID: id})
	}
	_, err := look(worker.ID())
	wantRefusal(t, err, bot.ErrorBadRequest, "CHAT_ADMIN_REQUIRED")
	if m, err := look(s.BotUser().ID); err != nil || m.Type != models.ChatMemberTypeMember {
		t.Errorf("the bot itself: %+v, %v", m, err)
	}
	g.PromoteBot(boss, tt.AllRights())
	for _, step := range []struct {
		do   func()
		want models.ChatMemberType
	}{
		{func() {}, models.ChatMemberTypeMember},
		{func() { g.Promote(boss, worker, tt.Rights{CanManageChat: true}) }, models.ChatMemberTypeAdministrator},
		{func() { g.Promote(boss, worker) }, models.ChatMemberTypeMember},
		{func() { g.Kick(boss, worker) }, models.ChatMemberTypeBanned},
		{func() { g.Join(worker) }, models.ChatMemberTypeMember},
		{func() { g.Leave(worker) }, models.ChatMemberTypeLeft},
	} {
		step.do()
		if m, err := look(worker.ID()); err != nil || m.Type != step.want {
			t.Errorf("got %+v, %v, want %s", m, err, step.want)
		}
	}
	admins, err := b.GetChatAdministrators(ctx, &bot.GetChatAdministratorsParams{ChatID: g.ID()})
	if err != nil || len(admins) != 1 || admins[0].Owner == nil || admins[0].Owner.User.ID != boss.ID() {
		t.Errorf("administrators %+v, %v", admins, err)
	}
	if n, err := b.GetChatMemberCount(ctx, &bot.GetChatMemberCountParams{ChatID: g.ID()}); err != nil || n != 2 {
		t.Errorf("%d members, %v", n, err)
	}
	_, err = look(777)
	wantRefusal(t, err, bot.ErrorBadRequest, "user not found")
	chat, err := b.GetChat(ctx, &bot.GetChatParams{ChatID: g.ID()})
	if err != nil || chat.Title != "Staff" || chat.Type != models.ChatTypeSupergroup {
		t.Errorf("chat %+v, %v", chat, err)
	}
}

func TestTG47Topics(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Forum, boss)
	g.AddBot(boss, tt.Rights{CanManageChat: true})
	open := func(name string) (*models.ForumTopic, error) {
		return b.CreateForumTopic(ctx, &bot.CreateForumTopicParams{ChatID: g.ID(), Name: name})
	}
	_, err := open("2026-0713")
	wantRefusal(t, err, bot.ErrorBadRequest, "not enough rights to create a topic")
	g.PromoteBot(boss, tt.AllRights())
	for _, name := range []string{"", strings.Repeat("字", 129)} {
		_, err = open(name)
		wantRefusal(t, err, bot.ErrorBadRequest, "TOPIC_TITLE_INVALID")
	}
	topic, err := open("2026-0713")
	if err != nil || topic.Name != "2026-0713" || topic.IconColor != 7322096 {
		t.Fatalf("topic %+v, %v", topic, err)
	}
	post := func() error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: g.ID(), MessageThreadID: topic.MessageThreadID, Text: "x"})
		return err
	}
	if err := post(); err != nil {
		t.Error(err)
	}
	said := tt.Must(boss.In(g).Topic(topic.MessageThreadID).Text("y"))
	if !said.IsTopicMessage || said.MessageThreadID != topic.MessageThreadID || said.ReplyToMessage.ForumTopicCreated == nil {
		t.Errorf("said %+v", said.Message)
	}
	closing := &bot.CloseForumTopicParams{ChatID: g.ID(), MessageThreadID: topic.MessageThreadID}
	if _, err := b.CloseForumTopic(ctx, closing); err != nil {
		t.Error(err)
	}
	_, err = b.CloseForumTopic(ctx, closing)
	wantRefusal(t, err, bot.ErrorBadRequest, "TOPIC_NOT_MODIFIED")
	if err := post(); err != nil {
		t.Error("an administrator of topics cannot write to a closed one: ", err)
	}
	g.PromoteBot(boss, tt.Rights{CanManageChat: true, CanDeleteMessages: true})
	wantRefusal(t, post(), bot.ErrorBadRequest, "TOPIC_CLOSED")
	if _, err := b.DeleteForumTopic(ctx, &bot.DeleteForumTopicParams{ChatID: g.ID(), MessageThreadID: topic.MessageThreadID}); err != nil {
		t.Error(err)
	}
	wantRefusal(t, post(), bot.ErrorBadRequest, "message thread not found")
	for _, m := range s.Chat(g.ID()).Messages {
		if m.MessageThreadID == topic.MessageThreadID && !m.Deleted {
			t.Errorf("left over: %+v", m)
		}
	}
	plain := s.NewGroup("Plain", tt.Supergroup, boss)
	plain.AddBot(boss, tt.AllRights())
	_, err = b.CreateForumTopic(ctx, &bot.CreateForumTopicParams{ChatID: plain.ID(), Name: "x"})
	wantRefusal(t, err, bot.ErrorBadRequest, "the chat is not a forum")
}

func TestTopicsByPeople(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss, worker := s.NewPerson(tt.User{}), s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Forum, boss)
	g.AddBot(boss, tt.AllRights())
	g.Join(worker)
	id := tt.Must(g.NewTopic(boss, "General matters"))
	if err := g.CloseTopic(boss, id); err != nil {
		t.Error(err)
	}
	if _, err := worker.In(g).Topic(id).Text("x"); err == nil {
		t.Error("a plain member writes to a closed topic")
	}
	if err := g.ReopenTopic(boss, id); err != nil {
		t.Error(err)
	}
	if got := s.Chat(g.ID()).Topics; len(got) != 1 || got[0].Name != "General matters" || got[0].Closed {
		t.Errorf("topics %+v", got)
	}
	ask(t, s, "editForumTopic", "chat_id", number(g.ID()), "message_thread_id", number(int64(id)), "name", "Leaks").accepted(t)
	if got := s.Chat(g.ID()).Topics; got[0].Name != "Leaks" {
		t.Errorf("topics %+v", got)
	}
	if err := g.DeleteTopic(id); err != nil {
		t.Error(err)
	}
	ask(t, s, "reopenForumTopic", "chat_id", number(g.ID()), "message_thread_id", number(int64(id))).refused(t, 400, "Bad Request: message thread not found")
}

func TestTG48Reactions(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	me := number(p.ID())
	said := tt.Must(p.Says("hello"))
	react := func(reactions string) reply {
		return ask(t, s, "setMessageReaction", "chat_id", me, "message_id", number(int64(said.MessageID)), "reaction", reactions)
	}
	react(`[{"type":"emoji","emoji":"👀"}]`).accepted(t)
	react(`[{"type":"emoji","emoji":"✅"}]`).refused(t, 400, "Bad Request: REACTION_INVALID")
	react(`[{"type":"emoji","emoji":"👀"},{"type":"emoji","emoji":"👍"}]`).refused(t, 400, "Bad Request: REACTIONS_TOO_MANY")
	if v := s.Chat(p.ID()).Messages[1].Reactions; len(v) != 1 || v[0].Emoji != "👀" || v[0].UserID != s.BotUser().ID {
		t.Errorf("reactions %+v", v)
	}
	react(`[]`).accepted(t)
	if v := s.Chat(p.ID()).Messages[1].Reactions; len(v) != 0 {
		t.Errorf("reactions %+v", v)
	}
}

func TestTG50OwnContact(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	own := tt.Must(p.Private().OwnContact("+491500000000"))
	other := tt.Must(p.Private().Contact(tt.Contact{PhoneNumber: "+491500000001", FirstName: "Otto"}))
	if own.Contact.UserID != p.ID() || other.Contact.UserID != 0 {
		t.Errorf("contacts %+v %+v", own.Contact, other.Contact)
	}
}

func TestPins(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss)
	m := tt.Must(boss.In(g).Text("/rules"))
	pin := func() reply {
		return ask(t, s, "pinChatMessage", "chat_id", number(g.ID()), "message_id", number(int64(m.MessageID)))
	}
	pin().refused(t, 400, "Bad Request: not enough rights to manage pinned messages in the chat")
	g.PromoteBot(boss, tt.AllRights())
	pin().accepted(t)
	if got := s.Chat(g.ID()).Pinned; len(got) != 1 || got[0] != m.MessageID {
		t.Errorf("pinned %v", got)
	}
	ask(t, s, "unpinChatMessage", "chat_id", number(g.ID())).accepted(t)
	ask(t, s, "unpinChatMessage", "chat_id", number(g.ID())).refused(t, 400, "Bad Request: message to unpin not found")
}

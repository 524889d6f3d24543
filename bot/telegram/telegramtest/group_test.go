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

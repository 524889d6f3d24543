package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"

	tt "redress/bot/telegram/telegramtest"
)

func ids(list []map[string]json.RawMessage) string {
	var out []string
	for _, u := range list {
		out = append(out, string(u["update_id"]))
	}
	return strings.Join(out, " ")
}

func TestTG21OffsetConfirms(t *testing.T) {
	t.Parallel()
	s := quiet(tt.FirstUpdateID(10))
	p := s.NewPerson(tt.User{})
	for i := range 5 {
		tt.Must(p.Says(fmt.Sprint("m", i)))
	}
	for _, step := range []struct {
		offset int64
		limit  string
		want   string
	}{
		{0, "2", "10 11"},
		{0, "0", "10 11 12 13 14"},
		{12, "101", "12 13 14"},
		{11, "100", "12 13 14"},
		{-1, "100", "14"},
		{15, "100", ""},
	} {
		if got := ids(updates(t, s, step.offset, "limit", step.limit)); got != step.want {
			t.Errorf("offset %d limit %s: %q, want %q", step.offset, step.limit, got, step.want)
		}
	}
}

func TestTG20UpdatesLiveADay(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := quiet(tt.Clock(c.now))
	p := s.NewPerson(tt.User{})
	tt.Must(p.Says("lost"))
	c.pass(12 * time.Hour)
	kept := tt.Must(p.Says("kept"))
	c.pass(12*time.Hour + time.Second)
	if got := ids(updates(t, s, 0)); got != number(kept.UpdateID) {
		t.Errorf("updates %s", got)
	}
}

func TestTG21SecondPollerEndsTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := quiet()
		first := make(chan reply, 1)
		go func() { first <- ask(t, s, "getUpdates", "timeout", "40") }()
		synctest.Wait()
		ask(t, s, "getUpdates").accepted(t)
		(<-first).refused(t, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	})
}

func TestTG21LongPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := quiet()
		begun := time.Now()
		if got := updates(t, s, 0, "timeout", "30"); len(got) != 0 || time.Since(begun) != 30*time.Second {
			t.Errorf("got %v after %v", got, time.Since(begun))
		}
		first := make(chan reply, 1)
		go func() { first <- ask(t, s, "getUpdates", "timeout", "40") }()
		synctest.Wait()
		said := tt.Must(s.NewPerson(tt.User{}).Says("hello"))
		if got := string((<-first).accepted(t)); !strings.Contains(got, number(said.UpdateID)) {
			t.Errorf("got %s", got)
		}
	})
}

func TestTG21PollingAndWebhookExclude(t *testing.T) {
	t.Parallel()
	s := quiet()
	t.Cleanup(s.Close)
	ask(t, s, "setWebhook", "url", "https://bot.example.org/hook").accepted(t)
	ask(t, s, "getUpdates").refused(t, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	ask(t, s, "deleteWebhook").accepted(t)
	ask(t, s, "getUpdates").accepted(t)
}

func TestTG25AllowedUpdates(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss, tt.AllRights())
	g.Join(s.NewPerson(tt.User{}))
	if got := kinds(t, s); got != "my_chat_member message message" {
		t.Errorf("by default: %s", got)
	}
	s2 := quiet()
	updates(t, s2, 0, "allowed_updates", `["chat_member","message_reaction"]`)
	updates(t, s2, 0) // the list stays until changed
	boss = s2.NewPerson(tt.User{})
	g = s2.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss, tt.AllRights())
	joined := g.Join(s2.NewPerson(tt.User{}))
	tt.Must(boss.In(g).React(joined.MessageID, "👍"))
	if got := kinds(t, s2); got != "chat_member message_reaction" {
		t.Errorf("as asked: %s", got)
	}
}

func TestTG26EditsAreToldDeletionsAreNot(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := s.NewPerson(tt.User{})
	said := tt.Must(p.Says("helo"))
	edited := tt.Must(p.Private().Edit(said.MessageID, "hello"))
	again := tt.Must(p.Private().Edit(said.MessageID, "hello")) // TG-27
	if err := p.Private().Delete(said.MessageID); err != nil {
		t.Fatal(err)
	}
	if got := kinds(t, s); got != "message edited_message edited_message" {
		t.Errorf("updates: %s", got)
	}
	if edited.Text != "hello" || edited.EditDate == 0 || again.UpdateID != edited.UpdateID+1 {
		t.Errorf("edited %+v", edited)
	}
	if v := s.Chat(p.ID()).Messages[0]; !v.Deleted || strings.Join(v.Versions, "|") != "helo|hello" {
		t.Errorf("view %+v", v)
	}
}

func TestTG28And30Reachability(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	p := s.NewPerson(tt.User{})
	ctx := within(t)
	send := func() error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: p.ID(), Text: "hello"})
		return err
	}
	wantRefusal(t, send(), bot.ErrorForbidden, "Forbidden: bot can't initiate conversation with a user")
	tt.Must(p.Starts(""))
	if err := send(); err != nil {
		t.Error(err)
	}
	if id := p.Block(); id == 0 {
		t.Error("the bot is not told of the block")
	}
	wantRefusal(t, send(), bot.ErrorForbidden, "Forbidden: bot was blocked by the user")
	if _, err := p.Says("x"); err == nil {
		t.Error("a person writes to a bot it blocked")
	}
	p.Unblock()
	if err := send(); err != nil {
		t.Error(err)
	}
	if got := kinds(t, s); got != "message my_chat_member my_chat_member" {
		t.Errorf("updates: %s", got)
	}
	p.Deactivate()
	wantRefusal(t, send(), bot.ErrorForbidden, "Forbidden: user is deactivated")
	_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: 999, Text: "hello"})
	wantRefusal(t, err, bot.ErrorBadRequest, "Bad Request: chat not found")
}

func TestTG29DeepLink(t *testing.T) {
	t.Parallel()
	s := quiet()
	m := tt.Must(s.NewPerson(tt.User{}).Starts("shop-7"))
	if m.Text != "/start shop-7" || len(m.Entities) != 1 || m.Entities[0].Length != 6 {
		t.Errorf("sent %+v", m.Message)
	}
}

func TestRedeliveryAndInjection(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := s.NewPerson(tt.User{})
	said := tt.Must(p.Says("hello"))
	updates(t, s, said.UpdateID+1)
	if err := s.Redeliver(said.UpdateID); err != nil {
		t.Fatal(err)
	}
	poison, err := s.Inject(p.ID(), `{"message":{"message_id":7,"paid_media":{"paid_media":[{"type":"live_photo"}]}}}`)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(updates(t, s, said.UpdateID+1)); got != fmt.Sprint(said.UpdateID, poison) {
		t.Errorf("updates %s", got)
	}
	if got := ids(updates(t, s, said.UpdateID+1)); got != number(poison) {
		t.Errorf("then %s", got)
	}
	if err := s.Redeliver(1); err == nil {
		t.Error("an unknown update is delivered again")
	}
	if _, err := s.Inject(1, `{"message":`); err == nil {
		t.Error("broken JSON is injected")
	}
}

func TestTokensAndMethods(t *testing.T) {
	t.Parallel()
	s := quiet(tt.Token("1:right"))
	askAs(t, s, "1:wrong", "getMe").refused(t, 401, "Unauthorized")
	askAs(t, s, "1:right", "getMeat").refused(t, 404, "Not Found: method not found")
	askAs(t, s, "1:right", "GETME").accepted(t)
	askAs(t, s, "1:right", "").refused(t, 404, "Not Found")
}

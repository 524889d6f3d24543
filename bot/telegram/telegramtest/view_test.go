package telegramtest_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"

	tt "redress/bot/telegram/telegramtest"
)

func TestSnapshotIsReadyForAPage(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	boss := s.NewPerson(tt.User{FirstName: "Li"})
	g := s.NewGroup("Staff", tt.Forum, boss)
	g.AddBot(boss, tt.AllRights())
	ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "where?", "reply_markup", `{"force_reply":true}`).accepted(t)
	press := tt.Must(p.Private().PressData(2, "x"))
	ask(t, s, "answerCallbackQuery", "callback_query_id", press.QueryID, "text", "ok").accepted(t)
	raw := tt.Must(s.JSON())
	var page struct {
		Changes uint64
		Pending int
		Users   []tt.User
		Answers []tt.Answer
		Chats   []struct {
			ID       int64
			Type     string
			Members  []tt.MemberView
			Messages []struct {
				ID       int `json:"message_id"`
				Text     string
				FromBot  bool `json:"from_bot"`
				Keyboard json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Users) != 2 || len(page.Chats) != 2 || len(page.Answers) != 1 || page.Changes != s.Changes() || page.Pending != s.Pending() {
		t.Fatalf("page %s", raw)
	}
	private, group := page.Chats[0], page.Chats[1]
	if m := private.Messages[1]; m.Text != "where?" || !m.FromBot || string(m.Keyboard) != `{"force_reply":true}` {
		t.Errorf("message %+v", m)
	}
	if group.Type != "supergroup" || len(group.Members) != 2 || group.Members[1].Status != tt.Administrator {
		t.Errorf("group %+v", group)
	}
}

func TestHandedOutMessagesNeverChange(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	m := tt.Must(p.Says("before"))
	was := s.Chat(p.ID()).Messages[1]
	tt.Must(p.Private().Edit(m.MessageID, "after"))
	if was.Text != "before" || m.Text != "before" || s.Chat(p.ID()).Messages[1].Text != "after" {
		t.Errorf("was %q, sent %q", was.Text, m.Text)
	}
}

func TestWaitAndSubscribe(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := quiet()
		p := anna(s)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		feed := s.Subscribe(ctx)
		if n := <-feed; n != s.Changes() {
			t.Errorf("first number %d, want %d", n, s.Changes())
		}
		go ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "hello")
		m, err := s.Await(ctx, p.ID(), func(m tt.MessageView) bool { return m.FromBot })
		if err != nil || m.Text != "hello" {
			t.Errorf("got %+v, %v", m, err)
		}
		synctest.Wait()
		for n := range feed {
			if n == s.Changes() {
				break
			}
		}
		if _, err := s.Await(ctx, p.ID(), func(tt.MessageView) bool { return false }); err == nil {
			t.Error("what never comes is awaited for ever")
		}
		if _, open := <-feed; open {
			t.Error("the feed does not end")
		}
	})
}

func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	s := quiet(tt.KeepHistory(10), tt.KeepCalls(5), tt.KeepUpdates(5))
	p := anna(s)
	var first, last tt.Sent
	for i := range 100 {
		last = tt.Must(p.Says("x"))
		if i == 0 {
			first = last
		}
		ask(t, s, "getMe").accepted(t)
	}
	if n := len(s.Chat(p.ID()).Messages); n < 10 || n > 20 {
		t.Errorf("%d messages kept", n)
	}
	if log := s.Calls(""); len(log) != 5 || log[4].Number != 100 || s.CallCounts()["getMe"] != 100 {
		t.Errorf("log %+v", log)
	}
	if s.Redeliver(first.UpdateID+1) == nil && len(updates(t, s, last.UpdateID+1)) != 0 {
		t.Error("an old update is remembered")
	}
	ask(t, s, "editMessageText", "chat_id", number(p.ID()), "message_id", "1", "text", "x").refused(t, 400, "Bad Request: message to edit not found")
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			p := anna2(s)
			for range 25 {
				said := tt.Must(p.Says("hello"))
				m, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: p.ID(), Text: "hi"})
				if err != nil || m.ID <= said.MessageID {
					t.Errorf("sent %+v, %v", m, err)
					return
				}
				_ = s.Snapshot()
			}
		})
	}
	work.Wait()
	seen := map[int]bool{}
	for _, c := range s.Snapshot().Chats {
		for _, m := range c.Messages {
			if seen[m.MessageID] {
				t.Fatalf("message id %d twice", m.MessageID)
			}
			seen[m.MessageID] = true
		}
	}
	if len(seen) != 8*51 || s.Pending() != 8*26 {
		t.Errorf("%d messages, %d updates", len(seen), s.Pending())
	}
}

func BenchmarkSend(b *testing.B) {
	s := tt.New(tt.NoRateLimits(), tt.KeepHistory(100), tt.KeepCalls(100))
	p := anna(s)
	client, err := bot.New(s.BotToken(), bot.WithServerURL("http://telegram.test"), bot.WithHTTPClient(time.Minute, s.Client()))
	if err != nil {
		b.Fatal(err)
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.SendMessage(b.Context(), &bot.SendMessageParams{ChatID: p.ID(), Text: "hello"}); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkSendOverLoopback(b *testing.B) {
	s, url := tt.Start(b, tt.NoRateLimits(), tt.KeepHistory(100), tt.KeepCalls(100))
	p := anna(s)
	client, err := bot.New(s.BotToken(), bot.WithServerURL(url))
	if err != nil {
		b.Fatal(err)
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.SendMessage(b.Context(), &bot.SendMessageParams{ChatID: p.ID(), Text: "hello"}); err != nil {
				b.Error(err)
			}
		}
	})
}

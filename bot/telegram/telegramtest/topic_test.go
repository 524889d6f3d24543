package telegramtest_test

import (
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	tt "redress/bot/telegram/telegramtest"
)

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

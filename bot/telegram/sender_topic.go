package telegram

import (
	"context"
	"strings"

	"github.com/go-telegram/bot"

	"redress/flows/complaint"
)

const maxTopic = 128 // characters of a topic's name (TG-06)

// topic returns the complaint's topic, and creates it first if there is none. Where the bot
// may not do that, it returns 0: the message is posted without one, and the outcome says so.
// ok is false when the try is over.
func (t *try) topic(ctx context.Context) (id int64, ok bool) {
	if t.p.TopicID != 0 {
		return t.p.TopicID, true
	}
	name := shorten(strings.Join(strings.Fields(clean(t.p.Topic)), " "), maxTopic)
	a := t.c.call(ctx, func(ctx context.Context) error {
		_, err := t.c.api.CreateForumTopic(ctx, &bot.CreateForumTopicParams{ChatID: t.p.Chat, Name: name})
		return err
	})
	switch {
	case a.OK:
		t.out.TopicID = decode[struct {
			ID int64 `json:"message_thread_id"`
		}](a.Result).ID
		return t.out.TopicID, true
	case a.badRequest():
		t.note("posted without a topic: " + a.Description)
		return 0, true
	}
	t.settle(verdict(a))
	return 0, false
}

func (t *try) reopen(ctx context.Context, topic int64) answer {
	return t.c.call(ctx, func(ctx context.Context) error {
		_, err := t.c.api.ReopenForumTopic(ctx, &bot.ReopenForumTopicParams{ChatID: t.p.Chat, MessageThreadID: int(topic)})
		return err
	})
}

// turnTopic closes or reopens the complaint's topic. Where there is none, nothing is left to do.
func (t *try) turnTopic(ctx context.Context) {
	topic := t.p.TopicID
	if topic == 0 {
		topic = t.p.Thread
	}
	if !t.p.Forum || topic == 0 {
		t.settle(complaint.Outcome{State: complaint.Sent})
		return
	}
	var a answer
	if t.p.Op == complaint.OpenTopic {
		a = t.reopen(ctx, topic)
	} else {
		a = t.c.call(ctx, func(ctx context.Context) error {
			_, err := t.c.api.CloseForumTopic(ctx, &bot.CloseForumTopicParams{ChatID: t.p.Chat, MessageThreadID: int(topic)})
			return err
		})
	}
	o := verdict(a)
	o.Uncertain = false
	switch {
	case a.notModified():
		o = complaint.Outcome{State: complaint.Sent}
	case a.topicGone():
		o = complaint.Outcome{State: complaint.Sent, GoneTopic: true}
	}
	t.settle(o)
}

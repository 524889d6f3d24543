package telegram

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"redress/flows/complaint"
)

// spot is where in its chat a message goes.
type spot struct {
	thread int64
	reply  int64
}

func (s spot) replyParameters() *models.ReplyParameters {
	if s.reply == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: int(s.reply), AllowSendingWithoutReply: true}
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: bot.True()}
}

// say sends a text. A long one goes in parts, unless it has to stay one message to be edited
// later; buttons are under the last part.
func (t *try) say(ctx context.Context) {
	parts := t.parts()
	if len(parts) == 0 {
		t.fail("the text is empty")
		return
	}
	at, ok := t.place(ctx)
	if !ok {
		return
	}
	var m any
	for i := min(len(t.p.Done), len(parts)); i < len(parts); i++ {
		if i == len(parts)-1 {
			m = t.markup()
		}
		a := t.post(ctx, &at, func(ctx context.Context, at spot) answer {
			return t.c.call(ctx, func(ctx context.Context) error {
				_, err := t.c.api.SendMessage(ctx, t.message(parts[i], at, m))
				return err
			})
		})
		if !a.OK {
			t.settle(t.posted(a))
			return
		}
		t.sent(messageID(a.Result))
	}
	t.settle(complaint.Outcome{State: complaint.Sent})
}

func (t *try) message(part Text, at spot, m any) *bot.SendMessageParams {
	return &bot.SendMessageParams{
		ChatID: t.p.Chat, MessageThreadID: int(at.thread), Text: part.Text, Entities: part.Entities,
		LinkPreviewOptions: noPreview(), DisableNotification: t.p.Silent,
		ReplyParameters: at.replyParameters(), ReplyMarkup: m,
	}
}

// parts are the messages that the text makes. The same parcel always makes the same parts.
func (t *try) parts() []Text {
	text := Render(t.p.Text, t.scene())
	parts := []Text{truncate(text, maxText)}
	if t.p.Op == complaint.Say {
		parts = Split(text, maxText)
	}
	return slices.DeleteFunc(parts, func(p Text) bool { return blank(p.Text) })
}

// place finds the spot of a new message, and creates the complaint's topic if it has none.
// ok is false when the try is over.
func (t *try) place(ctx context.Context) (at spot, ok bool) {
	at = spot{thread: t.p.Thread, reply: t.p.ReplyTo}
	if t.p.Topic == "" {
		return at, true
	}
	if t.p.Forum {
		topic, ok := t.topic(ctx)
		if !ok {
			return at, false
		}
		at.thread = topic
	}
	if at.thread == 0 && at.reply == 0 {
		at.reply = t.p.CardID
	}
	return at, true
}

// post sends to at, and once more where Telegram's refusal shows a way: a closed topic is
// reopened, and a message to somebody else's deleted topic goes to the chat itself.
func (t *try) post(ctx context.Context, at *spot, send func(context.Context, spot) answer) answer {
	a := send(ctx, *at)
	switch {
	case at.thread != 0 && a.topicClosed():
		if r := t.reopen(ctx, at.thread); !r.OK && !r.notModified() {
			if !r.badRequest() {
				return r
			}
			t.note("posted outside its topic, which is closed: " + r.Description)
			at.thread, at.reply = 0, t.p.CardID
		}
		return send(ctx, *at)
	case at.thread != 0 && t.p.Topic == "" && a.topicGone():
		t.note("posted outside its topic, which was deleted")
		at.thread = 0
		return send(ctx, *at)
	}
	return a
}

// posted is the verdict on a message that was refused.
func (t *try) posted(a answer) complaint.Outcome {
	o := verdict(a)
	if t.p.Topic != "" && t.p.Forum && a.topicGone() {
		o.State, o.GoneTopic = complaint.Retrying, true
		t.out.TopicID = 0
	}
	return o
}

func messageID(raw json.RawMessage) int64 {
	return decode[struct {
		ID int64 `json:"message_id"`
	}](raw).ID
}

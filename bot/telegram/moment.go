package telegram

import (
	"context"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	momentTimeout = 5 * time.Second
	maxPopup      = 200 // characters of an answer to a pressed button (TG-06)
)

// Typing shows "typing…" for a few seconds (TG-14). It is of the moment: errors are only logged.
func (c *Client) Typing(ctx context.Context, chat, thread int64) {
	ctx, cancel := context.WithTimeout(ctx, momentTimeout)
	defer cancel()
	p := &bot.SendChatActionParams{ChatID: chat, MessageThreadID: int(thread), Action: models.ChatActionTyping}
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.SendChatAction(ctx, p); return err })
	c.note(a, "sendChatAction")
}

// Answer answers a pressed button, as a pop-up when alert. It is of the moment: a press that is
// too old (TG-31) or any other error is only logged.
func (c *Client) Answer(ctx context.Context, press, text string, alert bool) {
	ctx, cancel := context.WithTimeout(ctx, momentTimeout)
	defer cancel()
	p := &bot.AnswerCallbackQueryParams{CallbackQueryID: press, Text: shorten(clean(text), maxPopup), ShowAlert: alert}
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.AnswerCallbackQuery(ctx, p); return err })
	c.note(a, "answerCallbackQuery")
}

func (c *Client) note(a answer, method string) {
	if err := a.err(method); err != nil {
		c.log.Debug("telegram call of the moment failed", "method", method, "code", a.Code, "error", err)
	}
}

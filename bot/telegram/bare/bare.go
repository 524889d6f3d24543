// Package bare is the least a Telegram bot can be: it echoes texts and keeps nothing. It is
// what the product's speed is compared with.
package bare

import (
	"context"
	"log/slog"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Run echoes until ctx ends.
func Run(ctx context.Context, token, server string, log *slog.Logger) error {
	b, err := bot.New(token, bot.WithServerURL(server), bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
		if u.Message == nil {
			return
		}
		if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: u.Message.Text}); err != nil && ctx.Err() == nil {
			log.Error("not sent", "error", err)
		}
	}))
	if err != nil {
		return err
	}
	b.Start(ctx)
	return nil
}

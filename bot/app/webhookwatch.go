package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"redress/bot/telegram"
	"redress/flows/complaint"
)

const (
	webhookEvery = time.Minute
	webhookLate  = 200 // updates waiting at Telegram: more come than are taken in
)

// register sets the webhook, again and again while Telegram is out of reach or asks for patience,
// as it does when several replicas start at once. Meanwhile updates are taken in as they come. An
// error means that a person has to act.
func (a *App) register(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		err := a.client.SetWebhook(ctx, a.cfg.WebhookURL, a.cfg.WebhookSecret)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		var refused *telegram.APIError
		if errors.As(err, &refused) && refused.Code < http.StatusInternalServerError && refused.Code != http.StatusTooManyRequests {
			return err
		}
		a.log.Warn("the webhook could not be set; trying again", "error", err, "in", wait)
		pause(ctx, wait)
	}
}

// watchWebhook asks Telegram now and then how its deliveries go, until ctx ends. A webhook that
// somebody took away or set to another place is set again.
func (a *App) watchWebhook(ctx context.Context) {
	for seen := (time.Time{}); ctx.Err() == nil; {
		pause(ctx, webhookEvery)
		state, err := a.client.Webhook(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			a.log.Warn("Telegram cannot be asked how the webhook does", "error", err)
			continue
		}
		a.judgeWebhook(ctx, a.log, state, seen)
		seen = state.FailedAt
	}
}

// judgeWebhook says what is wrong with the webhook and puts right what it can. seen is the
// last failure that was spoken of.
func (a *App) judgeWebhook(ctx context.Context, log *slog.Logger, state telegram.WebhookState, seen time.Time) {
	if state.URL != a.cfg.WebhookURL {
		log.Error("the webhook is gone or leads elsewhere; setting it again: does another installation use this bot?")
		if err := a.client.SetWebhook(ctx, a.cfg.WebhookURL, a.cfg.WebhookSecret); err != nil {
			log.Error("the webhook could not be set again", "error", err)
		}
	}
	if state.FailedAt.After(seen) {
		log.Error("Telegram could not deliver to the webhook: check the address, its certificate and what stands in front",
			"reason", state.Failure, "at", state.FailedAt, "waiting", state.Waiting)
		a.alarm(ctx, complaint.Health{Deliver: state.Failure}, a.now())
	}
	if state.Waiting > webhookLate {
		log.Error("updates wait at Telegram: this installation takes them in more slowly than they come", "waiting", state.Waiting)
	}
}

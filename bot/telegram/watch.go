package telegram

import (
	"context"
	"time"
)

// WebhookState is how Telegram sees the webhook.
type WebhookState struct {
	URL      string // "" when none is set
	Waiting  int    // updates that it has not got rid of
	Failure  string // why it could not, in Telegram's words; "" if it always could
	FailedAt time.Time
}

// Webhook asks how Telegram's deliveries go (getWebhookInfo).
func (c *Client) Webhook(ctx context.Context) (WebhookState, error) {
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.GetWebhookInfo(ctx); return err })
	if err := a.err("getWebhookInfo"); err != nil {
		return WebhookState{}, err
	}
	info := decode[struct {
		URL      string `json:"url"`
		Waiting  int    `json:"pending_update_count"`
		Failure  string `json:"last_error_message"`
		FailedAt int64  `json:"last_error_date"`
	}](a.Result)
	s := WebhookState{URL: info.URL, Waiting: info.Waiting, Failure: info.Failure}
	if info.FailedAt > 0 {
		s.FailedAt = time.Unix(info.FailedAt, 0).UTC()
	}
	return s, nil
}

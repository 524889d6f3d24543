package app

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// TestWebhookTakesInAndIsWatched files by webhook, takes the webhook away behind the program's
// back, and sees it set again.
func TestWebhookTakesInAndIsWatched(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	w := newTown(t, telegramtest.Supergroup, func(c *Config) {
		c.HTTPAddr, c.WebhookURL, c.WebhookSecret = addr, "http://"+addr+"/telegram", "a-secret-of-sixteen-or-more"
	})
	telegramtest.Must(w.anna.Says("You charged me twice for order A-1001, I want my 40 euros back"))
	w.sees(w.anna.ID(), "More: /privacy")

	if err := w.app.client.DeleteWebhook(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, err := w.app.client.Webhook(t.Context())
	if err != nil || state.URL != "" {
		t.Fatalf("after it was taken away: %+v, %v", state, err)
	}
	var log bytes.Buffer
	to := slog.New(slog.NewTextHandler(&log, nil))
	state.Failure, state.FailedAt, state.Waiting = "Wrong response from the webhook: 502 Bad Gateway", time.Unix(1_800_000_000, 0), webhookLate+1
	w.app.judgeWebhook(t.Context(), to, state, time.Time{})
	for _, said := range []string{"setting it again", "502 Bad Gateway", "updates wait at Telegram"} {
		if !strings.Contains(log.String(), said) {
			t.Errorf("the log does not say %q:\n%s", said, log.String())
		}
	}
	w.sees(w.managers.ID(), "502 Bad Gateway")
	log.Reset()
	if state, err = w.app.client.Webhook(t.Context()); err != nil || state.URL != w.cfg.WebhookURL {
		t.Errorf("after it was set again: %+v, %v", state, err)
	}
	if w.app.judgeWebhook(t.Context(), to, state, time.Time{}); log.Len() > 0 {
		t.Errorf("nothing is wrong, and the log says:\n%s", log.String())
	}
}

// TestWebhookIsSetOnceTelegramHasTime: replicas that start at once are asked for patience.
func TestWebhookIsSetOnceTelegramHasTime(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	w.cfg.HTTPAddr, w.cfg.WebhookURL, w.cfg.WebhookSecret = addr, "http://"+addr+"/telegram", "a-secret-of-sixteen-or-more"
	busy := w.tg.Script(telegramtest.Rule{Method: "setWebhook", Times: 1}, telegramtest.FloodWait(1))
	w.start()
	telegramtest.Must(w.anna.Says("You charged me twice for order A-1001, I want my 40 euros back"))
	w.sees(w.anna.ID(), "More: /privacy")
	if busy.Hits() != 1 {
		t.Errorf("Telegram had no time %d times, want once", busy.Hits())
	}
}

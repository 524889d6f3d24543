package telegram

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

const (
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token"
	maxWebhookBody = 1 << 20
)

// Webhook takes in the updates that Telegram posts. It answers 200 only when the update is
// durable, also for one that nobody can understand: Telegram would repeat that for a day and
// hold back everything behind it (TG-23). An empty secret refuses everything.
func Webhook(secret string, in Inlet) http.Handler {
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 || secret == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(in.receive(w, r))
	})
}

func (in Inlet) receive(w http.ResponseWriter, r *http.Request) int {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhookBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return http.StatusBadRequest
	}
	if _, ok := updateID(body); !ok {
		return http.StatusBadRequest
	}
	if err := in.take(r.Context(), []json.RawMessage{body}, 0); err != nil {
		in.log().Error("update cannot be kept", "error", err)
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

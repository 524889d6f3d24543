package telegram

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	poison := `{"update_id":6,"message":{"message_id":1}}`
	for name, c := range map[string]struct {
		method, secret, body string
		failures             int
		status, kept, aside  int
	}{
		"kept":                        {"POST", "s3cret", words42("5", "hi"), 0, 200, 1, 0},
		"AB-22 wrong secret":          {"POST", "s3cres", words42("5", "hi"), 0, 401, 0, 0},
		"AB-22 no secret":             {"POST", "", words42("5", "hi"), 0, 401, 0, 0},
		"other method":                {"GET", "s3cret", "", 0, 405, 0, 0},
		"too large":                   {"POST", "s3cret", words42("5", strings.Repeat("x", 1<<20)), 0, 413, 0, 0},
		"no JSON":                     {"POST", "s3cret", "{", 0, 400, 0, 0},
		"no update":                   {"POST", "s3cret", "[]", 0, 400, 0, 0},
		"TG-23 not understood":        {"POST", "s3cret", poison, 0, 200, 0, 1},
		"nothing to us":               {"POST", "s3cret", `{"update_id":7,"channel_post":{}}`, 0, 200, 0, 0},
		"store down":                  {"POST", "s3cret", words42("5", "hi"), 1, 503, 0, 0},
		"store down for what is odd":  {"POST", "s3cret", poison, 1, 503, 0, 0},
		"a kind that we do not know":  {"POST", "s3cret", `{"update_id":7,"new_kind":{"chat":{"id":7}}}`, 0, 200, 1, 0},
		"no secret configured is 401": {"POST", "empty", words42("5", "hi"), 0, 401, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := &shelf{failures: c.failures, offset: 99}
			told := 0
			secret, sent := "s3cret", c.secret
			if sent == "empty" {
				secret, sent = "", ""
			}
			now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.FixedZone("", 3600))
			h := Webhook(secret, Inlet{Me: me(), Intake: kept, Fresh: func(list []complaint.Event) { told += len(list) }, Now: func() time.Time { return now }})
			r := httptest.NewRequest(c.method, "/hook", strings.NewReader(c.body))
			if sent != "" {
				r.Header.Set("X-Telegram-Bot-Api-Secret-Token", sent)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.status || len(kept.events) != c.kept || told != c.kept || len(kept.aside) != c.aside {
				t.Errorf("status %d, kept %v, told of %d, aside %v", w.Code, kept.events, told, kept.aside)
			}
			if kept.offset != 99 {
				t.Error("a webhook must not move the offset of polling")
			}
			for _, e := range kept.events {
				if e.At.IsZero() || e.At.Location() != time.UTC {
					t.Errorf("at %v", e.At)
				}
			}
		})
	}
}

func TestWebhookTwiceIsOnce(t *testing.T) {
	t.Parallel()
	kept, told := &shelf{}, 0
	var forgotten []int64
	h := Webhook("s", Inlet{
		Me: me(), Intake: kept, Fresh: func(list []complaint.Event) { told += len(list) },
		Invalidate: func(chat, user int64) { forgotten = append(forgotten, chat, user) },
	})
	post := func(body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
	post(words42("5", "hi"))
	post(words42("5", "hi"))
	if told != 1 || len(kept.events) != 1 {
		t.Errorf("told of %d, kept %d", told, len(kept.events))
	}
	post(`{"update_id":8,"chat_member":{"chat":{"id":-5,"type":"group"},"old_chat_member":{"status":"administrator","user":{"id":3}},"new_chat_member":{"status":"member","user":{"id":3}}}}`)
	if len(forgotten) != 2 || forgotten[0] != -5 || forgotten[1] != 3 {
		t.Errorf("forgotten %v", forgotten)
	}
}

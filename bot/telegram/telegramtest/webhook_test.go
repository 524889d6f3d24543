package telegramtest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

// hook is a receiver whose answers are scripted per update.
type hook struct {
	mu     sync.Mutex
	secret string
	got    []int64
	answer func(id int64, tries int) int
	tries  map[int64]int
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var u struct {
		ID int64 `json:"update_id"`
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if json.Unmarshal(body, &u) != nil || r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != h.secret {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	h.tries[u.ID]++
	status := h.answer(u.ID, h.tries[u.ID])
	if status == http.StatusOK {
		h.got = append(h.got, u.ID)
	}
	w.WriteHeader(status)
}

func (h *hook) taken() []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.got)
}

func TestTG23WebhookDelivers(t *testing.T) {
	t.Parallel()
	h := &hook{secret: "s3cret_-", tries: map[int64]int{}, answer: func(int64, int) int { return 200 }}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	s, _ := start(t, tt.WebhookRetry(time.Millisecond, 4*time.Millisecond))
	ann, bob := s.NewPerson(tt.User{}), s.NewPerson(tt.User{})
	before := tt.Must(ann.Says("before the webhook"))
	bad := tt.Must(ann.Says("bad"))
	open := make(chan struct{})
	h.answer = func(id int64, tries int) int {
		select {
		case <-open:
			return 200
		default:
		}
		if id == bad.UpdateID {
			return 500
		}
		return 200
	}
	ask(t, s, "setWebhook", "url", web.URL, "secret_token", h.secret, "max_connections", "4").accepted(t)
	after := tt.Must(ann.Says("after the bad one"))
	other := tt.Must(bob.Says("another chat"))
	ctx := within(t)
	waitTaken(ctx, t, s, h, before.UpdateID, other.UpdateID)
	if err := s.Wait(ctx, func() bool { h.mu.Lock(); defer h.mu.Unlock(); return h.tries[bad.UpdateID] >= 3 }); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(h.taken(), after.UpdateID) {
		t.Error("a failing update does not hold up its chat")
	}
	info := decode[struct {
		Pending int    `json:"pending_update_count"`
		Failure string `json:"last_error_message"`
	}](t, ask(t, s, "getWebhookInfo").accepted(t))
	if info.Pending != 2 || info.Failure != "Wrong response from the webhook: 500 Internal Server Error" {
		t.Errorf("info %+v", info)
	}
	close(open)
	waitTaken(ctx, t, s, h, bad.UpdateID, after.UpdateID)
	if got := h.taken(); slices.Index(got, bad.UpdateID) > slices.Index(got, after.UpdateID) {
		t.Errorf("order %v", got)
	}
	if err := s.Redeliver(other.UpdateID); err != nil {
		t.Error(err)
	}
	if err := s.Wait(ctx, func() bool { h.mu.Lock(); defer h.mu.Unlock(); return h.tries[other.UpdateID] == 2 }); err != nil {
		t.Error(err)
	}
	ask(t, s, "deleteWebhook").accepted(t)
	last := tt.Must(bob.Says("by poll"))
	if got := ids(updates(t, s, 0)); got != number(last.UpdateID) {
		t.Errorf("left to poll: %s", got)
	}
}

func waitTaken(ctx context.Context, t *testing.T, s *tt.Server, h *hook, ids ...int64) {
	t.Helper()
	err := s.Wait(ctx, func() bool {
		got := h.taken()
		return !slices.ContainsFunc(ids, func(id int64) bool { return !slices.Contains(got, id) })
	})
	if err != nil {
		t.Fatalf("%v: taken are %v, want %v", err, h.taken(), ids)
	}
}

func TestTG22WebhookAddress(t *testing.T) {
	t.Parallel()
	s := quiet()
	t.Cleanup(s.Close)
	for name, c := range map[string]struct{ url, secret, refusal string }{
		"plain http":       {"http://bot.example.org/", "", "bad webhook: An HTTPS URL must be provided for webhook"},
		"odd port":         {"https://bot.example.org:9000/", "", "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"},
		"no host":          {"https:///x", "", "bad webhook: invalid URL specified"},
		"odd secret":       {"https://bot.example.org/", "a b", "secret token contains unallowed characters"},
		"secret in UTF-8":  {"https://bot.example.org/", "密", "secret token contains unallowed characters"},
		"good":             {"https://bot.example.org:8443/", "a-B_9", ""},
		"loopback is fine": {"http://127.0.0.1:1/", "", ""},
	} {
		r := ask(t, s, "setWebhook", "url", c.url, "secret_token", c.secret)
		if c.refusal != "" {
			r.refused(t, 400, "Bad Request: "+c.refusal)
		} else if !r.OK {
			t.Errorf("%s: %s", name, r.Description)
		}
	}
}

// receiver is a webhook that needs no network.
type receiver func(*http.Request) int

func (f receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	status := f(r)
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: http.Header{"Retry-After": {"90"}}, Body: http.NoBody}, nil
}

func TestTG23BackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var at []time.Duration
		s := quiet(tt.DeliverBy(&http.Client{Transport: receiver(func(*http.Request) int {
			at = append(at, time.Since(begun)/time.Second)
			if len(at) < 3 {
				return http.StatusServiceUnavailable
			}
			return http.StatusNoContent
		})}))
		defer s.Close()
		dropped := tt.Must(s.NewPerson(tt.User{}).Says("before"))
		ask(t, s, "setWebhook", "url", "https://bot.example.org/", "drop_pending_updates", "true").accepted(t)
		tt.Must(s.NewPerson(tt.User{}).Says("hello"))
		if err := s.Wait(t.Context(), func() bool { return s.Pending() == 0 }); err != nil {
			t.Fatal(err)
		}
		if jsonOf(at) != "[0,90,180]" { // Retry-After is longer than the own pauses
			t.Errorf("tried at %v; dropped %d", at, dropped.UpdateID)
		}
	})
}

func TestTG23UpdatesOfAChatExpire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		s := quiet(tt.DeliverBy(&http.Client{Transport: receiver(func(*http.Request) int { tries++; return http.StatusBadGateway })}))
		defer s.Close()
		ask(t, s, "setWebhook", "url", "https://bot.example.org/").accepted(t)
		tt.Must(s.NewPerson(tt.User{}).Says("hello"))
		begun := time.Now()
		if err := s.Wait(t.Context(), func() bool { return s.Pending() == 0 }); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took < 24*time.Hour || took > 25*time.Hour || tries < 900 {
			t.Errorf("given up after %v and %d tries", took, tries)
		}
	})
}

func TestTG23GoneWebhookIsDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := quiet(tt.DeliverBy(&http.Client{Transport: receiver(func(*http.Request) int { return http.StatusGone })}))
		defer s.Close()
		ask(t, s, "setWebhook", "url", "https://bot.example.org/").accepted(t)
		tt.Must(s.NewPerson(tt.User{}).Says("hello"))
		for _, step := range []struct {
			pass time.Duration
			url  string
		}{{22 * time.Hour, "https://bot.example.org/"}, {2 * time.Hour, ""}} {
			time.Sleep(step.pass)
			synctest.Wait()
			got := decode[struct{ URL string }](t, ask(t, s, "getWebhookInfo").accepted(t)).URL
			if got != step.url || s.Pending() != 1 {
				t.Errorf("after %v more: %q, %d pending", step.pass, got, s.Pending())
			}
		}
	})
}

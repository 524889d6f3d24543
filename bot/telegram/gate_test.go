package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// shelf is an Intake in memory that can be told to fail.
type shelf struct {
	mu       sync.Mutex
	offset   int64
	events   []complaint.Event
	known    map[string]bool
	aside    map[string]string
	failures int // so many writes fail first
}

func (s *shelf) Offset(context.Context) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offset, s.offset != 0, s.fail()
}

func (s *shelf) fail() error {
	if s.failures > 0 {
		s.failures--
		return errors.New("disk full")
	}
	return nil
}

func (s *shelf) Accept(_ context.Context, events []complaint.Event) ([]complaint.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keep(events)
}

func (s *shelf) keep(events []complaint.Event) (fresh []complaint.Event, err error) {
	if err := s.fail(); err != nil {
		return nil, err
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	for _, e := range events {
		if !s.known[e.Source] {
			s.known[e.Source] = true
			fresh = append(fresh, e)
		}
	}
	s.events = append(s.events, fresh...)
	return fresh, nil
}

func (s *shelf) AcceptBatch(_ context.Context, events []complaint.Event, next int64) ([]complaint.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh, err := s.keep(events)
	if err == nil {
		s.offset = next
	}
	return fresh, err
}

func (s *shelf) Quarantine(_ context.Context, source string, raw []byte, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail(); err != nil {
		return err
	}
	if s.aside == nil {
		s.aside = map[string]string{}
	}
	s.aside[source] = string(raw)
	return nil
}

func (s *shelf) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.events {
		if e.Message != nil {
			list = append(list, e.Message.Text)
		}
	}
	return list
}

func client(t *testing.T, rt http.RoundTripper) *Client {
	t.Helper()
	c, err := New(Config{Token: telegramtest.DefaultToken, Transport: rt})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// script answers polls one after the other and notes their offsets; at the end it hangs.
type script struct {
	mu      sync.Mutex
	answers []string // a number is an HTTP status with an HTML page, "" a broken line
	offsets []int64
	allowed []string
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	var p struct {
		Offset  int64    `json:"offset"`
		Allowed []string `json:"allowed_updates"`
	}
	if body, err := io.ReadAll(r.Body); err != nil || r.Header.Get("Content-Type") == "application/json" && json.Unmarshal(body, &p) != nil {
		return nil, errors.New("not a poll")
	}
	s.mu.Lock()
	s.offsets, s.allowed = append(s.offsets, p.Offset), p.Allowed
	var body string
	more := len(s.answers) > 0
	if more {
		body, s.answers = s.answers[0], s.answers[1:]
	}
	s.mu.Unlock()
	switch {
	case !more:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case body == "":
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func batch(updates ...string) string {
	return `{"ok":true,"result":[` + strings.Join(updates, ",") + `]}`
}

func words42(id, text string) string {
	return `{"update_id":` + id + `,"message":{"message_id":1,"date":1750000000,"chat":{"id":7,"type":"private"},"from":{"id":7},"text":"` + text + `"}}`
}

// runGate polls what the script says inside a bubble until nothing is left to answer.
func runGate(t *testing.T, s *script, kept *shelf, told *[]complaint.Event) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in := Inlet{Me: me(), Intake: kept, Fresh: func(list []complaint.Event) { *told = append(*told, list...) }}
	done := make(chan error, 1)
	go func() { done <- NewGate(client(t, s), in).Run(ctx) }()
	for {
		time.Sleep(10 * time.Second) // of the bubble
		synctest.Wait()
		s.mu.Lock()
		left := len(s.answers)
		s.mu.Unlock()
		select {
		case err := <-done:
			cancel()
			return err
		default:
		}
		if left == 0 {
			stop := time.Now()
			cancel()
			err := <-done
			if d := time.Since(stop); d > 0 {
				t.Errorf("stopped after %v", d)
			}
			return err
		}
	}
}

func TestGateConfirmsOnlyWhatIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		poison := `{"update_id":101,"message":{"message_id":1}}`
		s := &script{answers: []string{
			batch(words42("100", "one"), poison, words42("102", "three")),
			batch(words42("100", "one"), poison, words42("102", "three")),
			batch(),
			batch(words42("103", "four")),
		}}
		kept, told := &shelf{offset: 100, failures: 0}, []complaint.Event{}
		fail := &failing{shelf: kept, times: 1}
		ctx, cancel := context.WithCancel(t.Context())
		in := Inlet{Me: me(), Intake: fail, Fresh: func(list []complaint.Event) { told = append(told, list...) }}
		done := make(chan error, 1)
		go func() { done <- NewGate(client(t, s), in).Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(kept.texts(), " "); got != "one three four" {
			t.Errorf("kept %q", got)
		}
		if kept.aside["tg:101"] != poison {
			t.Errorf("quarantine %v", kept.aside)
		}
		want := []int64{100, 100, 103, 103, 104}
		if len(s.offsets) < len(want) {
			t.Fatalf("offsets %v", s.offsets)
		}
		for i, w := range want {
			if s.offsets[i] != w {
				t.Fatalf("offsets %v", s.offsets)
			}
		}
		if len(told) != 3 || strings.Join(s.allowed, " ") != "message edited_message callback_query my_chat_member chat_member" {
			t.Errorf("told of %d events, allowed %v", len(told), s.allowed)
		}
	})
}

// failing loses the first writes of batches.
type failing struct {
	*shelf
	times int
}

func (f *failing) AcceptBatch(ctx context.Context, events []complaint.Event, next int64) ([]complaint.Event, error) {
	if f.times > 0 {
		f.times--
		return nil, errors.New("disk full")
	}
	return f.shelf.AcceptBatch(ctx, events, next)
}

func TestGateWaitsOutWhatPasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{
			"", "<html>502 Bad Gateway</html>", `{"ok":false,"error_code":500,"description":"Internal Server Error"}`,
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 30","parameters":{"retry_after":30}}`,
			`{"ok":true,"result":{}}`,
			`{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`,
			batch(words42("5", "made it")),
		}}
		kept, told := &shelf{failures: 2}, []complaint.Event{}
		begun := time.Now()
		if err := runGate(t, s, kept, &told); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(kept.texts(), " "); got != "made it" || kept.offset != 6 {
			t.Errorf("kept %q, offset %d", got, kept.offset)
		}
		if d := time.Since(begun); d < 35*time.Second {
			t.Errorf("all over after %v, so retry_after was not honoured", d)
		}
	})
}

func TestGateEndsWhereAPersonHasToAct(t *testing.T) {
	t.Parallel()
	conflict := `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`
	for name, c := range map[string]struct {
		answers []string
		want    error
	}{
		"wrong token": {[]string{`{"ok":false,"error_code":401,"description":"Unauthorized"}`}, ErrToken},
		"webhook":     {[]string{`{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}`}, ErrWebhook},
		"two pollers": {[]string{conflict, conflict, conflict, conflict, conflict}, ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var told []complaint.Event
				err := runGate(t, &script{answers: append(c.answers, batch())}, &shelf{}, &told)
				if !errors.Is(err, c.want) {
					t.Errorf("err %v", err)
				}
			})
		})
	}
}

func TestGateOverTheWire(t *testing.T) {
	t.Parallel()
	server, url := telegramtest.Start(t)
	ann := server.NewPerson(telegramtest.User{FirstName: "Ann"})
	telegramtest.Must(ann.Says("before"))
	telegramtest.Must(server.Inject(ann.ID(), `{"message":{"chat":{},"message_id":"poison"}}`))
	c, err := New(Config{Token: server.BotToken(), APIURL: url + "/"})
	if err != nil {
		t.Fatal(err)
	}
	who, err := c.Me(t.Context())
	if err != nil || who.Username != "redress_bot" || who.ID != 123456 {
		t.Fatalf("%+v %v", who, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	kept, seen := &shelf{}, make(chan string, 10)
	in := Inlet{Me: who, Intake: kept, Fresh: func(list []complaint.Event) {
		for _, e := range list {
			seen <- e.Message.Text
		}
	}}
	done := make(chan error, 1)
	go func() { done <- NewGate(c, in).Run(ctx) }()
	if got := <-seen; got != "before" {
		t.Errorf("first %q", got)
	}
	telegramtest.Must(ann.Says("after 🙂"))
	if got := <-seen; got != "after 🙂" {
		t.Errorf("second %q", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(kept.aside) != 1 {
		t.Errorf("quarantine %v", kept.aside)
	}
}

func TestTokenIsNeverInErrors(t *testing.T) {
	t.Parallel()
	const token = "123:very-secret"
	for name, url := range map[string]string{"refused": "http://127.0.0.1:1", "no such host": "http://nowhere.invalid"} {
		c, err := New(Config{Token: token, APIURL: url})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Me(t.Context())
		polled := c.post(t.Context(), "getUpdates", nil)
		out := NewSender(c).Send(t.Context(), complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Chat: 7, Text: complaint.Words("x")}})
		for _, text := range []string{err.Error(), polled.Err.Error(), out.Reason} {
			if strings.Contains(text, "secret") || text == "" {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
	for _, bad := range []string{"nowhere", "http://\x7f", "ftp://x", "http://"} {
		if _, err := New(Config{Token: token, APIURL: bad}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("address %q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "a b", "1:a/../x", "1:a\n"} {
		if _, err := New(Config{Token: bad}); err == nil {
			t.Errorf("token %q was taken", bad)
		}
	}
}

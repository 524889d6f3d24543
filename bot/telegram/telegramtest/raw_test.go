package telegramtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

// reply is an answer as it came over the wire.
type reply struct {
	Status      int             `json:"-"`
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// ask calls a method without the client library. Pairs are name, value.
func ask(t *testing.T, s *tt.Server, method string, pairs ...string) reply {
	t.Helper()
	return askAs(t, s, s.BotToken(), method, pairs...)
}

func askAs(t *testing.T, s *tt.Server, token, method string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		"http://telegram.test/bot"+token+"/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	r := reply{Status: resp.StatusCode}
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r reply) refused(t *testing.T, code int, description string) {
	t.Helper()
	if r.OK || r.Status != code || r.ErrorCode != code || r.Description != description {
		t.Errorf("got %d %v %d %q, want %d %q", r.Status, r.OK, r.ErrorCode, r.Description, code, description)
	}
}

func (r reply) accepted(t *testing.T) json.RawMessage {
	t.Helper()
	if !r.OK || r.Status != http.StatusOK {
		t.Errorf("refused: %d %q", r.Status, r.Description)
	}
	return r.Result
}

// clock is a time that tests move.
type clock struct{ at time.Time }

func newClock() *clock {
	return &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
}

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// quiet is a server without limits that is only called in this goroutine.
func quiet(opts ...tt.Option) *tt.Server {
	return tt.New(append([]tt.Option{tt.NoRateLimits()}, opts...)...)
}

// anna is a person who has started the bot.
func anna(s *tt.Server) *tt.Person {
	p := s.NewPerson(tt.User{FirstName: "Anna", LastName: "Berg", Username: "anna_b", LanguageCode: "de"})
	tt.Must(p.Starts(""))
	return p
}

func number(n int64) string { return json.Number(jsonOf(n)).String() }

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func decode[V any](t *testing.T, raw json.RawMessage) V {
	t.Helper()
	var v V
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return v
}

// updates takes the pending updates, confirming those before offset.
func updates(t *testing.T, s *tt.Server, offset int64, more ...string) []map[string]json.RawMessage {
	t.Helper()
	r := ask(t, s, "getUpdates", append([]string{"offset", number(offset)}, more...)...)
	return decode[[]map[string]json.RawMessage](t, r.accepted(t))
}

// kinds lists what each pending update is.
func kinds(t *testing.T, s *tt.Server) string {
	t.Helper()
	var out []string
	for _, u := range updates(t, s, 0) {
		for k := range u {
			if k != "update_id" {
				out = append(out, k)
			}
		}
	}
	return strings.Join(out, " ")
}

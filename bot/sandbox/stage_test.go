package sandbox_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redress/bot/sandbox"
	"redress/bot/telegram/telegramtest"
	"redress/flows/policy"
	"redress/flows/texts"
)

// playground is a page in a test, without a bot behind it unless the test starts one.
type playground struct {
	*testing.T
	server   *telegramtest.Server
	clock    *sandbox.Clock
	stage    *sandbox.Stage
	cast     sandbox.Cast
	url      string
	token    string
	policy   atomic.Value
	switched func(*playground)
}

func open(t *testing.T) *playground {
	t.Helper()
	p := &playground{T: t, switched: func(*playground) {}}
	p.policy.Store("generic")
	p.clock = sandbox.NewClock(time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC))
	p.server = telegramtest.New(telegramtest.Clock(p.clock.Now), telegramtest.NoRateLimits())
	t.Cleanup(p.server.Close)
	words, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	p.stage = sandbox.New(sandbox.Config{
		Server: p.server, Clock: p.clock, Texts: words, Fast: true,
		Zone:        func() *time.Location { return p.pack().Zone() },
		NextMorning: func(at time.Time) time.Time { return p.pack().Calendar().NextMorning(at) },
		Policies: []sandbox.Choice{{Name: "generic", Title: policy.Names{"en": "Any organisation", "zh-Hans": "通用"}},
			{Name: "food-factory", Title: policy.Names{"en": "Food"}}},
		Policy: func() string { return p.policy.Load().(string) },
		Switch: func(_ context.Context, name string) error {
			p.policy.Store(name)
			p.cast = p.stage.Cast()
			p.switched(p)
			return nil
		},
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	t.Cleanup(p.stage.Close)
	p.cast = p.stage.Cast()
	web := httptest.NewServer(p.stage.Handler())
	t.Cleanup(web.Close)
	p.url = web.URL
	token := regexp.MustCompile(`data-token="([^"]+)"`).FindStringSubmatch(p.get("/"))
	if token == nil {
		t.Fatal("the page has no token")
	}
	p.token = token[1]
	return p
}

func (p *playground) pack() *policy.Policy {
	pack, err := policy.Pack(p.policy.Load().(string))
	if err != nil {
		panic(err)
	}
	return pack
}

func (p *playground) get(path string, header ...string) string {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		p.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		p.Fatal(err)
	}
	if reply.StatusCode != http.StatusOK {
		p.Fatalf("GET %s: %s: %s", path, reply.Status, body)
	}
	return string(body)
}

// post sends a form with the token of the page and returns the status and the words of the answer.
func (p *playground) post(path string, fields ...any) (int, string) {
	p.Helper()
	form := url.Values{"token": {p.token}}
	for i := 0; i+1 < len(fields); i += 2 {
		value := ""
		switch v := fields[i+1].(type) {
		case int:
			value = strconv.Itoa(v)
		case int64:
			value = strconv.FormatInt(v, 10)
		case string:
			value = v
		}
		form.Set(fields[i].(string), value)
	}
	reply, err := http.PostForm(p.url+path, form)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		p.Fatal(err)
	}
	return reply.StatusCode, strings.TrimSpace(string(body))
}

func (p *playground) does(path string, fields ...any) {
	p.Helper()
	if status, words := p.post(path, fields...); status != http.StatusNoContent {
		p.Fatalf("POST %s %v: %d %s", path, fields, status, words)
	}
}

func (p *playground) wants(page string, words ...string) {
	p.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			p.Errorf("the page lacks %q", w)
		}
	}
}

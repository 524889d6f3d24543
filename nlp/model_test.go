package nlp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/nlp/llm"
)

// server is an OpenAI-compatible server that answers as told.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []map[string]any
	bodies   []string
}

// reply is one answer: status 0 means 200 with content as the model's words.
type reply struct {
	status  int
	header  map[string]string
	content string // of the message
	raw     string // the whole body instead
	finish  string
	drip    bool             // one byte a while, until the client leaves
	act     http.HandlerFunc // does everything itself
}

const tokensOfReply = 700

// serve answers each request with the next reply, the last one for ever.
func serve(t testing.TB, replies ...reply) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var req map[string]any
		_ = json.Unmarshal(body, &req)
		s.mu.Lock()
		n := len(s.requests)
		s.requests = append(s.requests, req)
		s.bodies = append(s.bodies, string(body))
		s.mu.Unlock()
		write(w, r, replies[min(n, len(replies)-1)])
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.requests)
}

func write(w http.ResponseWriter, r *http.Request, a reply) {
	if a.act != nil {
		a.act(w, r)
		return
	}
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.drip {
		w.WriteHeader(http.StatusOK)
		for r.Context().Err() == nil {
			fmt.Fprint(w, " ")
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
		return
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	if a.raw != "" || a.status != 0 {
		fmt.Fprint(w, a.raw)
		return
	}
	finish := a.finish
	if finish == "" {
		finish = "stop"
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"choices": []any{map[string]any{"index": 0, "finish_reason": finish, "message": map[string]any{"role": "assistant", "content": a.content}}},
		"usage":   map[string]any{"prompt_tokens": tokensOfReply - 100, "total_tokens": tokensOfReply},
	})
}

// patient is a time limit that no answer meets by accident, however busy the machine; it is
// shorter than any wait that a server here asks for and must not get.
const patient = 30 * time.Second

func asked(t testing.TB, s *server, c llm.Config) *Understanding {
	t.Helper()
	c.BaseURL, c.Key, c.Model = s.URL, "key", "small"
	if c.Timeout == 0 {
		c.Timeout = patient
	}
	u := *shared() // immutable but for what it asks
	client := llm.New(c)
	u.model, u.writer = client, client
	return &u
}

func TestNewTakesTheModel(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	u := New(Config{Zone: monday.Location(), Model: &llm.Config{BaseURL: s.URL, Key: "key", Model: "small"}})
	if got := triage(u, leak); got.Source != "both" {
		t.Errorf("source %q, want both", got.Source)
	}
}

const leak = "我家厨房天花板漏水三天了，打了四次电话没人来，我手机13812345678。"

const goodForm = `{"kind":"complaint","category":"facility_environment","facts":[{"name":"people","words":"没人来"}],"fields":[{"name":"where","value":"厨房"}],"wish":"repair","sentiment":-0.6,"language":"zh-Hans","summary":"厨房天花板漏水三天，打了四次电话没人来，手机[PHONE_1]。","injection":false}`

func triage(u *Understanding, text string) complaint.Triage {
	return u.Triage(context.Background(), complaint.Inquiry{Texts: []string{text}, Now: monday, Customer: 7})
}

func TestModelAnswerIsJoined(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	got := triage(asked(t, s, llm.Config{}), leak)
	if got.Source != "both" || got.Fields["wish"] != "repair" || got.Fields["where"] != "厨房" {
		t.Errorf("source %q, fields %v", got.Source, got.Fields)
	}
	if want := "厨房天花板漏水三天，打了四次电话没人来，手机13812345678。"; got.Summary != want {
		t.Errorf("summary %q, want %q", got.Summary, want)
	}
	if !slices.Contains(got.Disagree, "people") || !got.Has("people") {
		t.Errorf("a fact that only the model saw: facts %v, disagreement %v", got.Facts, got.Disagree)
	}
}

func TestPersonalDataStaysHere(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	triage(asked(t, s, llm.Config{}), leak)
	if strings.Contains(s.bodies[0], "13812345678") || !strings.Contains(s.bodies[0], "[PHONE_1]") {
		t.Error("the phone number must leave as a placeholder")
	}
	if temp, ok := s.requests[0]["temperature"]; !ok || temp != 0.0 {
		t.Errorf("temperature %v, want 0", temp)
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestLadderIsRemembered(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{status: 400, raw: `{"error":{"message":"response_format json_schema"}}`}, reply{content: goodForm})
	u := asked(t, s, llm.Config{})
	triage(u, leak)
	triage(u, leak)
	if n := len(s.requests); n != 3 {
		t.Fatalf("%d requests, want 3: one refused, two answered", n)
	}
	if f := s.requests[2]["response_format"].(map[string]any)["type"]; f != "json_object" {
		t.Errorf("third request asks for %v, want json_object", f)
	}
}

func TestInventedSentencesAreDropped(t *testing.T) {
	t.Parallel()
	for _, summary := range []string{
		"客服已承诺赔偿五千元并在明天上门更换全部管道设备。",
		"The customer will be refunded 5000 dollars by the manager tomorrow.",
		"厨房漏水七天了。",
		"[PHONE_9] 漏水三天。",
	} {
		form := strings.Replace(goodForm, "厨房天花板漏水三天，打了四次电话没人来，手机[PHONE_1]。", summary, 1)
		got := triage(asked(t, serve(t, reply{content: form}), llm.Config{}), leak)
		if strings.Contains(got.Summary, summary) || !strings.Contains(got.Summary, "漏水三天了") {
			t.Errorf("%q: summary %q", summary, got.Summary)
		}
	}
}

func TestModelCannotHideDanger(t *testing.T) {
	t.Parallel()
	form := `{"kind":"praise","category":"none","facts":[],"fields":[],"wish":"none","sentiment":1,"language":"zh-Hans","summary":"很满意。","injection":false}`
	got := triage(asked(t, serve(t, reply{content: form}), llm.Config{}), "孩子吃了你们的蛋糕上吐下泻，送医院了")
	if got.Kind != complaint.KindComplaint || !got.Has(complaint.FactHealth) || !slices.Contains(got.Disagree, "kind") {
		t.Errorf("kind %s, facts %v, disagreement %v", got.Kind, got.Facts, got.Disagree)
	}
}

func TestModelIsNotAskedInHaste(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	u := asked(t, s, llm.Config{})
	u.Triage(context.Background(), complaint.Inquiry{Texts: []string{leak}, Now: monday, Quick: true})
	triage(u, "There is a fire in my kitchen right now")
	if len(s.requests) != 0 {
		t.Errorf("%d requests, want none", len(s.requests))
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	u := asked(t, s, llm.Config{TokensPerCustomer: 2500})
	for range 6 {
		triage(u, leak)
	}
	if n := len(s.requests); n == 0 || n >= 6 {
		t.Errorf("%d of 6 inquiries went to the model, want some and not all", n)
	}
	other := complaint.Inquiry{Texts: []string{leak}, Now: monday, Customer: 8}
	if got := u.Triage(context.Background(), other); got.Source != "both" {
		t.Error("one customer's use must not stop another's")
	}
}

func TestBreaker(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{status: 401, raw: `{}`})
	u := asked(t, s, llm.Config{})
	for range 9 {
		triage(u, leak)
	}
	if n := len(s.requests); n != 5 {
		t.Errorf("%d requests, want 5 before the breaker opens", n)
	}
}

func TestTextsCannotEndTheirMarks(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm})
	u := asked(t, s, llm.Config{})
	triage(u, leak)
	triage(u, leak)
	if mark(s.bodies[0]) == mark(s.bodies[1]) || mark(s.bodies[0]) == "" {
		t.Error("the marks around the texts must be new each time")
	}
}

func mark(body string) string {
	_, rest, _ := strings.Cut(body, "TEXT-")
	return rest[:min(len(rest), 20)]
}

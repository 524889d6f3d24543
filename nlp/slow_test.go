package nlp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
	"redress/nlp/llm"
)

// slowly answers every request well after a while.
type slowly struct {
	after time.Duration
	asked *int
}

func (s slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	*s.asked++
	select {
	case <-time.After(s.after):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	body := `{"choices":[{"message":{"role":"assistant","content":` + quote(goodForm) + `}}]}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewBufferString(body)), Request: r}, nil
}

func slow(after time.Duration, asked *int) *Understanding {
	u := *shared()
	u.model = llm.New(llm.Config{Model: "small", HTTP: &http.Client{Transport: slowly{after, asked}}})
	return &u
}

// Nobody waits for the model longer than eight seconds; then the local view answers, and a
// model that is always late is left alone for a while.
func TestSlowModel(t *testing.T) {
	t.Parallel()
	shared()
	for _, after := range []time.Duration{3 * time.Second, 7 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, time.Hour} {
		t.Run(after.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				u := slow(after, &asked)
				in := complaint.Inquiry{Texts: []string{leak}, Now: monday, Customer: 7}
				began := time.Now()
				got := u.Triage(context.Background(), in)
				took := time.Since(began)
				if after < 8*time.Second && (got.Source != "both" || took != after) {
					t.Errorf("source %q after %v", got.Source, took)
				}
				if after > 8*time.Second && (!reflect.DeepEqual(got, u.Local(in)) || took != 8*time.Second) {
					t.Errorf("source %q after %v", got.Source, took)
				}
			})
		})
	}
}

func TestModelThatIsAlwaysLateIsLeftAlone(t *testing.T) {
	t.Parallel()
	shared()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		u := slow(15*time.Second, &asked)
		for i := range 10 {
			u.Triage(context.Background(), complaint.Inquiry{Texts: []string{leak}, Now: monday, Customer: int64(i + 1)})
		}
		if asked != 5 {
			t.Errorf("%d requests, want 5", asked)
		}
		<-time.After(31 * time.Second) // the pause it is given
		u.Triage(context.Background(), complaint.Inquiry{Texts: []string{leak}, Now: monday, Customer: 20})
		if asked != 6 {
			t.Errorf("%d requests, want one more after the pause", asked)
		}
	})
}

// A refusal is about one customer's text and takes the model from nobody else.
func TestRefusalsDoNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	refusal := message(`"content":null,"refusal":"no"`)
	s := serve(t, refusal, refusal, refusal, refusal, refusal, refusal, refusal, reply{content: goodForm})
	u := asked(t, s, llm.Config{})
	for range 7 {
		triage(u, leak)
	}
	if got := triage(u, leak); got.Source != "both" {
		t.Errorf("source %q after seven refusals", got.Source)
	}
}

// Only a rung that works is remembered: one odd failure does not take the schema away.
func TestRungThatDoesNotHelpIsForgotten(t *testing.T) {
	t.Parallel()
	bad := reply{status: 400, raw: `{"error":{"message":"context too long"}}`}
	s := serve(t, bad, bad, bad, reply{content: goodForm})
	u := asked(t, s, llm.Config{})
	triage(u, leak)
	if got := triage(u, leak); got.Source != "both" {
		t.Fatalf("source %q", got.Source)
	}
	if f := s.requests[3]["response_format"].(map[string]any)["type"]; f != "json_schema" {
		t.Errorf("the next inquiry asks for %v, want json_schema", f)
	}
}

// Under a flood the budgets hold, for all and for each customer, and the local view takes over.
func TestBudgetsHoldUnderFlood(t *testing.T) {
	t.Parallel()
	const hour, each, customers, inquiries = 60_000, 8_000, 20, 12
	var mu sync.Mutex
	spent := map[int64]int{}
	total := 0
	s := serve(t, reply{content: goodForm})
	u := asked(t, s, llm.Config{TokensPerHour: hour, TokensPerCustomer: each, Now: func() time.Time { return monday }, Concurrent: 8})
	var all sync.WaitGroup
	for c := range int64(customers) {
		for i := range inquiries {
			all.Go(func() {
				in := complaint.Inquiry{Texts: []string{leak, fmt.Sprint("第", i, "次投诉")}, Now: monday, Customer: c + 1}
				got := u.Triage(context.Background(), in)
				mu.Lock()
				defer mu.Unlock()
				if got.Kind != complaint.KindComplaint || got.Summary == "" {
					t.Errorf("kind %q, summary %q", got.Kind, got.Summary)
				}
				if got.Source == "both" {
					total += tokensOfReply
					spent[c+1] += tokensOfReply
				}
			})
		}
	}
	all.Wait()
	if total > hour || total == 0 || total == customers*inquiries*tokensOfReply {
		t.Errorf("%d tokens of %d an hour", total, hour)
	}
	for c, n := range spent {
		if n > each {
			t.Errorf("customer %d used %d of %d tokens", c, n, each)
		}
	}
}

func TestBudgetComesBackWithTheHour(t *testing.T) {
	t.Parallel()
	now := monday
	s := serve(t, reply{content: goodForm})
	u := asked(t, s, llm.Config{TokensPerCustomer: 2500, Now: func() time.Time { return now }})
	for range 6 {
		triage(u, leak)
	}
	if got := triage(u, leak); got.Source != "local" {
		t.Fatalf("source %q with the budget used up", got.Source)
	}
	now = now.Add(time.Hour)
	if got := triage(u, leak); got.Source != "both" {
		t.Errorf("source %q in the next hour", got.Source)
	}
}

// What was never asked costs nothing: a server that is down does not use the budget up.
func TestFailuresBeforeAskingAreFree(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{status: 401, raw: `{}`}, reply{status: 401, raw: `{}`}, reply{status: 401, raw: `{}`}, reply{status: 401, raw: `{}`}, reply{status: 401, raw: `{}`})
	c := llm.New(llm.Config{BaseURL: s.URL, Key: "key", Model: "small", TokensPerHour: 1_000_000, TokensPerCustomer: 1_000_000})
	u := *shared()
	u.model = c
	for range 60 {
		triage(&u, leak)
	}
	if n := s.count(); n != 5 {
		t.Errorf("%d requests, want 5", n)
	}
	if got := c.Left(7); got < 980_000 {
		t.Errorf("%d of a million tokens are left after 55 inquiries that were never made", got)
	}
}

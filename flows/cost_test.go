package flows_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"redress/flows/complaint"
	"redress/nlp"
)

// What a complaint may cost when a model is asked, in the median of the recorded dialogues.
const (
	mostCalls  = 2
	mostTokens = 1500 // sent, by tokensIn
)

// meter stands for a model's server: it answers what the local understanding thinks of the
// text, and counts what is sent.
type meter struct {
	local  func(complaint.Inquiry) complaint.Triage
	asker  *nlp.Understanding // that asks it
	calls  int
	tokens int
}

var marked = regexp.MustCompile(`(?s)<(TEXT-[A-Z0-9]+)>\n(.*?)\n</TEXT-[A-Z0-9]+>`)

func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var req struct {
		Messages []struct{ Content string }
		Format   json.RawMessage `json:"response_format"`
	}
	if err := json.Unmarshal(raw, &req); err != nil {
		return nil, err
	}
	m.calls++
	m.tokens += tokensIn(req.Messages[0].Content) + tokensIn(req.Messages[1].Content) + tokensIn(string(req.Format))
	var texts []string
	for _, t := range marked.FindAllStringSubmatch(req.Messages[1].Content, -1) {
		texts = append(texts, t[2])
	}
	got := m.local(complaint.Inquiry{Texts: texts, Quick: true})
	form, err := json.Marshal(map[string]any{"kind": got.Kind, "category": got.Category, "facts": []any{}, "fields": []any{},
		"wish": "none", "sentiment": got.Sentiment, "language": got.Language, "summary": got.Summary, "injection": false})
	if err != nil {
		return nil, err
	}
	content, err := json.Marshal(string(form))
	body := fmt.Sprintf(`{"choices":[{"message":{"role":"assistant","content":%s}}],"usage":{"prompt_tokens":1,"total_tokens":2}}`, content)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewBufferString(body)), Request: r}, err
}

// tokensIn estimates: four letters a token, and one for each character of other scripts.
func tokensIn(s string) int {
	ascii, rest := 0, 0
	for _, r := range s {
		if r < 128 {
			ascii++
		} else {
			rest++
		}
	}
	return (ascii+3)/4 + rest
}

// cost is what one complaint of a dialogue cost.
type cost struct{ calls, tokens int }

// TestCostOfAComplaint plays the recorded dialogues with a model and counts what is sent to
// it for each complaint that is filed.
func TestCostOfAComplaint(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	var costs []cost
	meters := map[string]*meter{} // by version of the policy
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			costs = append(costs, costsOf(newScene(t, string(ar.Comment)), meters, string(f.Data))...)
		}
	}
	calls := middle(costs, func(c cost) int { return c.calls })
	tokens := middle(costs, func(c cost) int { return c.tokens })
	t.Logf("%d complaints: median %d calls and %d tokens sent, nine in ten at most %d calls and %d tokens", len(costs), calls[0], tokens[0], calls[1], tokens[1])
	if len(costs) < 50 || calls[0] > mostCalls || tokens[0] > mostTokens || tokens[0] == 0 {
		t.Errorf("want at most %d calls and %d tokens in the median", mostCalls, mostTokens)
	}
}

func costsOf(s *scene, meters map[string]*meter, script string) (costs []cost) {
	m := meters[s.w.desk.Policy.Version]
	if m == nil {
		m = &meter{local: s.w.understand}
		m.asker = nlp.New(nlp.Config{Taxonomy: leaves(s.w.desk.Policy), Zone: s.w.desk.Policy.Zone(),
			Model: &nlp.ModelConfig{Model: "meter", HTTP: &http.Client{Transport: m}, TokensPerCustomer: 1e9, TokensPerHour: 1e9}})
		meters[s.w.desk.Policy.Version] = m
	}
	spent := map[string]cost{}
	s.w.understand = func(q complaint.Inquiry) complaint.Triage {
		before := *m
		got := m.asker.Triage(context.Background(), q)
		if draft := s.w.sessions[q.Customer].Draft; m.calls > before.calls {
			c := spent[draft]
			spent[draft] = cost{c.calls + m.calls - before.calls, c.tokens + m.tokens - before.tokens}
		}
		return got
	}
	for line := range strings.Lines(script) {
		if do, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "> "); ok {
			s.do(do)
		}
	}
	for id, c := range s.w.complaints {
		if c.Number != "" {
			costs = append(costs, spent[id])
		}
	}
	return costs
}

// middle gives the median and the ninth decile.
func middle(costs []cost, of func(cost) int) [2]int {
	var all []int
	for _, c := range costs {
		all = append(all, of(c))
	}
	slices.Sort(all)
	return [2]int{all[len(all)/2], all[len(all)*9/10]}
}

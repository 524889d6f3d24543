package app

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// oracle is an OpenAI-compatible server that answers as told.
type oracle struct {
	url  string
	chat http.HandlerFunc // of the model
	ear  http.HandlerFunc // of transcriptions
	eye  http.HandlerFunc // of pictures

	mu    sync.Mutex
	asked map[string]int // by path
	heard []byte         // the last recording
}

func openOracle(t *testing.T, o *oracle) *oracle {
	t.Helper()
	o.asked = map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer, name := o.chat, "chat"
		switch {
		case strings.HasSuffix(r.URL.Path, "/transcriptions"):
			answer, name = o.ear, "ear"
			o.keep(r.Header.Get("Content-Type"), body)
		case bytes.Contains(body, []byte("image_url")):
			answer, name = o.eye, "eye"
		}
		o.mu.Lock()
		o.asked[name]++
		o.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	o.url = s.URL
	return o
}

func (o *oracle) keep(kind string, body []byte) {
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(10 << 20)
	if err != nil || len(form.File["file"]) != 1 {
		return
	}
	f, err := form.File["file"][0].Open()
	if err != nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.heard, _ = io.ReadAll(f)
}

func (o *oracle) count(name string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[name]
}

// in puts the oracle into the configuration, with a policy that allows everything.
func (o *oracle) in(t *testing.T) func(*Config) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "open.yaml")
	if err := os.WriteFile(file, []byte("schema: 1\nversion: 1\nextends: generic\nmedia: {voice: true, photos: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(c *Config) {
		c.Policy, c.OpenAIURL, c.OpenAIKey, c.OpenAIModel = file, o.url, "key", "small"
		c.OpenAITranscription, c.OpenAIVision = "ear", "eye"
	}
}

func answers(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": content}}}})
	}
}

func transcribes(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"text": text})
	}
}

func body(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

const (
	twice    = "You charged me twice for order A-1001, I want my 40 euros back"
	formFull = `{"kind":"complaint","category":"none","facts":[],"fields":[],"wish":"refund","sentiment":-0.5,"language":"en","summary":"You charged me twice for order A-1001 and I want my 40 euros back.","injection":false}`
)

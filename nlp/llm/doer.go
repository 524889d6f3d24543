package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	openai "github.com/sashabaranov/go-openai"
)

// mostBytes is the longest answer that is read.
const mostBytes = 256 << 10

// mostVectorBytes is the longest answer with vectors.
const mostVectorBytes = 8 << 20

var errTooLong = errors.New("answer too long")

// doer stands between the library and the network: it sets what the library cannot
// (temperature 0, the token limit by its right name) and limits what comes back.
type doer struct {
	inner  openai.HTTPDoer
	modern atomic.Bool // models take no temperature, and their token limit by the newer name
}

// modernise changes to the newer parameters; false when they are in use already.
func (d *doer) modernise() bool { return d.modern.CompareAndSwap(false, true) }

// Do sends the patched request.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	most := mostBytes
	if strings.HasSuffix(req.URL.Path, "/embeddings") {
		most = mostVectorBytes
	} else if strings.HasSuffix(req.URL.Path, "/chat/completions") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = d.patch(body)
		req.Body = io.NopCloser(bytes.NewReader(body))
		req.ContentLength = int64(len(body))
		req.GetBody = nil
	}
	resp, err := d.inner.Do(req)
	if err != nil {
		return nil, err
	}
	resp.Body = &limited{inner: resp.Body, left: most}
	if most == mostBytes && resp.StatusCode == http.StatusOK {
		return usual(resp)
	}
	return resp, nil
}

// usual puts an answer into the usual form: without a byte order mark, and with a model's
// thoughts where the library looks for them.
func usual(resp *http.Response) (*http.Response, error) {
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	body = bytes.ReplaceAll(body, []byte(`"reasoning":`), []byte(`"reasoning_content":`))
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

const mostTokens = 900

func (d *doer) patch(body []byte) []byte {
	var m map[string]json.RawMessage
	if json.Unmarshal(body, &m) != nil {
		return body
	}
	var model string
	_ = json.Unmarshal(m["model"], &model) // "" is no model that thinks
	if thinks(model) || d.modern.Load() {
		m["max_completion_tokens"] = json.RawMessage(`4000`)
	} else {
		m["temperature"] = json.RawMessage(`0`)
		m["max_tokens"], _ = json.Marshal(mostTokens)
	}
	out, err := json.Marshal(m)
	if err != nil {
		return body
	}
	return out
}

// thinks tells models that take no temperature and count their thoughts as tokens.
func thinks(model string) bool {
	name := model[strings.LastIndexByte(model, '/')+1:]
	for _, p := range []string{"o1", "o3", "o4", "gpt-5"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// limited fails rather than cuts: half an answer is none.
type limited struct {
	inner io.ReadCloser
	left  int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.inner.Read(p)
	if l.left -= n; l.left < 0 {
		return 0, errTooLong
	}
	return n, err
}

func (l *limited) Close() error { return l.inner.Close() }

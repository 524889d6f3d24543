package bench

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Oracle stands in for a language model that cannot be relied on: it answers garbage, slowly, or
// never.
type Oracle struct {
	listen net.Listener
	http   *http.Server
	asked  atomic.Int64
}

// NewOracle listens on a free port of this machine.
func NewOracle() (*Oracle, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the stand-in for a model cannot listen: %w", err)
	}
	o := &Oracle{listen: l}
	o.http = &http.Server{Handler: o, ReadHeaderTimeout: time.Minute}
	go func() { _ = o.http.Serve(l) }() // ends with Close
	return o, nil
}

// Environ is what makes a bot ask it.
func (o *Oracle) Environ() []string {
	return []string{"OPENAI_API_KEY=none", "OPENAI_MODEL=unreliable", "OPENAI_BASE_URL=http://" + o.listen.Addr().String() + "/v1"}
}

// Asked is how often it was asked.
func (o *Oracle) Asked() int64 { return o.asked.Load() }

// Close ends it.
func (o *Oracle) Close() error { return o.http.Close() }

// ServeHTTP answers one question, one way or another.
func (o *Oracle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.asked.Add(1)
	_, _ = io.Copy(io.Discard, r.Body) // only then is it noticed when who asked hangs up
	content := `{"choices":[{"message":{"role":"assistant","content":%q}}],"usage":{"total_tokens":100}}`
	switch rand.IntN(6) {
	case 0:
		say(w, http.StatusOK, "<html>It works!</html>")
	case 1:
		say(w, http.StatusInternalServerError, `{"error":{"message":"overloaded"}}`)
	case 2:
		say(w, http.StatusOK, `{"choices":[]}`)
	case 3:
		say(w, http.StatusOK, fmt.Sprintf(content, `{"kind":"praise","category":"none such","summary":"All is well. Closed.","facts":["invented"]}`))
	case 4:
		wait(r.Context(), 2*time.Second)
		say(w, http.StatusOK, fmt.Sprintf(content, "I am sorry, I cannot help with that."))
	default:
		<-r.Context().Done()
	}
}

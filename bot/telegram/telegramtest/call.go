package telegramtest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// call is one method call being carried out.
type call struct {
	*Server
	params
	ctx    context.Context
	method string
	now    time.Time
}

// method carries out one Bot API method. Unless it waits, the server is locked meanwhile.
type method struct {
	run   func(*call) (any, *Error)
	waits bool
}

func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, name string) {
	begun := time.Now()
	p, err := readParams(r)
	if err != nil {
		e := badRequest("failed to parse the request")
		if errors.Is(err, errTooLarge) {
			e = &Error{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
		}
		refuse(w, e)
		return
	}
	c := &call{Server: s, params: p, ctx: r.Context(), method: s.canonical(name)}
	fault := s.nextFault(c)
	if !s.pause(c.ctx, s.latency) {
		panic(http.ErrAbortHandler)
	}
	if !s.before(w, c, fault, begun) {
		return
	}
	status, body, e := s.run(c)
	s.record(c, status, e, fault, begun)
	s.after(w, fault, status, body, e)
}

// canonical finds the method's official spelling: Telegram ignores case.
func (s *Server) canonical(name string) string {
	if _, ok := s.methods[name]; ok {
		return name
	}
	for known := range s.methods {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return name
}

func (s *Server) run(c *call) (int, []byte, *Error) {
	m, ok := s.methods[c.method]
	if !ok {
		e := &Error{Code: http.StatusNotFound, Description: "Not Found: method not found"}
		return e.Code, e.body(), e
	}
	result, e := s.execute(c, m)
	if e != nil {
		return e.Code, e.body(), e
	}
	body, err := success(result)
	if err != nil {
		e = &Error{Code: http.StatusInternalServerError, Description: "Internal Server Error: " + err.Error()}
		return e.Code, e.body(), e
	}
	return http.StatusOK, body, nil
}

func (s *Server) execute(c *call, m method) (any, *Error) {
	if m.waits {
		return m.run(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.now()
	return m.run(c)
}

// pause waits for d; false means that the caller or the server has gone.
func (s *Server) pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.closed:
		return false
	}
}

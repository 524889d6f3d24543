package telegramtest

import (
	"net/http"
	"slices"
	"time"
)

// Rule says which calls go wrong. Zero fields match every call.
type Rule struct {
	Method string          // such as "sendMessage"
	ChatID int64           // the call's chat_id
	When   func(Call) bool // anything else; called with the server locked: look at the Call only
	Skip   int             // so many matching calls pass first
	Times  int             // so many calls go wrong; 0 is one, negative is all
}

// Fault is what goes wrong with a call.
type Fault struct {
	name   string
	status int    // answered instead of carrying out the call
	body   []byte // with status, or instead of the true answer
	retry  int
	delay  time.Duration
	hang   bool
	before bool // drop the connection without effect
	after  bool // carry out, then drop or garble
}

// FailWith answers with a Telegram error instead of carrying out the call.
func FailWith(code int, description string) Fault {
	e := &Error{Code: code, Description: description}
	return Fault{name: description, status: code, body: e.body()}
}

// FloodWait answers 429 with retry_after seconds.
func FloodWait(seconds int) Fault {
	e := tooMany(seconds)
	return Fault{name: "429", status: e.Code, body: e.body(), retry: seconds}
}

// ServerError answers 500 in Telegram's form.
func ServerError() Fault { return FailWith(http.StatusInternalServerError, "Internal Server Error") }

// BadGateway answers 502 with an HTML page, as the proxy in front of Telegram does.
func BadGateway() Fault {
	page := "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	return Fault{name: "502", status: http.StatusBadGateway, body: []byte(page)}
}

// Delay carries out the call d later.
func Delay(d time.Duration) Fault { return Fault{name: "delay", delay: d} }

// Hang never answers and has no effect; it ends with the caller's patience or the server.
func Hang() Fault { return Fault{name: "hang", hang: true} }

// DropBefore closes the connection without any effect.
func DropBefore() Fault { return Fault{name: "drop before", before: true} }

// DropAfter carries out the call and closes the connection without an answer.
func DropAfter() Fault { return Fault{name: "drop after", after: true} }

// Garble carries out the call and answers 200 with broken JSON.
func Garble() Fault {
	return Fault{name: "garbled", after: true, status: http.StatusOK, body: []byte(`{"ok":true,"result":{"mess`)}
}

// Scripted is a rule in force.
type Scripted struct {
	s     *Server
	rule  Rule
	fault Fault
	seen  int
	hits  int
}

// Script lets the calls that match the rule go wrong. Of several rules the first added that
// still has something to do wins.
func (s *Server) Script(r Rule, f Fault) *Scripted {
	if r.Times == 0 {
		r.Times = 1
	}
	sc := &Scripted{s: s, rule: r, fault: f}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = append(s.rules, sc)
	return sc
}

// Hits is how many calls went wrong by this rule.
func (sc *Scripted) Hits() int {
	sc.s.mu.Lock()
	defer sc.s.mu.Unlock()
	return sc.hits
}

// Remove ends the rule.
func (sc *Scripted) Remove() {
	sc.s.mu.Lock()
	defer sc.s.mu.Unlock()
	sc.s.rules = slices.DeleteFunc(sc.s.rules, func(x *Scripted) bool { return x == sc })
}

// nextFault picks what goes wrong with this call, if anything.
func (s *Server) nextFault(c *call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, sc := range s.rules {
		if !sc.matches(c) {
			continue
		}
		if sc.seen++; sc.seen <= sc.rule.Skip {
			continue
		}
		sc.hits++
		if sc.rule.Times > 0 && sc.hits >= sc.rule.Times {
			s.rules = slices.Delete(s.rules, i, i+1)
		}
		return sc.fault
	}
	return Fault{}
}

func (sc *Scripted) matches(c *call) bool {
	r := sc.rule
	return (r.Method == "" || r.Method == c.method) &&
		(r.ChatID == 0 || r.ChatID == c.number("chat_id")) &&
		(r.When == nil || r.When(c.entry()))
}

// before plays the part of a fault that comes instead of the call; false means it is over.
func (s *Server) before(w http.ResponseWriter, c *call, f Fault, begun time.Time) bool {
	if f.name == "" {
		return true
	}
	alive := s.pause(c.ctx, f.delay)
	switch {
	case !alive, f.before:
		s.record(c, 0, nil, f, begun)
		panic(http.ErrAbortHandler)
	case f.hang:
		s.record(c, 0, nil, f, begun)
		select {
		case <-c.ctx.Done():
		case <-s.closed:
		}
		panic(http.ErrAbortHandler)
	case f.status != 0 && !f.after:
		s.record(c, f.status, nil, f, begun)
		f.write(w)
		return false
	}
	return true
}

// after sends the true answer, or what the fault makes of it.
func (s *Server) after(w http.ResponseWriter, f Fault, status int, body []byte, e *Error) {
	switch {
	case f.after && f.status == 0:
		panic(http.ErrAbortHandler)
	case f.after:
		f.write(w)
	case e != nil:
		refuse(w, e)
	default:
		respond(w, status, body)
	}
}

func (f Fault) write(w http.ResponseWriter) {
	if f.retry != 0 {
		refuse(w, tooMany(f.retry))
		return
	}
	respond(w, f.status, f.body)
}

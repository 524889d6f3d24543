package telegramtest

import (
	"maps"
	"time"
)

// Call is one call the bot made.
type Call struct {
	Number      int               `json:"number"` // from 1, in the order of completion
	Method      string            `json:"method"`
	Params      map[string]string `json:"params"` // as sent; nested values are JSON
	Files       map[string]int    `json:"files,omitempty"`
	Status      int               `json:"status"` // HTTP status, 0 if the connection was dropped without effect
	Description string            `json:"description,omitempty"`
	Fault       string            `json:"fault,omitempty"` // the scripted fault that was played
	At          time.Time         `json:"at"`
	Took        time.Duration     `json:"took"`
}

// OK tells whether the bot was told that the call succeeded.
func (c Call) OK() bool { return c.Status == 200 && c.Fault != "drop after" && c.Fault != "garbled" }

// callLog is a ring of the latest calls.
type callLog struct {
	limit  int
	ring   []Call
	next   int
	total  int
	counts map[string]int
}

func (l *callLog) add(c Call) {
	l.total++
	c.Number = l.total
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	l.counts[c.Method]++
	switch {
	case l.limit <= 0:
	case len(l.ring) < l.limit:
		l.ring = append(l.ring, c)
	default:
		l.ring[l.next] = c
		l.next = (l.next + 1) % l.limit
	}
}

func (l *callLog) list(method string) []Call {
	var out []Call
	for i := range l.ring {
		c := l.ring[(l.next+i)%len(l.ring)]
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// entry is the call as the log shows it.
func (c *call) entry() Call {
	e := Call{Method: c.method, Params: c.values}
	for name, up := range c.uploads {
		if e.Files == nil {
			e.Files = map[string]int{}
		}
		e.Files[name] = len(up.data)
	}
	return e
}

func (s *Server) record(c *call, status int, e *Error, f Fault, begun time.Time) {
	entry := c.entry()
	entry.Status, entry.Fault, entry.Took = status, f.name, time.Since(begun)
	if e != nil {
		entry.Description = e.Description
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entry.At = s.now()
	s.log.add(entry)
	if c.method != "getUpdates" {
		s.touch()
	}
}

// Calls lists the bot's latest calls of a method ("" for all), oldest first.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.list(method)
}

// CallCounts is how often each method was called, also beyond the log's bound.
func (s *Server) CallCounts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.log.counts)
}

package bench

import (
	"fmt"
	"strings"
	"sync"
)

// Echo expects its own words back, in order.
type Echo struct {
	Closed bool // writes again when answered
	mu     sync.Mutex
	said   map[int64]int
	heard  map[int64]int
}

// NewEcho writes numbered words.
func NewEcho(closed bool) *Echo {
	return &Echo{Closed: closed, said: map[int64]int{}, heard: map[int64]int{}}
}

// Begin says the next words.
func (e *Echo) Begin(p *Person) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.said[p.ID]++
	p.Write(fmt.Sprintf("words %d", e.said[p.ID]))
}

// Hear compares what came back with what was said.
func (e *Echo) Hear(p *Person, m Sent) {
	p.Answered()
	e.mu.Lock()
	e.heard[p.ID]++
	wrong := m.Text != fmt.Sprintf("words %d", e.heard[p.ID])
	e.mu.Unlock()
	if wrong {
		p.tally.disorder()
	}
	if e.Closed {
		e.Begin(p)
	}
}

// Talk takes down a complaint in one message and drops it in the next: words that are
// understood, kept and read back, and a command.
type Talk struct{ Closed bool }

// Begin says what went wrong.
func (t Talk) Begin(p *Person) { p.Write(fmt.Sprintf(matter, p.N)) }

const matter = "You charged me twice for order A-1%04d, I want my 40 euros back"

// Hear drops what was read back, and begins again.
func (t Talk) Hear(p *Person, m Sent) {
	if m.Method != "sendMessage" || isWelcome(m) {
		return
	}
	p.Answered()
	if !t.Closed {
		return
	}
	if len(m.Buttons) > 0 {
		p.Write("/cancel")
		return
	}
	t.Begin(p)
}

// Status asks where things stand.
type Status struct{ Closed bool }

// Begin asks.
func (s Status) Begin(p *Person) { p.Write("/status") }

// Hear asks again.
func (s Status) Hear(p *Person, m Sent) {
	if m.Method != "sendMessage" || isWelcome(m) {
		return
	}
	p.Answered()
	if s.Closed {
		s.Begin(p)
	}
}

// isWelcome tells the greeting, which comes before the answer to the first message.
func isWelcome(m Sent) bool { return strings.Contains(m.Text, "/privacy") }

// button finds the button whose data begins so.
func button(m Sent, prefix string) (string, bool) {
	for _, data := range m.Buttons {
		if strings.HasPrefix(data, prefix) {
			return data, true
		}
	}
	return "", false
}

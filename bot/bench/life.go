package bench

import (
	"fmt"
	"strings"
	"sync"
)

const (
	// Staff is the staff group.
	Staff = -1001000000001
	// Desk is the user id of the one member of staff.
	Desk = 900
)

// Life sees complaints through: a customer files, staff claim, answer and resolve, the customer
// says that it is solved, and begins anew.
type Life struct {
	server *Server

	mu   sync.Mutex
	done map[string]bool // what staff have done, by the data of the button
}

// NewLife puts a member of staff into the staff group.
func NewLife(s *Server) *Life {
	l := &Life{server: s, done: map[string]bool{}}
	s.Live(Staff, l.desk)
	return l
}

// Begin files.
func (l *Life) Begin(p *Person) { p.Write(fmt.Sprintf(matter, p.N)) }

// Hear is the customer's part.
func (l *Life) Hear(p *Person, m Sent) {
	if m.Method != "sendMessage" || isWelcome(m) {
		return
	}
	for _, step := range []string{"d:submit", "d:skip", "c:solved"} {
		if data, ok := button(m, step); ok {
			p.Answered()
			p.Press(m, data)
			return
		}
	}
	switch {
	case strings.Contains(m.Text, "Your number is"):
		p.Answered()
	case strings.Contains(m.Text, "is closed"):
		p.Answered()
		p.tally.cycle()
		l.Begin(p)
	}
}

// desk is the part of staff.
func (l *Life) desk(m Sent) {
	if data, ok := button(m, "s:claim"); ok {
		l.once(data, func() { l.server.Press(Desk, m, data) })
		return
	}
	if data, ok := button(m, "s:resolve"); ok {
		l.once(data, func() {
			l.server.Write(Desk, Staff, "We have refunded the second charge.", m.MessageID)
			l.server.Press(Desk, m, data)
		})
		return
	}
	if data, ok := button(m, "s:form"); ok {
		l.form(m, data)
	}
}

// form goes through what is asked before a complaint is resolved.
func (l *Life) form(m Sent, first string) {
	for _, end := range []string{":send", ":skip"} {
		for _, data := range m.Buttons {
			if strings.HasSuffix(data, end) {
				l.server.Press(Desk, m, data)
				return
			}
		}
	}
	if len(m.Buttons) == 1 {
		l.server.Write(Desk, Staff, "The second charge of 40 euros is refunded.", m.MessageID)
		return
	}
	l.server.Press(Desk, m, first)
}

// once does what was not done before.
func (l *Life) once(what string, do func()) {
	l.mu.Lock()
	known := l.done[what]
	l.done[what] = true
	l.mu.Unlock()
	if !known {
		do()
	}
}

package telegramtest

import (
	"errors"
	"fmt"
)

// Person acts as one Telegram user.
type Person struct {
	s  *Server
	id int64
}

// Sent is what a person did: the message as Telegram shows it and the update the bot gets.
type Sent struct {
	Message
	UpdateID int64 // 0: the bot is not told
}

// Must returns v, or panics: for tests, where the people never do what they cannot.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// NewPerson adds a user; a zero id is chosen. Adding a known id returns the same person.
func (s *Server) NewPerson(u User) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		u.ID = s.world.nextUser
		s.world.nextUser++
	}
	if _, ok := s.world.users[u.ID]; !ok {
		if u.FirstName == "" {
			u.FirstName = fmt.Sprintf("User %d", u.ID)
		}
		s.world.users[u.ID] = &account{user: u}
		s.touch()
	}
	return &Person{s: s, id: u.ID}
}

// Person returns a known user.
func (s *Server) Person(id int64) (*Person, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.world.users[id]
	return &Person{s: s, id: id}, ok && id != s.bot.ID
}

// ID is the user id, which is also the id of the private chat with the bot.
func (p *Person) ID() int64 { return p.id }

// User is how Telegram describes the person now.
func (p *Person) User() User {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.world.users[p.id].user
}

// Rename changes names, username and language; the id stays.
func (p *Person) Rename(u User) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	u.ID = p.id
	p.s.world.users[p.id].user = u
	p.s.touch()
}

// Private is the person's chat with the bot.
func (p *Person) Private() Talk { return Talk{p: p, chat: p.id} }

// In is the person's voice in a group.
func (p *Person) In(g *Group) Talk { return Talk{p: p, chat: g.id} }

// InChat is the person's voice in a chat given by id.
func (p *Person) InChat(id int64) Talk { return Talk{p: p, chat: id} }

// Says writes a text to the bot in private.
func (p *Person) Says(text string) (Sent, error) { return p.Private().Text(text) }

// Starts presses Start, with a deep link's payload or "" (TG-29). It also unblocks the bot.
func (p *Person) Starts(payload string) (Sent, error) {
	p.Unblock()
	if payload == "" {
		return p.Says("/start")
	}
	return p.Says("/start " + payload)
}

// Block stops the bot; it is told by my_chat_member and gets 403 from then on (TG-30).
func (p *Person) Block() int64 { return p.setBlocked(true) }

// Unblock restarts a stopped bot; it is told by my_chat_member.
func (p *Person) Unblock() int64 { return p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) int64 {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.private(p.id)
	if c.blocked == blocked {
		return 0
	}
	c.blocked = blocked
	c.started = true
	in, out := memberJSON(s.bot, &member{status: Member}), memberJSON(s.bot, &member{status: Kicked})
	s.touch()
	if blocked {
		return s.memberUpdate("my_chat_member", c, s.world.users[p.id].user, in, out)
	}
	return s.memberUpdate("my_chat_member", c, s.world.users[p.id].user, out, in)
}

// Deactivate deletes the account: the bot gets 403 "user is deactivated".
func (p *Person) Deactivate() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.world.private(p.id)
	p.s.world.users[p.id].deactivated = true
	p.s.touch()
}

// Press is a pressed inline button.
type Press struct {
	s        *Server
	QueryID  string
	UpdateID int64
}

// Again delivers the same press under a new update id, as Telegram sometimes does.
func (p Press) Again() Press {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if q, ok := p.s.queries.byID[p.QueryID]; ok {
		p.UpdateID = p.s.ask(q)
	}
	return p
}

// Answers is what the bot answered so far.
func (p Press) Answers() []Answer {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if q, ok := p.s.queries.byID[p.QueryID]; ok {
		return append([]Answer(nil), q.answers...)
	}
	return nil
}

var errNoSuchMessage = errors.New("there is no such message in the chat")

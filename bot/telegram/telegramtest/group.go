package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Kind is the kind of a group.
type Kind int

// The kinds of groups.
const (
	Basic Kind = iota
	Supergroup
	Forum
)

// Group acts on a group as its members do.
type Group struct {
	s  *Server
	id int64
}

// NewGroup makes a group with its owner.
func (s *Server) NewGroup(title string, kind Kind, owner *Person) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := &chat{id: s.world.groupID(kind), kind: "group", title: title, forum: kind == Forum}
	if kind != Basic {
		ch.kind = "supergroup"
	}
	s.world.add(ch)
	s.world.setMember(ch, owner.id, &member{status: Owner})
	s.touch()
	return &Group{s: s, id: ch.id}
}

func (w *world) groupID(kind Kind) int64 {
	w.nextChat++
	if kind == Basic {
		return -w.nextChat
	}
	return -1_000_000_000_000 - w.nextChat
}

// Group returns a known group.
func (s *Server) Group(id int64) (*Group, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, ok := s.world.chats[id]
	return &Group{s: s, id: id}, ok && ch.kind != "private"
}

// ID is the chat id.
func (g *Group) ID() int64 { return g.id }

func (g *Group) chat() *chat { return g.s.world.chats[g.id] }

type memberUpdated struct {
	Chat Chat            `json:"chat"`
	From User            `json:"from"`
	Date int64           `json:"date"`
	Old  json.RawMessage `json:"old_chat_member"`
	New  json.RawMessage `json:"new_chat_member"`
}

// memberUpdate tells the bot of a changed member.
func (s *Server) memberUpdate(kind string, ch *chat, by User, was, is json.RawMessage) int64 {
	s.touch()
	return s.push(kind, ch.id, memberUpdated{s.world.face(ch), by, s.now().Unix(), was, is})
}

// change sets one member's place and tells the bot: always about itself, about others only
// as an administrator (TG-46).
func (g *Group) change(by, who int64, m *member) int64 {
	ch := g.chat()
	actor := g.s.world.users[by].user
	was, is := g.s.world.setMember(ch, who, m)
	if who == g.s.bot.ID {
		return g.s.memberUpdate("my_chat_member", ch, actor, was, is)
	}
	if g.s.botMember(ch).admin() {
		return g.s.memberUpdate("chat_member", ch, actor, was, is)
	}
	g.s.touch()
	return 0
}

// service posts a service message.
func (g *Group) service(by int64, what Service) Sent {
	ch := g.chat()
	u := g.s.world.users[by].user
	m := &Message{From: &u, Chat: g.s.world.face(ch), Service: what}
	g.s.put(ch, &record{msg: m}, g.s.now().Unix())
	return Sent{Message: *m, UpdateID: g.s.tell(ch, m)}
}

// AddBot adds the bot as a member, or as an administrator if rights are given.
func (g *Group) AddBot(by *Person, rights ...Rights) Sent {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := &member{status: Member}
	if len(rights) > 0 {
		m = &member{status: Administrator, rights: rights[0]}
	}
	g.change(by.id, g.s.bot.ID, m)
	return g.service(by.id, Service{NewChatMembers: []User{g.s.bot}})
}

// PromoteBot makes the bot an administrator; without rights it becomes a plain member.
func (g *Group) PromoteBot(by *Person, rights ...Rights) int64 {
	return g.promote(by.id, g.s.bot.ID, rights)
}

// RemoveBot kicks the bot out (TG-45).
func (g *Group) RemoveBot(by *Person) int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.change(by.id, g.s.bot.ID, &member{status: Kicked})
}

// Join lets people join by themselves; the service message of the last is returned.
func (g *Group) Join(people ...*Person) Sent {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	var sent Sent
	for _, p := range people {
		g.change(p.id, p.id, &member{status: Member})
		sent = g.service(p.id, Service{NewChatMembers: []User{g.s.world.users[p.id].user}})
	}
	return sent
}

// Leave lets a person leave.
func (g *Group) Leave(p *Person) Sent { return g.part(p.id, p.id, Left) }

// Kick removes a person.
func (g *Group) Kick(by, p *Person) Sent { return g.part(by.id, p.id, Kicked) }

func (g *Group) part(by, who int64, status string) Sent {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.change(by, who, &member{status: status})
	u := g.s.world.users[who].user
	return g.service(by, Service{LeftChatMember: &u})
}

// Promote makes a person an administrator; without rights a plain member again.
func (g *Group) Promote(by, p *Person, rights ...Rights) int64 {
	return g.promote(by.id, p.id, rights)
}

func (g *Group) promote(by, who int64, rights []Rights) int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := &member{status: Member}
	if len(rights) > 0 {
		m = &member{status: Administrator, rights: rights[0]}
	}
	return g.change(by, who, m)
}

// Anonymous switches an administrator's anonymity; the signature is shown with each message.
func (g *Group) Anonymous(p *Person, on bool, signature string) error {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	old := g.chat().members[p.id]
	if !old.admin() {
		return errors.New("only administrators can be anonymous")
	}
	m := *old
	m.anonymous, m.title = on, signature
	g.change(p.id, p.id, &m)
	return nil
}

// Migrate upgrades a basic group to a supergroup with a new id; old messages stay behind (TG-44).
func (g *Group) Migrate(by *Person) (*Group, error) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	old := g.chat()
	if old.kind != "group" || old.migratedTo != 0 {
		return nil, fmt.Errorf("chat %d is not a basic group", g.id)
	}
	ch := &chat{id: g.s.world.groupID(Supergroup), kind: "supergroup", title: old.title}
	g.s.world.add(ch)
	for _, id := range old.joined {
		g.s.world.setMember(ch, id, old.members[id])
	}
	g.service(by.id, Service{MigrateToChatID: ch.id})
	old.migratedTo = ch.id
	up := &Group{s: g.s, id: ch.id}
	up.service(by.id, Service{MigrateFromChatID: old.id})
	return up, nil
}

// Publish gives the group a public @username.
func (g *Group) Publish(username string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.chat().username = username
	g.s.world.names[strings.ToLower(username)] = g.id
	g.s.touch()
}

// SetTopics switches topics of a supergroup on or off; existing topics are kept.
func (g *Group) SetTopics(on bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.chat().forum = on && g.chat().kind == "supergroup"
	g.s.touch()
}

// Rename changes the title.
func (g *Group) Rename(by *Person, title string) Sent {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.chat().title = title
	return g.service(by.id, Service{NewChatTitle: title})
}

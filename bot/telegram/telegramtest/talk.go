package telegramtest

import (
	"errors"
	"fmt"
	"strings"
)

// Telegram's stand-in author of anonymous administrators' messages (TG-43).
const anonymousID = 1087968824

// Talk is a person's voice in one chat. The modifiers return a changed copy.
type Talk struct {
	p         *Person
	chat      int64
	thread    int
	reply     int
	anonymous bool
	caption   string
	origin    *ForwardOrigin
}

// Topic writes into a forum topic.
func (t Talk) Topic(id int) Talk { t.thread = id; return t }

// Reply answers a message.
func (t Talk) Reply(messageID int) Talk { t.reply = messageID; return t }

// Anonymously writes as an anonymous administrator.
func (t Talk) Anonymously() Talk { t.anonymous = true; return t }

// Caption is put under the photos and files sent next.
func (t Talk) Caption(text string) Talk { t.caption = text; return t }

// Forwarded marks what is sent next as forwarded from somewhere else.
func (t Talk) Forwarded(o ForwardOrigin) Talk { t.origin = &o; return t }

// Text sends a text of 1–4096 UTF-16 units.
func (t Talk) Text(text string) (Sent, error) {
	f, e := formatText(text, "", nil)
	if e != nil {
		return Sent{}, fmt.Errorf("send the text in parts that Telegram takes: %w", e)
	}
	return t.send(func(m *Message) { m.Text, m.Entities = f.text, f.entities })
}

// send posts what fill puts into the message and tells the bot if it may see it.
func (t Talk) send(fill func(*Message)) (Sent, error) {
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return t.post(fill)
}

// post is send with the server locked.
func (t Talk) post(fill func(*Message)) (Sent, error) {
	s := t.p.s
	ch, err := t.enter()
	if err != nil {
		return Sent{}, err
	}
	m := &Message{Chat: s.world.face(ch), ForwardOrigin: t.origin, Protected: ch.protected}
	t.sign(ch, m)
	if err := t.place(ch, m); err != nil {
		return Sent{}, err
	}
	fill(m)
	s.put(ch, &record{msg: m}, s.now().Unix())
	return Sent{Message: *m, UpdateID: s.tell(ch, m)}, nil
}

// enter finds the chat and checks that the person can write there.
func (t Talk) enter() (*chat, error) {
	s := t.p.s
	if s.world.users[t.p.id].deactivated {
		return nil, errors.New("a deleted account cannot write")
	}
	if t.chat == t.p.id {
		ch := s.world.private(t.chat)
		if ch.blocked {
			return nil, errors.New("the bot is blocked: unblock it first")
		}
		ch.started = true
		return ch, nil
	}
	ch, ok := s.world.chats[t.chat]
	switch {
	case !ok || ch.kind == "private":
		return nil, errors.New("there is no such group")
	case ch.migratedTo != 0:
		return nil, fmt.Errorf("the group was upgraded: write to %d", ch.migratedTo)
	case !ch.members[t.p.id].inside():
		return nil, errors.New("only members can write to the group")
	}
	return ch, nil
}

// sign sets the author; anonymous administrators write as the group (TG-43).
func (t Talk) sign(ch *chat, m *Message) {
	s := t.p.s
	u := s.world.users[t.p.id].user
	m.From = &u
	if who := ch.members[t.p.id]; who.admin() && (t.anonymous || who.anonymous) {
		m.From = &User{ID: anonymousID, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
		face := m.Chat
		m.SenderChat, m.AuthorSignature = &face, who.title
	}
}

// place puts the message under the one it answers and into its topic.
func (t Talk) place(ch *chat, m *Message) error {
	if t.thread != 0 {
		topic, ok := ch.topics[t.thread]
		if !ok {
			return errors.New("there is no such topic")
		}
		if topic.closed && !ch.members[t.p.id].may(func(r Rights) bool { return r.CanManageTopics }) {
			return errors.New("the topic is closed")
		}
		m.MessageThreadID, m.IsTopicMessage = t.thread, true
		if opening, ok := ch.live(t.thread); ok && t.reply == 0 {
			inner := *opening.msg
			m.ReplyToMessage = &inner // Telegram shows the topic's first message as the one replied to
		}
	}
	if t.reply == 0 {
		return nil
	}
	to, ok := ch.live(t.reply)
	if !ok {
		return errNoSuchMessage
	}
	m.answer(to.msg)
	return nil
}

// tell queues the update for a message if the bot may see it; its own it never gets.
func (s *Server) tell(ch *chat, m *Message) int64 {
	if senderID(m) == s.bot.ID || !s.sees(ch, m) {
		return 0
	}
	return s.push("message", ch.id, m)
}

// sees applies privacy mode (TG-40).
func (s *Server) sees(ch *chat, m *Message) bool {
	if ch.kind == "private" {
		return true
	}
	who := s.botMember(ch)
	switch {
	case !who.inside():
		return false
	case !s.privacy || who.admin() || m.isService():
		return true
	case m.ReplyToMessage != nil && senderID(m.ReplyToMessage) == s.bot.ID:
		return true
	case len(m.Entities) > 0 && m.Entities[0].Type == "bot_command" && m.Entities[0].Offset == 0:
		_, to := addressee(m.Text, m.Entities[0])
		return to == "" || strings.EqualFold(to, s.bot.Username)
	}
	return false
}

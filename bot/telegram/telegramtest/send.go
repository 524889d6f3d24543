package telegramtest

import (
	"encoding/json"
	"strconv"
	"strings"
)

// target finds the chat of a call and tells why the bot may not write there, if so.
func (c *call) target(name string) (*chat, *Error) {
	ch, e := c.world.find(c.str(name))
	if e != nil {
		return nil, e
	}
	return ch, c.reachable(ch)
}

// reachable tells why the bot cannot act in a chat (TG-28, TG-30, TG-44, TG-45).
func (s *Server) reachable(ch *chat) *Error {
	if ch.migratedTo != 0 {
		e := badRequest("group chat was upgraded to a supergroup chat")
		e.MigrateTo = ch.migratedTo
		return e
	}
	if ch.kind == "private" {
		switch {
		case s.world.users[ch.id].deactivated:
			return forbidden("user is deactivated")
		case ch.blocked:
			return forbidden("bot was blocked by the user")
		case !ch.started:
			return forbidden("bot can't initiate conversation with a user")
		}
		return nil
	}
	m := s.botMember(ch)
	switch {
	case m.inside():
		return nil
	case m != nil && m.status == Kicked:
		return forbidden("bot was kicked from the " + ch.kind + " chat")
	}
	return forbidden("bot is not a member of the " + ch.kind + " chat")
}

// draft starts a message of the bot with everything the send methods share.
func (c *call) draft(ch *chat) (*record, *Error) {
	m := &Message{From: &c.bot, Chat: c.world.face(ch), Protected: c.flag("protect_content")}
	r := &record{msg: m}
	if e := c.thread(ch, m); e != nil {
		return nil, e
	}
	if e := c.reply(ch, m); e != nil {
		return nil, e
	}
	return r, c.markup(r)
}

// thread puts the message into a topic.
func (c *call) thread(ch *chat, m *Message) *Error {
	id := c.int("message_thread_id")
	if id == 0 {
		return nil
	}
	t, ok := ch.topics[id]
	if !ch.forum || !ok {
		return badRequest("message thread not found")
	}
	if t.closed && !c.botMember(ch).may(func(r Rights) bool { return r.CanManageTopics }) {
		return badRequest("TOPIC_CLOSED")
	}
	m.MessageThreadID, m.IsTopicMessage = id, true
	return nil
}

type replyParameters struct {
	MessageID    int         `json:"message_id"`
	ChatID       json.Number `json:"chat_id"`
	AllowWithout bool        `json:"allow_sending_without_reply"`
	Quote        string      `json:"quote"`
}

// reply points the message at the one it answers, inside the same chat and topic.
func (c *call) reply(ch *chat, m *Message) *Error {
	p := replyParameters{MessageID: c.int("reply_to_message_id"), AllowWithout: c.flag("allow_sending_without_reply")}
	if e := c.object("reply_parameters", "reply parameters", &p); e != nil {
		return e
	}
	if p.MessageID == 0 {
		return nil
	}
	if p.ChatID != "" && p.ChatID.String() != strconv.FormatInt(ch.id, 10) {
		return badRequest("replies to other chats are not supported here")
	}
	to, ok := ch.live(p.MessageID)
	switch {
	case ok:
		m.answer(to.msg)
		return m.quote(p.Quote)
	case p.AllowWithout:
		return nil
	}
	return badRequest("message to be replied not found")
}

// quote cites a part of the message that m answers.
func (m *Message) quote(part string) *Error {
	if part == "" {
		return nil
	}
	whole := m.ReplyToMessage.Text + m.ReplyToMessage.Caption // only one is set
	at := strings.Index(whole, part)
	if at < 0 || unitLen(part) > 1024 {
		return badRequest("QUOTE_TEXT_INVALID")
	}
	m.Quote = &TextQuote{Text: part, Position: unitLen(whole[:at]), IsManual: true}
	return nil
}

// answer makes m a reply to to, in its topic.
func (m *Message) answer(to *Message) {
	inner := *to
	inner.ReplyToMessage = nil
	m.ReplyToMessage = &inner
	if to.IsTopicMessage && m.MessageThreadID == 0 {
		m.MessageThreadID, m.IsTopicMessage = to.MessageThreadID, true
	}
}

// markup attaches the reply_markup parameter.
func (c *call) markup(r *record) *Error {
	raw := c.str("reply_markup")
	if raw == "" || raw == "null" {
		return nil
	}
	keyboard, e := parseKeyboard(raw)
	if e != nil {
		return e
	}
	if keyboard == nil {
		r.keyboard = json.RawMessage(raw)
		return nil
	}
	r.msg.ReplyMarkup = keyboard
	return nil
}

// publish stores a message of the bot and returns its final form.
func (c *call) publish(ch *chat, r *record) *Message {
	return c.put(ch, r, c.now.Unix())
}

// put gives the message its id and date and stores it.
func (s *Server) put(ch *chat, r *record, date int64) *Message {
	r.msg.MessageID = s.world.nextMessageID(ch)
	r.msg.Date = date
	delete(ch.typing, senderID(r.msg))
	ch.keep(r, s.keepHistory)
	s.touch()
	return r.msg
}

func senderID(m *Message) int64 {
	if m.From == nil {
		return 0
	}
	return m.From.ID
}

func (c *call) sendMessage() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	entities, e := c.entities("entities")
	if e != nil {
		return nil, e
	}
	f, e := formatText(c.str("text"), c.str("parse_mode"), entities)
	if e != nil {
		return nil, e
	}
	r, e := c.draft(ch)
	if e != nil {
		return nil, e
	}
	r.msg.Text, r.msg.Entities = f.text, f.entities
	if c.has("link_preview_options") {
		r.msg.LinkPreview = json.RawMessage(c.str("link_preview_options"))
		if !json.Valid(r.msg.LinkPreview) {
			return nil, badRequest("can't parse link preview options JSON object")
		}
	}
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	return c.publish(ch, r), nil
}

func (c *call) entities(name string) ([]Entity, *Error) {
	var out []Entity
	e := c.object(name, "entities", &out)
	return out, e
}

func (c *call) getMe() (any, *Error) {
	return struct {
		User
		CanJoinGroups    bool `json:"can_join_groups"`
		ReadsAll         bool `json:"can_read_all_group_messages"`
		InlineQueries    bool `json:"supports_inline_queries"`
		ConnectsBusiness bool `json:"can_connect_to_business"`
		HasMainWebApp    bool `json:"has_main_web_app"`
		HasTopicsEnabled bool `json:"has_topics_enabled"`
	}{User: c.bot, CanJoinGroups: true, ReadsAll: !c.privacy}, nil
}

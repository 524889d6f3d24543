package telegramtest

import "time"

// deleteAge is how long a message can be deleted for everyone (TG-33).
const deleteAge = 48 * time.Hour

// editable finds the bot's own message that a call wants to change.
func (c *call) editable() (*chat, *record, *Error) {
	if c.has("inline_message_id") {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, nil, e
	}
	if c.int("message_id") <= 0 {
		return nil, nil, badRequest("message identifier is not specified")
	}
	r, ok := ch.live(c.int("message_id"))
	switch {
	case !ok:
		return nil, nil, badRequest("message to edit not found")
	case senderID(r.msg) != c.bot.ID || r.msg.ForwardOrigin != nil || r.msg.isService():
		return nil, nil, badRequest("message can't be edited")
	}
	return ch, r, nil
}

func (m *Message) isService() bool { return !same(m.Service, Service{}) }

// amend replaces a message by its edited form, unless nothing changed.
func (c *call) amend(ch *chat, r *record, next Message) (any, *Error) {
	if e := c.inlineMarkup(&next); e != nil {
		return nil, e
	}
	if same(r.msg, next) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	c.replace(r, next, c.now.Unix())
	return r.msg, nil
}

// replace keeps the earlier version when content changed; a new keyboard alone is no edit.
func (s *Server) replace(r *record, next Message, date int64) {
	if next.Text != r.msg.Text || next.Caption != r.msg.Caption ||
		!same(next.Entities, r.msg.Entities) || !same(next.CaptionEntities, r.msg.CaptionEntities) {
		next.EditDate = date
		r.versions = append(r.versions, r.msg)
	}
	r.msg = &next
	s.touch()
}

// inlineMarkup sets the keyboard of an edited message: an edit without one removes it.
func (c *call) inlineMarkup(m *Message) *Error {
	m.ReplyMarkup = nil
	raw := c.str("reply_markup")
	if raw == "" || raw == "null" {
		return nil
	}
	k, e := parseKeyboard(raw)
	switch {
	case e != nil:
		return e
	case k == nil:
		return badRequest("inline keyboard expected")
	case k.InlineKeyboard != nil:
		m.ReplyMarkup = k
	}
	return nil
}

func (c *call) editMessageText() (any, *Error) {
	ch, r, e := c.editable()
	if e != nil {
		return nil, e
	}
	if r.msg.Text == "" {
		return nil, badRequest("there is no text in the message to edit")
	}
	entities, e := c.entities("entities")
	if e != nil {
		return nil, e
	}
	f, e := formatText(c.str("text"), c.str("parse_mode"), entities)
	if e != nil {
		return nil, e
	}
	next := *r.msg
	next.Text, next.Entities = f.text, f.entities
	return c.amend(ch, r, next)
}

func (c *call) editMessageCaption() (any, *Error) {
	ch, r, e := c.editable()
	if e != nil {
		return nil, e
	}
	if !r.msg.captioned() {
		return nil, badRequest("there is no caption in the message to edit")
	}
	f, e := c.caption()
	if e != nil {
		return nil, e
	}
	next := *r.msg
	next.Caption, next.CaptionEntities = f.text, f.entities
	return c.amend(ch, r, next)
}

func (c *call) caption() (formatted, *Error) {
	entities, e := c.entities("caption_entities")
	if e != nil {
		return formatted{}, e
	}
	return formatCaption(c.str("caption"), c.str("parse_mode"), entities)
}

func (c *call) editMessageReplyMarkup() (any, *Error) {
	ch, r, e := c.editable()
	if e != nil {
		return nil, e
	}
	return c.amend(ch, r, *r.msg)
}

func (c *call) deleteMessage() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	r, ok := ch.live(c.int("message_id"))
	if !ok {
		return nil, badRequest("message to delete not found")
	}
	if e := c.deletable(ch, r.msg); e != nil {
		return nil, e
	}
	c.erase(r)
	return true, nil
}

func (c *call) deleteMessages() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	var ids []int
	if e := c.object("message_ids", "message identifiers", &ids); e != nil {
		return nil, e
	}
	if len(ids) == 0 || len(ids) > 100 {
		return nil, badRequest("message identifiers are not specified")
	}
	for _, id := range ids {
		if r, ok := ch.live(id); ok && c.deletable(ch, r.msg) == nil {
			c.erase(r)
		}
	}
	return true, nil
}

// deletable applies age and rights: own and private messages, others' with can_delete_messages.
func (c *call) deletable(ch *chat, m *Message) *Error {
	switch {
	case c.now.Unix()-m.Date > int64(deleteAge/time.Second):
		return badRequest("message can't be deleted for everyone")
	case senderID(m) == c.bot.ID, ch.kind == "private",
		c.botMember(ch).may(func(r Rights) bool { return r.CanDeleteMessages }):
		return nil
	}
	return badRequest("message can't be deleted")
}

// erase hides a message from everyone; the view still shows that it was there.
func (s *Server) erase(r *record) {
	r.deleted = true
	s.touch()
}

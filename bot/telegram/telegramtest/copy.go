package telegramtest

type messageID struct {
	MessageID int `json:"message_id"`
}

// source finds a message to copy or forward.
func (c *call) source(id int, verb string) (*Message, *Error) {
	from, e := c.world.find(c.str("from_chat_id"))
	if e != nil {
		return nil, e
	}
	r, ok := from.live(id)
	switch {
	case !ok:
		return nil, badRequest("message to " + verb + " not found")
	case r.msg.isService():
		return nil, badRequest("message can't be " + map[string]string{"copy": "copied", "forward": "forwarded"}[verb])
	case r.msg.Protected || from.protected:
		return nil, badRequest("message has protected content and can't be forwarded")
	}
	return r.msg, nil
}

// transcribe copies content without a link to the author (TG-12).
func (c *call) transcribe(ch *chat, from *Message) (*record, *Error) {
	r, e := c.draft(ch)
	if e != nil {
		return nil, e
	}
	r.msg.Text, r.msg.Entities, r.msg.Media = from.Text, from.Entities, from.Media
	r.msg.Caption, r.msg.CaptionEntities = from.Caption, from.CaptionEntities
	return r, nil
}

func (c *call) copyMessage() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	from, e := c.source(c.int("message_id"), "copy")
	if e != nil {
		return nil, e
	}
	r, e := c.transcribe(ch, from)
	if e != nil {
		return nil, e
	}
	if _, ok := c.values["caption"]; ok && from.captioned() {
		f, e := c.caption()
		if e != nil {
			return nil, e
		}
		r.msg.Caption, r.msg.CaptionEntities = f.text, f.entities
	}
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	return messageID{c.publish(ch, r).MessageID}, nil
}

// copyMessages copies 1–100 messages in increasing order; those not found are left out, and
// albums stay albums.
func (c *call) copyMessages() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	ids, e := c.increasing("message_ids")
	if e != nil {
		return nil, e
	}
	var drafts []*record
	var albums []string // where each draft belonged
	for _, id := range ids {
		from, e := c.source(id, "copy")
		if e != nil {
			continue
		}
		albums = append(albums, from.MediaGroupID)
		r, e := c.transcribe(ch, from)
		if e != nil {
			return nil, e
		}
		if c.flag("remove_caption") {
			r.msg.Caption, r.msg.CaptionEntities = "", nil
		}
		drafts = append(drafts, r)
	}
	if len(drafts) == 0 {
		return nil, badRequest("there are no messages to forward")
	}
	if e := c.limiter.take(ch, c.now, len(drafts)); e != nil {
		return nil, e
	}
	c.regroup(drafts, albums)
	out := make([]messageID, 0, len(drafts))
	for _, r := range drafts {
		out = append(out, messageID{c.publish(ch, r).MessageID})
	}
	return out, nil
}

// regroup makes an album of the copies whose originals were one, and were copied together.
func (c *call) regroup(copies []*record, albums []string) {
	copied := map[string][]*record{}
	for i, album := range albums {
		copied[album] = append(copied[album], copies[i])
	}
	for album, parts := range copied {
		if album == "" || len(parts) < 2 {
			continue
		}
		group := c.world.nextAlbum()
		for _, r := range parts {
			r.msg.MediaGroupID = group
		}
	}
}

func (c *call) increasing(name string) ([]int, *Error) {
	var ids []int
	if e := c.object(name, "message identifiers", &ids); e != nil {
		return nil, e
	}
	if len(ids) == 0 || len(ids) > 100 {
		return nil, badRequest("message identifiers are not specified")
	}
	for i, id := range ids[1:] {
		if id <= ids[i] {
			return nil, badRequest("message identifiers must be in a strictly increasing order")
		}
	}
	return ids, nil
}

func (c *call) forwardMessage() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	from, e := c.source(c.int("message_id"), "forward")
	if e != nil {
		return nil, e
	}
	r, e := c.transcribe(ch, from)
	if e != nil {
		return nil, e
	}
	r.msg.ForwardOrigin = origin(from)
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	return c.publish(ch, r), nil
}

// origin tells who wrote a forwarded message; a forward of a forward keeps the first author.
func origin(m *Message) *ForwardOrigin {
	switch {
	case m.ForwardOrigin != nil:
		return m.ForwardOrigin
	case m.SenderChat != nil:
		return &ForwardOrigin{Type: "chat", Date: m.Date, SenderChat: m.SenderChat}
	}
	return &ForwardOrigin{Type: "user", Date: m.Date, SenderUser: m.From}
}

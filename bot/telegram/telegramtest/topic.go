package telegramtest

import "slices"

// topic is a forum topic; its id is the message that opened it.
type topic struct {
	id     int
	name   string
	color  int
	closed bool
}

const defaultTopicColor = 7322096

func topicColors() []int { return []int{7322096, 16766590, 13338331, 9367192, 16749490, 16478047} }

// forum finds the chat of a topic method and checks the bot's right (TG-47).
func (c *call) forum(right func(Rights) bool, what string) (*chat, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	if !ch.forum {
		return nil, badRequest("the chat is not a forum")
	}
	if !c.botMember(ch).may(right) {
		return nil, badRequest("not enough rights to " + what)
	}
	return ch, nil
}

func (c *call) managed(what string) (*chat, *topic, *Error) {
	ch, e := c.forum(func(r Rights) bool { return r.CanManageTopics }, what)
	if e != nil {
		return nil, nil, e
	}
	t, ok := ch.topics[c.int("message_thread_id")]
	if !ok {
		return nil, nil, badRequest("message thread not found")
	}
	return ch, t, nil
}

func topicName(name string) *Error {
	if n := unitLen(name); n < 1 || n > 128 {
		return badRequest("TOPIC_TITLE_INVALID")
	}
	return nil
}

func (c *call) createForumTopic() (any, *Error) {
	ch, e := c.forum(func(r Rights) bool { return r.CanManageTopics }, "create a topic")
	if e != nil {
		return nil, e
	}
	if e := topicName(c.str("name")); e != nil {
		return nil, e
	}
	color := defaultTopicColor
	if c.has("icon_color") {
		color = c.int("icon_color")
	}
	if !slices.Contains(topicColors(), color) {
		return nil, badRequest("invalid forum topic icon color specified")
	}
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	t := c.openTopic(ch, &c.bot, c.str("name"), color)
	return struct {
		ID    int    `json:"message_thread_id"`
		Name  string `json:"name"`
		Color int    `json:"icon_color"`
	}{t.id, t.name, t.color}, nil
}

// openTopic makes a topic with its service message, which the bot sees if a person did it.
func (s *Server) openTopic(ch *chat, by *User, name string, color int) *topic {
	m := &Message{From: by, Chat: s.world.face(ch), IsTopicMessage: true}
	m.ForumTopicCreated = &TopicCreated{Name: name, IconColor: color}
	m.MessageThreadID = ch.lastID + 1
	s.put(ch, &record{msg: m}, s.now().Unix())
	t := &topic{id: m.MessageID, name: name, color: color}
	ch.topics[t.id] = t
	ch.topicIDs = append(ch.topicIDs, t.id)
	s.tell(ch, m)
	return t
}

// topicService writes a service message into a topic.
func (s *Server) topicService(ch *chat, t *topic, by *User, what Service) int64 {
	m := &Message{From: by, Chat: s.world.face(ch), IsTopicMessage: true, MessageThreadID: t.id, Service: what}
	s.put(ch, &record{msg: m}, s.now().Unix())
	return s.tell(ch, m)
}

func (c *call) editForumTopic() (any, *Error) {
	ch, t, e := c.managed("edit the topic")
	if e != nil {
		return nil, e
	}
	name := c.str("name")
	if name == "" || name == t.name {
		return nil, badRequest("TOPIC_NOT_MODIFIED")
	}
	if e := topicName(name); e != nil {
		return nil, e
	}
	t.name = name
	c.topicService(ch, t, &c.bot, Service{ForumTopicEdited: &TopicEdited{Name: name}})
	return true, nil
}

func (c *call) closeForumTopic() (any, *Error)  { return c.shutTopic(true) }
func (c *call) reopenForumTopic() (any, *Error) { return c.shutTopic(false) }

func (c *call) shutTopic(closed bool) (any, *Error) {
	ch, t, e := c.managed("close or open the topic")
	if e != nil {
		return nil, e
	}
	if t.closed == closed {
		return nil, badRequest("TOPIC_NOT_MODIFIED")
	}
	c.shut(ch, t, &c.bot, closed)
	return true, nil
}

// shut closes or reopens a topic.
func (s *Server) shut(ch *chat, t *topic, by *User, closed bool) int64 {
	t.closed = closed
	what := Service{ForumTopicReopened: &struct{}{}}
	if closed {
		what = Service{ForumTopicClosed: &struct{}{}}
	}
	return s.topicService(ch, t, by, what)
}

func (c *call) deleteForumTopic() (any, *Error) {
	ch, e := c.forum(func(r Rights) bool { return r.CanDeleteMessages }, "delete the topic")
	if e != nil {
		return nil, e
	}
	t, ok := ch.topics[c.int("message_thread_id")]
	if !ok {
		return nil, badRequest("message thread not found")
	}
	c.removeTopic(ch, t)
	return true, nil
}

// removeTopic deletes a topic with all its messages.
func (s *Server) removeTopic(ch *chat, t *topic) {
	delete(ch.topics, t.id)
	ch.topicIDs = slices.DeleteFunc(ch.topicIDs, func(id int) bool { return id == t.id })
	for _, r := range ch.messages {
		if r.msg.MessageThreadID == t.id {
			r.deleted = true
		}
	}
	s.touch()
}

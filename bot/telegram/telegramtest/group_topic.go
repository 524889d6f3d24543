package telegramtest

import "errors"

var errNoSuchTopic = errors.New("there is no such topic")

// NewTopic opens a topic and returns its id.
func (g *Group) NewTopic(by *Person, name string) (int, error) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	ch := g.chat()
	if !ch.forum {
		return 0, errors.New("only forums have topics")
	}
	if e := topicName(name); e != nil {
		return 0, e
	}
	u := g.s.world.users[by.id].user
	return g.s.openTopic(ch, &u, name, defaultTopicColor).id, nil
}

// CloseTopic closes a topic.
func (g *Group) CloseTopic(by *Person, id int) error { return g.shut(by, id, true) }

// ReopenTopic reopens a topic.
func (g *Group) ReopenTopic(by *Person, id int) error { return g.shut(by, id, false) }

func (g *Group) shut(by *Person, id int, closed bool) error {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	t, ok := g.chat().topics[id]
	if !ok {
		return errNoSuchTopic
	}
	u := g.s.world.users[by.id].user
	g.s.shut(g.chat(), t, &u, closed)
	return nil
}

// DeleteTopic removes a topic with its messages; the bot is not told.
func (g *Group) DeleteTopic(id int) error {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	t, ok := g.chat().topics[id]
	if !ok {
		return errNoSuchTopic
	}
	g.s.removeTopic(g.chat(), t)
	return nil
}

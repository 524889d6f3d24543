package telegramtest

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// world is everything people could see: users and chats.
type world struct {
	bot      User
	users    map[int64]*account
	chats    map[int64]*chat
	names    map[string]int64 // lower-case public usernames of groups
	order    []int64          // chat ids in the order they appeared
	mailbox  int              // last message id of private chats and basic groups, which share one count
	albums   int64
	nextUser int64
	nextChat int64
}

// account is a person.
type account struct {
	user        User
	deactivated bool
}

// chat is one conversation.
type chat struct {
	id         int64
	kind       string // private, group, supergroup
	title      string
	username   string
	forum      bool
	protected  bool
	started    bool // private: the person has written
	blocked    bool // private: the person stopped the bot
	migratedTo int64
	members    map[int64]*member
	joined     []int64 // member ids in order
	messages   map[int]*record
	sequence   []int // message ids in order
	lastID     int   // supergroups count on their own
	topics     map[int]*topic
	topicIDs   []int
	pinned     []int
	typing     map[int64]typing
	meter      meter
}

// record is a message with what happened to it.
type record struct {
	msg       *Message // replaced, never changed in place
	versions  []*Message
	deleted   bool
	keyboard  json.RawMessage // reply keyboard, force-reply or removal, as sent
	reactions map[int64][]Reaction
}

func newWorld(bot User) world {
	return world{
		bot:      bot,
		users:    map[int64]*account{bot.ID: {user: bot}},
		chats:    map[int64]*chat{},
		names:    map[string]int64{},
		nextUser: 5_000_000_001,
		nextChat: 2_000_000_001,
	}
}

func (w *world) add(c *chat) *chat {
	c.messages, c.topics, c.typing = map[int]*record{}, map[int]*topic{}, map[int64]typing{}
	if c.members == nil {
		c.members = map[int64]*member{}
	}
	w.chats[c.id] = c
	w.order = append(w.order, c.id)
	return c
}

// private returns the chat between a person and the bot, which exists as soon as either does.
func (w *world) private(id int64) *chat {
	if c, ok := w.chats[id]; ok {
		return c
	}
	return w.add(&chat{id: id, kind: "private"})
}

// find returns the chat a parameter names: an id or the @username of a group.
func (w *world) find(ref string) (*chat, *Error) {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return nil, badRequest("chat_id is empty")
	}
	if name, ok := strings.CutPrefix(ref, "@"); ok {
		if id, ok := w.names[strings.ToLower(name)]; ok {
			return w.chats[id], nil
		}
		return nil, badRequest("chat not found")
	}
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found")
	}
	if c, ok := w.chats[id]; ok {
		return c, nil
	}
	if _, ok := w.users[id]; ok {
		return w.private(id), nil
	}
	return nil, badRequest("chat not found")
}

// face is the short form of a chat that goes into messages.
func (w *world) face(c *chat) Chat {
	if c.kind == "private" {
		u := w.users[c.id].user
		return Chat{ID: c.id, Type: "private", FirstName: u.FirstName, LastName: u.LastName, Username: u.Username}
	}
	return Chat{ID: c.id, Type: c.kind, Title: c.title, Username: c.username, IsForum: c.forum}
}

func (w *world) nextMessageID(c *chat) int {
	if c.kind == "supergroup" {
		c.lastID++
		return c.lastID
	}
	w.mailbox++
	return w.mailbox
}

// keep stores a message and forgets the oldest ones beyond limit (0: none).
func (c *chat) keep(r *record, limit int) {
	c.messages[r.msg.MessageID] = r
	c.sequence = append(c.sequence, r.msg.MessageID)
	if limit > 0 && len(c.sequence) > 2*limit {
		for _, id := range c.sequence[:len(c.sequence)-limit] {
			delete(c.messages, id)
		}
		c.sequence = slices.Clone(c.sequence[len(c.sequence)-limit:])
	}
}

// live returns the message if it exists and was not deleted.
func (c *chat) live(id int) (*record, bool) {
	r, ok := c.messages[id]
	return r, ok && !r.deleted
}

package telegramtest

import (
	"encoding/json"
	"slices"
	"time"
)

// MessageView is a message with what happened to it.
type MessageView struct {
	Message
	FromBot   bool            `json:"from_bot,omitempty"`
	Deleted   bool            `json:"deleted,omitempty"`
	Versions  []string        `json:"versions,omitempty"` // earlier texts or captions, oldest first
	Keyboard  json.RawMessage `json:"keyboard,omitempty"` // reply keyboard, force-reply or removal, as sent
	Reactions []ReactionView  `json:"reactions,omitempty"`
}

// ReactionView is one person's reaction.
type ReactionView struct {
	UserID int64  `json:"user_id"`
	Emoji  string `json:"emoji"`
}

// Content is the text or the caption.
func (m MessageView) Content() string {
	if m.Text != "" {
		return m.Text
	}
	return m.Caption
}

// Buttons are the inline buttons in reading order.
func (m MessageView) Buttons() []Button {
	if m.ReplyMarkup == nil {
		return nil
	}
	return slices.Concat(m.ReplyMarkup.InlineKeyboard...)
}

// MemberView is one member of a group.
type MemberView struct {
	UserID    int64  `json:"user_id"`
	Status    string `json:"status"`
	Anonymous bool   `json:"anonymous,omitempty"`
}

// TopicView is one open or closed topic.
type TopicView struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Closed bool   `json:"closed,omitempty"`
}

// TypingView is a chat action that is still shown.
type TypingView struct {
	UserID   int64  `json:"user_id"`
	ThreadID int    `json:"thread_id,omitempty"`
	Action   string `json:"action"`
}

// ChatView is everything one can see in a chat, at one moment.
type ChatView struct {
	Chat
	MigratedTo int64         `json:"migrated_to,omitempty"`
	Blocked    bool          `json:"blocked,omitempty"` // the person stopped the bot
	Members    []MemberView  `json:"members,omitempty"`
	Topics     []TopicView   `json:"topics,omitempty"`
	Pinned     []int         `json:"pinned,omitempty"`
	Typing     []TypingView  `json:"typing,omitempty"`
	Messages   []MessageView `json:"messages"`
}

// Snapshot is everything, for a page.
type Snapshot struct {
	Changes uint64     `json:"changes"`
	Now     time.Time  `json:"now"`
	Bot     User       `json:"bot"`
	Users   []User     `json:"users"`
	Chats   []ChatView `json:"chats"`
	Answers []Answer   `json:"answers"` // the latest answers to pressed buttons
	Pending int        `json:"pending"` // updates the bot has not taken
}

// Chat shows a chat; an unknown one is empty.
func (s *Server) Chat(id int64) ChatView {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, ok := s.world.chats[id]
	if !ok {
		return ChatView{Chat: Chat{ID: id}}
	}
	return s.view(ch)
}

// Snapshot shows everything.
func (s *Server) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Snapshot{Changes: s.changes, Now: s.now(), Bot: s.bot, Pending: s.queue.pending.Len()}
	for _, a := range s.world.users {
		if a.user.ID != s.bot.ID {
			out.Users = append(out.Users, a.user)
		}
	}
	slices.SortFunc(out.Users, func(a, b User) int { return int(a.ID - b.ID) })
	for _, id := range s.world.order {
		out.Chats = append(out.Chats, s.view(s.world.chats[id]))
	}
	n := len(s.queries.recent)
	out.Answers = slices.Clone(s.queries.recent[max(0, n-20):])
	return out
}

// JSON is the snapshot as a page reads it.
func (s *Server) JSON() ([]byte, error) { return json.Marshal(s.Snapshot()) }

func (s *Server) view(ch *chat) ChatView {
	v := ChatView{Chat: s.world.face(ch), MigratedTo: ch.migratedTo, Blocked: ch.blocked, Pinned: slices.Clone(ch.pinned)}
	for _, id := range ch.joined {
		m := ch.members[id]
		v.Members = append(v.Members, MemberView{UserID: id, Status: m.status, Anonymous: m.anonymous})
	}
	for _, id := range ch.topicIDs {
		v.Topics = append(v.Topics, TopicView{ID: id, Name: ch.topics[id].name, Closed: ch.topics[id].closed})
	}
	now := s.now()
	for user, t := range ch.typing {
		if now.Before(t.until) {
			v.Typing = append(v.Typing, TypingView{UserID: user, ThreadID: t.thread, Action: t.action})
		}
	}
	v.Messages = make([]MessageView, 0, len(ch.sequence))
	for _, id := range ch.sequence {
		v.Messages = append(v.Messages, ch.messages[id].view(s.bot.ID))
	}
	return v
}

func (r *record) view(bot int64) MessageView {
	v := MessageView{Message: *r.msg, FromBot: senderID(r.msg) == bot, Deleted: r.deleted, Keyboard: r.keyboard}
	for _, m := range r.versions {
		v.Versions = append(v.Versions, MessageView{Message: *m}.Content())
	}
	for user, list := range r.reactions {
		for _, x := range list {
			v.Reactions = append(v.Reactions, ReactionView{UserID: user, Emoji: x.Emoji})
		}
	}
	slices.SortFunc(v.Reactions, func(a, b ReactionView) int { return int(a.UserID - b.UserID) })
	return v
}

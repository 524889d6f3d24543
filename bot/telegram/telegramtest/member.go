package telegramtest

import "encoding/json"

// Statuses of a chat member, in Telegram's words.
const (
	Owner         = "creator"
	Administrator = "administrator"
	Member        = "member"
	Left          = "left"
	Kicked        = "kicked"
)

// Rights are what an administrator may do.
type Rights struct {
	CanManageChat       bool `json:"can_manage_chat"`
	CanDeleteMessages   bool `json:"can_delete_messages"`
	CanManageVideoChats bool `json:"can_manage_video_chats"`
	CanRestrictMembers  bool `json:"can_restrict_members"`
	CanPromoteMembers   bool `json:"can_promote_members"`
	CanChangeInfo       bool `json:"can_change_info"`
	CanInviteUsers      bool `json:"can_invite_users"`
	CanPostStories      bool `json:"can_post_stories"`
	CanEditStories      bool `json:"can_edit_stories"`
	CanDeleteStories    bool `json:"can_delete_stories"`
	CanPinMessages      bool `json:"can_pin_messages"`
	CanManageTopics     bool `json:"can_manage_topics"`
}

// AllRights is what a group usually gives a bot administrator.
func AllRights() Rights {
	return Rights{
		CanManageChat: true, CanDeleteMessages: true, CanManageVideoChats: true, CanRestrictMembers: true,
		CanChangeInfo: true, CanInviteUsers: true, CanPinMessages: true, CanManageTopics: true,
	}
}

// member is one user's place in a group.
type member struct {
	status    string
	rights    Rights
	anonymous bool
	title     string
}

func (m *member) inside() bool {
	return m != nil && (m.status == Owner || m.status == Administrator || m.status == Member)
}

func (m *member) admin() bool {
	return m != nil && (m.status == Owner || m.status == Administrator)
}

func (m *member) may(right func(Rights) bool) bool {
	return m != nil && (m.status == Owner || m.status == Administrator && right(m.rights))
}

// memberJSON is the official form, one of the ChatMember… types by status.
func memberJSON(u User, m *member) json.RawMessage {
	type base struct {
		Status string `json:"status"`
		User   User   `json:"user"`
	}
	b := base{Status: Left, User: u}
	if m != nil {
		b.Status = m.status
	}
	var v any = b
	switch b.Status {
	case Owner:
		v = struct {
			base
			Anonymous bool   `json:"is_anonymous"`
			Title     string `json:"custom_title,omitempty"`
		}{b, m.anonymous, m.title}
	case Administrator:
		v = struct {
			base
			CanBeEdited bool `json:"can_be_edited"`
			Anonymous   bool `json:"is_anonymous"`
			Rights
			Title string `json:"custom_title,omitempty"`
		}{b, false, m.anonymous, m.rights, m.title}
	case Kicked:
		v = struct {
			base
			Until int64 `json:"until_date"`
		}{b, 0}
	}
	raw, _ := json.Marshal(v) // plain structs: cannot fail
	return raw
}

// setMember changes a user's place and returns the old and new official forms.
func (w *world) setMember(c *chat, id int64, m *member) (was, is json.RawMessage) {
	u := w.users[id].user
	old := c.members[id]
	was = memberJSON(u, old)
	if old == nil {
		c.joined = append(c.joined, id)
	}
	c.members[id] = m
	return was, memberJSON(u, m)
}

func (s *Server) botMember(c *chat) *member { return c.members[s.bot.ID] }

package telegramtest

import (
	"encoding/json"
	"slices"
)

func (c *call) getChat() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	full := struct {
		Chat
		AccentColorID     int             `json:"accent_color_id"`
		MaxReactionCount  int             `json:"max_reaction_count"`
		AcceptedGiftTypes map[string]bool `json:"accepted_gift_types"`
		Permissions       map[string]bool `json:"permissions,omitempty"`
		PinnedMessage     *Message        `json:"pinned_message,omitempty"`
	}{Chat: c.world.face(ch), MaxReactionCount: 11, AcceptedGiftTypes: map[string]bool{
		"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false, "gifts_from_channels": false,
	}}
	if ch.kind != "private" {
		full.Permissions = map[string]bool{"can_send_messages": true, "can_send_photos": true, "can_send_documents": true, "can_invite_users": true}
	}
	if n := len(ch.pinned); n > 0 {
		if r, ok := ch.live(ch.pinned[n-1]); ok {
			full.PinnedMessage = r.msg
		}
	}
	return full, nil
}

// getChatMember tells of others only where the bot may look (TG-46).
func (c *call) getChatMember() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	id := c.number("user_id")
	who, ok := c.world.users[id]
	switch {
	case id <= 0:
		return nil, badRequest("invalid user_id specified")
	case !ok:
		return nil, badRequest("user not found")
	case ch.kind == "private":
		return memberJSON(who.user, &member{status: Member}), nil
	case ch.kind == "supergroup" && id != c.bot.ID && !c.botMember(ch).admin():
		return nil, badRequest("CHAT_ADMIN_REQUIRED")
	}
	return memberJSON(who.user, ch.members[id]), nil
}

func (c *call) getChatMemberCount() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	n := 0
	for _, m := range ch.members {
		if m.inside() {
			n++
		}
	}
	if ch.kind == "private" {
		n = 2
	}
	return n, nil
}

// getChatAdministrators lists the administrators who are not bots.
func (c *call) getChatAdministrators() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	if ch.kind == "private" {
		return nil, badRequest("there are no administrators in the private chat")
	}
	out := []json.RawMessage{}
	for _, id := range ch.joined {
		if u := c.world.users[id].user; ch.members[id].admin() && (!u.IsBot || c.flag("return_bots")) {
			out = append(out, memberJSON(u, ch.members[id]))
		}
	}
	return out, nil
}

func (c *call) pinnable() (*chat, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	if ch.kind != "private" && !c.botMember(ch).may(func(r Rights) bool { return r.CanPinMessages }) {
		return nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	return ch, nil
}

func (c *call) pinChatMessage() (any, *Error) {
	ch, e := c.pinnable()
	if e != nil {
		return nil, e
	}
	r, ok := ch.live(c.int("message_id"))
	if !ok {
		return nil, badRequest("message to pin not found")
	}
	id := r.msg.MessageID
	ch.pinned = append(slices.DeleteFunc(ch.pinned, func(x int) bool { return x == id }), id)
	m := &Message{From: &c.bot, Chat: c.world.face(ch), Service: Service{PinnedMessage: r.msg}}
	c.publish(ch, &record{msg: m})
	return true, nil
}

func (c *call) unpinChatMessage() (any, *Error) {
	ch, e := c.pinnable()
	if e != nil {
		return nil, e
	}
	id := c.int("message_id")
	if id == 0 && len(ch.pinned) > 0 {
		id = ch.pinned[len(ch.pinned)-1]
	}
	if !slices.Contains(ch.pinned, id) {
		return nil, badRequest("message to unpin not found")
	}
	ch.pinned = slices.DeleteFunc(ch.pinned, func(x int) bool { return x == id })
	c.touch()
	return true, nil
}

func (c *call) leaveChat() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	if ch.kind == "private" {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	was, is := c.world.setMember(ch, c.bot.ID, &member{status: Left})
	c.memberUpdate("my_chat_member", ch, c.bot, was, is)
	return true, nil
}

package telegram

import (
	"encoding/json"
	"errors"
	"strings"

	"redress/flows/complaint"
)

type wireMembership struct {
	Chat wireChat   `json:"chat"`
	From wireUser   `json:"from"`
	Old  wireMember `json:"old_chat_member"`
	New  wireMember `json:"new_chat_member"`
}

func readMembership(raw json.RawMessage) (wireMembership, complaint.Event, error) {
	w := decode[wireMembership](raw)
	if w.Chat.ID == 0 || w.New.Status == "" {
		return w, complaint.Event{}, errors.New("membership without chat or status")
	}
	e := complaint.Event{Chat: w.Chat.chat(), From: w.From.person(), At: decode[object](raw).time("date")}
	return w, e, nil
}

// ownMembership converts what happened to the bot itself: stopped or started by a customer,
// or put into, promoted in, or removed from a group. Promotion counts as joining: from then
// on the bot can do more.
func ownMembership(raw json.RawMessage) (complaint.Event, bool, error) {
	w, e, err := readMembership(raw)
	if err != nil || w.Chat.Type == "channel" {
		return complaint.Event{}, false, err
	}
	if e.Chat.Kind == complaint.Private {
		e.Kind = complaint.Unblocked
		if !w.New.present() {
			e.Kind = complaint.Blocked
		}
		return e, true, nil
	}
	if w.Old.present() && w.New.present() && w.New.admin() && !w.Old.admin() {
		w.Old.Status = "left"
	}
	return change(w, e)
}

func memberships(raw json.RawMessage) (complaint.Event, bool, error) {
	w, e, err := readMembership(raw)
	if err != nil || w.Chat.Type == "channel" {
		return complaint.Event{}, false, err
	}
	return change(w, e)
}

func change(w wireMembership, e complaint.Event) (complaint.Event, bool, error) {
	switch {
	case !w.Old.present() && w.New.present():
		e.Kind = complaint.Joined
	case w.Old.present() && !w.New.present():
		e.Kind = complaint.Left
	default:
		return complaint.Event{}, false, nil
	}
	member := w.New.User.person()
	e.Member = &member
	return e, true, nil
}

// touched tells whose standing an update changes, in which chat.
func touched(raw json.RawMessage) (chat, user int64, ok bool) {
	u := decode[object](raw)
	w := decode[wireMembership](u["chat_member"])
	if w.Chat.ID == 0 {
		w = decode[wireMembership](u["my_chat_member"])
	}
	return w.Chat.ID, w.New.User.ID, w.Chat.ID != 0
}

// serviceMessage converts messages that nobody wrote. service is false for a message that is
// none.
func serviceMessage(m object, e complaint.Event, me Me) (_ complaint.Event, ok, service bool) {
	switch {
	case field[int64](m, "migrate_to_chat_id") != 0:
		e.Kind, e.NewChat = complaint.Migrated, field[int64](m, "migrate_to_chat_id")
		return e, true, true
	case field[int64](m, "migrate_from_chat_id") != 0:
		e.Kind, e.NewChat = complaint.Migrated, e.Chat.ID
		e.Chat.ID = field[int64](m, "migrate_from_chat_id")
		return e, true, true
	case m.has("new_chat_members"):
		e.Kind = complaint.Joined
		return memberEvent(e, decode[[]wireUser](m["new_chat_members"]), me)
	case m.has("left_chat_member"):
		e.Kind = complaint.Left
		return memberEvent(e, []wireUser{field[wireUser](m, "left_chat_member")}, me)
	}
	return complaint.Event{}, false, len(content(m)) == 0 && isAboutChat(m)
}

// memberEvent names the first person; the bot's own comings and goings arrive as
// my_chat_member.
func memberEvent(e complaint.Event, users []wireUser, me Me) (_ complaint.Event, ok, service bool) {
	for _, u := range users {
		if u.ID != 0 && u.ID != me.ID {
			p := u.person()
			e.Member = &p
			return e, true, true
		}
	}
	return complaint.Event{}, false, true
}

func isAboutChat(m object) bool {
	for name := range m {
		if aboutChat(name) {
			return true
		}
	}
	return false
}

// aboutChat reports whether a field is a notice about the chat that holds nobody's words.
func aboutChat(name string) bool {
	switch name {
	case "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
		"new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
		"channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
		"pinned_message", "connected_website", "write_access_allowed", "proximity_alert_triggered", "boost_added",
		"chat_background_set", "paid_message_price_changed", "direct_message_price_changed", "giveaway_created":
		return true
	}
	for _, prefix := range []string{"forum_topic_", "general_forum_topic_", "video_chat_", "voice_chat_", "suggested_post_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

package telegram

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
)

// allowedUpdates is what the bot subscribes to; it must be explicit, because Telegram
// remembers the last list and leaves chat_member out by default (TG-25).
func allowedUpdates() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member", "chat_member"}
}

// Convert turns one update into an event. ok is false for an update that says nothing to us:
// channel posts, service messages, commands for other bots. An error means that the update is
// of a known kind and makes no sense; it is to be kept aside. Unknown kinds become Odd.
//
// The event's At is zero where Telegram gives no time (pressed buttons).
func Convert(raw json.RawMessage, me Me) (e complaint.Event, ok bool, err error) {
	var u object
	if err := json.Unmarshal(raw, &u); err != nil || u == nil {
		return e, false, errors.New("not a JSON object")
	}
	id, known := updateID(raw)
	if !known {
		return e, false, errors.New("no update_id")
	}
	e, ok, err = convert(u, raw, me)
	e.Source = source(id)
	return e, ok, err
}

func convert(u object, raw json.RawMessage, me Me) (complaint.Event, bool, error) {
	switch {
	case u.has("message"):
		return said(u["message"], complaint.Said, me)
	case u.has("edited_message"):
		return said(u["edited_message"], complaint.Edited, me)
	case u.has("callback_query"):
		return pressed(u["callback_query"])
	case u.has("my_chat_member"):
		return ownMembership(u["my_chat_member"])
	case u.has("chat_member"):
		return memberships(u["chat_member"])
	}
	return odd(u, raw)
}

// updateID reads the id alone, so that even an update that is otherwise broken has a name.
func updateID(raw json.RawMessage) (int64, bool) {
	id := field[*int64](decode[object](raw), "update_id")
	if id == nil {
		return 0, false
	}
	return *id, true
}

func source(id int64) string { return "tg:" + strconv.FormatInt(id, 10) }

// odd keeps an update of a kind that we did not subscribe to, with its chat if it has one.
func odd(u object, raw json.RawMessage) (complaint.Event, bool, error) {
	e := complaint.Event{Kind: complaint.Odd, Raw: storable(string(raw))}
	kinds := make([]string, 0, len(u))
	for kind := range u {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		if kind == "channel_post" || kind == "edited_channel_post" {
			return complaint.Event{}, false, nil
		}
		body := field[object](u, kind)
		if chat := field[wireChat](body, "chat"); chat.ID != 0 {
			e.Chat = chat.chat()
		}
		if from := field[wireUser](body, "from"); from.ID != 0 {
			e.From = from.person()
		}
	}
	if e.Chat.ID == 0 { // nobody could be told
		return complaint.Event{}, false, errors.New("an unknown kind of update, without a chat")
	}
	return e, true, nil
}

func pressed(raw json.RawMessage) (complaint.Event, bool, error) {
	q := decode[object](raw)
	from, msg := field[wireUser](q, "from"), field[object](q, "message")
	id := q.text("id")
	if from.ID == 0 || id == "" {
		return complaint.Event{}, false, errors.New("callback_query without sender or id")
	}
	chat := field[wireChat](msg, "chat")
	if chat.ID == 0 { // a button of an inline message: answer to the person
		chat = wireChat{ID: from.ID, Type: "private"}
	}
	return complaint.Event{
		Kind: complaint.Pressed, Chat: chat.chat(), Thread: thread(msg), From: from.person(),
		Press: &complaint.Press{ID: id, Data: q.text("data"), MessageID: field[int64](msg, "message_id")},
	}, true, nil
}

// thread is the forum topic of a message. Reply threads of ordinary groups carry a thread id,
// too; they are none.
func thread(msg object) int64 {
	if !field[bool](msg, "is_topic_message") {
		return 0
	}
	return field[int64](msg, "message_thread_id")
}

// forUs handles "/command@SomeBot" (TG-41): our own name is taken off, and what is for another
// bot is not for us.
func forUs(text, username string) (string, bool) {
	if !strings.HasPrefix(text, "/") {
		return text, true
	}
	head, rest := text, ""
	if i := strings.IndexAny(text, " \n\t"); i >= 0 {
		head, rest = text[:i], text[i:]
	}
	cmd, to, addressed := strings.Cut(head, "@")
	if !addressed || !commandName(cmd[1:]) {
		return text, true
	}
	if strings.EqualFold(to, username) {
		return cmd + rest, true
	}
	return text, !botName(to)
}

func commandName(s string) bool {
	return len(s) > 0 && len(s) <= 32 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// botName reports whether s is surely a bot's username; all but bought ones end in "bot".
func botName(s string) bool {
	return commandName(s) && strings.HasSuffix(strings.ToLower(s), "bot")
}

package telegram

import (
	"encoding/json"
	"errors"

	"redress/flows/complaint"
)

// anonymousAdmin is GroupAnonymousBot, in whose name anonymous administrators speak (TG-43).
const anonymousAdmin = 1087968824

// said converts a message; the words are taken first, and nothing beside them can lose them.
func said(raw json.RawMessage, kind complaint.EventKind, me Me) (complaint.Event, bool, error) {
	m := decode[object](raw)
	chat := field[wireChat](m, "chat")
	id := field[int64](m, "message_id")
	if chat.ID == 0 || id == 0 {
		return complaint.Event{}, false, errors.New("message without chat or message_id")
	}
	if chat.Type == "channel" {
		return complaint.Event{}, false, nil
	}
	e := complaint.Event{
		Kind: kind, Chat: chat.chat(), Thread: thread(m), From: sender(m, chat), At: m.time("date"),
	}
	if t := m.time("edit_date"); kind == complaint.Edited && !t.IsZero() {
		e.At = t
	}
	in := incoming(m, id)
	if in.Text == "" && len(in.Attachments) == 0 {
		if ev, ok, service := serviceMessage(m, e, me); service {
			return ev, ok, nil
		}
	}
	// In a private chat a command for another bot is the customer's words like any others.
	var ours bool
	if in.Text, ours = forUs(in.Text, me.Username); !ours && e.Chat.Kind == complaint.Group {
		return complaint.Event{}, false, nil
	}
	e.Message = &in
	return e, true, nil
}

func sender(m object, chat wireChat) complaint.Person {
	p := field[wireUser](m, "from").person()
	if p.ID == anonymousAdmin || field[wireChat](m, "sender_chat").ID != 0 {
		p.Anonymous, p.Bot = true, false
	}
	if p.ID == 0 && chat.Type == "private" {
		p.ID = chat.ID // a private chat has its person's id
	}
	return p
}

func incoming(m object, id int64) complaint.Incoming {
	in := complaint.Incoming{
		ID: id, Text: words(m), Album: m.text("media_group_id"),
		Forwarded: m.has("forward_origin") || m.has("forward_date"),
	}
	in.ReplyTo, in.ReplyFrom = replyTo(m)
	in.Attachments = attachments(m)
	if in.Text == "" && len(in.Attachments) == 0 || m.has("paid_media") {
		in.Unsupported = unsupported(m)
	}
	return in
}

// words are what the person wrote: text or caption, or else the words of a poll or checklist.
func words(m object) string {
	for _, t := range []string{m.text("text"), m.text("caption"), pollWords(m), checklistWords(m)} {
		if t != "" {
			return t
		}
	}
	return ""
}

// replyTo is the message answered to, and who wrote it. In a forum every message "replies" to the one that
// opened the topic; that is no answer.
func replyTo(m object) (id int64, from *complaint.Person) {
	r := field[object](m, "reply_to_message")
	id = field[int64](r, "message_id")
	if id == 0 || r.has("forum_topic_created") {
		return 0, nil
	}
	if p := sender(r, field[wireChat](r, "chat")); p.ID != 0 {
		from = &p
	}
	return id, from
}

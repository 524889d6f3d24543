package telegramtest

import (
	"context"
	"errors"
	"slices"
)

// own finds a live message the person wrote.
func (t Talk) own(messageID int) (*chat, *record, error) {
	ch, err := t.enter()
	if err != nil {
		return nil, nil, err
	}
	r, ok := ch.live(messageID)
	if !ok {
		return nil, nil, errNoSuchMessage
	}
	if senderID(r.msg) != t.p.id && !(r.msg.SenderChat != nil && ch.members[t.p.id].admin()) {
		return nil, nil, errors.New("only the author can change a message")
	}
	return ch, r, nil
}

// Edit changes the text or caption; the bot gets edited_message, also when nothing changed (TG-27).
func (t Talk) Edit(messageID int, text string) (Sent, error) {
	f, e := format(text, "", nil)
	if e != nil {
		return Sent{}, e
	}
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, r, err := t.own(messageID)
	if err != nil {
		return Sent{}, err
	}
	next := *r.msg
	if next.Text != "" {
		next.Text, next.Entities = f.text, f.entities
	} else {
		next.Caption, next.CaptionEntities = f.text, f.entities
	}
	next.EditDate = s.now().Unix()
	r.versions = append(r.versions, r.msg)
	r.msg = &next
	s.touch()
	sent := Sent{Message: next}
	if s.sees(ch, &next) {
		sent.UpdateID = s.push("edited_message", ch.id, &next)
	}
	return sent, nil
}

// Delete removes a message; the bot is not told (TG-26). In a private chat the person can
// remove the bot's messages too.
func (t Talk) Delete(messageID int) error {
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.chat == t.p.id {
		r, ok := s.world.private(t.chat).live(messageID)
		if !ok {
			return errNoSuchMessage
		}
		s.erase(r)
		return nil
	}
	ch, err := t.enter()
	if err != nil {
		return err
	}
	r, ok := ch.live(messageID)
	switch {
	case !ok:
		return errNoSuchMessage
	case senderID(r.msg) != t.p.id && !ch.members[t.p.id].may(func(x Rights) bool { return x.CanDeleteMessages }):
		return errors.New("only the author or an administrator can delete a message")
	}
	s.erase(r)
	return nil
}

// Press presses the inline button with this label or this callback data. Presses carry the
// real user even of an anonymous administrator.
func (t Talk) Press(messageID int, button string) (Press, error) {
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := t.enter()
	if err != nil {
		return Press{}, err
	}
	r, ok := ch.live(messageID)
	if !ok {
		return Press{}, errNoSuchMessage
	}
	b, ok := r.msg.button(button)
	switch {
	case !ok:
		return Press{}, errors.New("the message has no such button")
	case b.CallbackData == "":
		return Press{}, errors.New("the button does not call the bot")
	}
	return t.press(ch, messageID, b.CallbackData), nil
}

// PressData sends callback data that no button needs to have, as a modified client can
// (TG-32); the message may be gone.
func (t Talk) PressData(messageID int, data string) (Press, error) {
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := t.enter()
	if err != nil {
		return Press{}, err
	}
	return t.press(ch, messageID, data), nil
}

func (t Talk) press(ch *chat, messageID int, data string) Press {
	s := t.p.s
	q := s.queries.add(query{user: t.p.id, chat: ch.id, message: messageID, data: data, asked: s.now()})
	return Press{s: s, QueryID: q.id, UpdateID: s.ask(q)}
}

// button finds a button by label or data.
func (m *Message) button(wanted string) (Button, bool) {
	if m.ReplyMarkup == nil {
		return Button{}, false
	}
	all := slices.Concat(m.ReplyMarkup.InlineKeyboard...)
	i := slices.IndexFunc(all, func(b Button) bool { return b.Text == wanted })
	if i < 0 {
		i = slices.IndexFunc(all, func(b Button) bool { return b.CallbackData != "" && b.CallbackData == wanted })
	}
	if i < 0 {
		return Button{}, false
	}
	return all[i], true
}

// Wait returns the bot's first answer to the press.
func (p Press) Wait(ctx context.Context) (Answer, error) {
	var a Answer
	err := p.s.Wait(ctx, func() bool {
		all := p.Answers()
		if len(all) == 0 {
			return false
		}
		a = all[0]
		return true
	})
	return a, err
}

// React sets the person's reactions to a message; the bot is told where it is an
// administrator and asked for it (TG-48).
func (t Talk) React(messageID int, emoji ...string) (int64, error) {
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := t.enter()
	if err != nil {
		return 0, err
	}
	r, ok := ch.live(messageID)
	if !ok {
		return 0, errNoSuchMessage
	}
	now := []Reaction{}
	for _, x := range emoji {
		if !knownReaction(x) {
			return 0, errors.New("no such reaction on Telegram")
		}
		now = append(now, Reaction{Type: "emoji", Emoji: x})
	}
	was := r.react(t.p.id, now)
	s.touch()
	if ch.kind != "private" && !s.botMember(ch).admin() {
		return 0, nil
	}
	return s.push("message_reaction", ch.id, t.reaction(ch, messageID, was, now)), nil
}

type reactionUpdate struct {
	Chat      Chat       `json:"chat"`
	MessageID int        `json:"message_id"`
	User      *User      `json:"user,omitempty"`
	Actor     *Chat      `json:"actor_chat,omitempty"`
	Date      int64      `json:"date"`
	Old       []Reaction `json:"old_reaction"`
	New       []Reaction `json:"new_reaction"`
}

func (t Talk) reaction(ch *chat, messageID int, was, now []Reaction) reactionUpdate {
	s := t.p.s
	u := reactionUpdate{Chat: s.world.face(ch), MessageID: messageID, Date: s.now().Unix(), Old: was, New: now}
	if was == nil {
		u.Old = []Reaction{}
	}
	if who := ch.members[t.p.id]; who.admin() && (t.anonymous || who.anonymous) {
		u.Actor = &u.Chat
		return u
	}
	user := s.world.users[t.p.id].user
	u.User = &user
	return u
}

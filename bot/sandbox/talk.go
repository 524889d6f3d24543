package sandbox

import (
	"cmp"
	"fmt"
	"slices"

	"redress/bot/telegram/telegramtest"
)

// talk is a conversation: a chat, or a topic of one.
type talk struct {
	Chat     int64
	Topic    int
	Title    string
	Role     string
	Who      []person // who can write here
	Bubbles  []bubble
	Typing   bool
	Blocked  bool
	Private  bool
	Closed   bool
	Commands []telegramtest.Command
	Preview  string
	Last     int
}

// desk is the staff group with its topics, the general one first.
type desk struct {
	Title  string
	Who    []person
	Topics []talk
}

func (v *view) private(c telegramtest.ChatView, menu []telegramtest.Command) talk {
	role := v.T("role_customer_en")
	if c.ID == v.cast.Xiaoyu {
		role = v.T("role_customer_zh")
	}
	t := talk{Chat: c.ID, Private: true, Blocked: c.Blocked, Role: role, Commands: menu, Typing: typing(c, 0),
		Who: []person{v.person(c.ID, role)}}
	t.Title = t.Who[0].Name
	t.fill(v, c.Messages, false)
	return t
}

func (v *view) group(c telegramtest.ChatView, menu []telegramtest.Command) talk {
	t := talk{Chat: c.ID, Title: v.T("managers"), Role: v.T("role_managers"), Commands: menu, Typing: typing(c, 0),
		Who: []person{v.person(v.cast.Otto, v.T("role_manager"))}}
	t.fill(v, c.Messages, true)
	return t
}

func (v *view) desk(c telegramtest.ChatView, menu []telegramtest.Command) desk {
	d := desk{Title: v.T("staff"), Who: []person{v.person(v.cast.Li, v.T("role_staff")), v.person(v.cast.Mona, v.T("role_staff"))}}
	byTopic := map[int][]telegramtest.MessageView{}
	for _, m := range c.Messages {
		byTopic[m.MessageThreadID] = append(byTopic[m.MessageThreadID], m)
	}
	for _, tv := range append([]telegramtest.TopicView{{Name: v.T("general")}}, c.Topics...) {
		t := talk{Chat: c.ID, Topic: tv.ID, Title: tv.Name, Closed: tv.Closed, Who: d.Who, Commands: menu, Typing: typing(c, tv.ID)}
		t.fill(v, byTopic[tv.ID], true)
		d.Topics = append(d.Topics, t)
	}
	slices.SortStableFunc(d.Topics[1:], func(a, b talk) int { return cmp.Compare(b.Last, a.Last) })
	return d
}

func typing(c telegramtest.ChatView, topic int) bool {
	return slices.ContainsFunc(c.Typing, func(t telegramtest.TypingView) bool { return t.ThreadID == topic })
}

// fill shows the messages, with the date above the first of each day.
func (t *talk) fill(v *view, messages []telegramtest.MessageView, group bool) {
	last := ""
	for _, m := range messages {
		b, ok := v.bubbleOf(m, group)
		if !ok {
			continue
		}
		if day := v.day(m.Date); day != last {
			b.Day, last = day, day
		}
		t.Bubbles = append(t.Bubbles, b)
		t.Last = m.MessageID
		if text := m.Content(); text != "" {
			t.Preview = firstLine(text, 60)
		}
	}
}

// Key names a conversation on the page.
func (t talk) Key() string { return fmt.Sprintf("%d.%d", t.Chat, t.Topic) }

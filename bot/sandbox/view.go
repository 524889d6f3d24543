package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"redress/bot/telegram/telegramtest"
)

// view is the whole page at one moment, for one reader's language.
type view struct {
	labels
	Lang     string
	Token    string
	Now      moment
	Policies []option
	Stories  []option
	Playing  playing
	Customer []talk
	Staff    desk
	Managers talk
	Answers  []popup
	Digest   bool

	zone  *time.Location
	users map[int64]telegramtest.User
	cast  Cast
}

// moment is the time on the clock bar.
type moment struct {
	Weekday, Day, Month, Short, Year, Clock, Stamp string
}

// option is something that can be picked.
type option struct {
	Name, Title, About string
	Chosen             bool
}

// person is somebody on the page.
type person struct {
	ID      int64
	Name    string
	Initial string
	Role    string
	Tone    int
}

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

// popup is what a pressed button answered.
type popup struct {
	ID, Text string
	Chat     int64
	Alert    bool
}

// look draws the stage as it is now.
func (s *Stage) look(lang string) *view {
	snap := s.cfg.Server.Snapshot()
	v := &view{labels: s.labels.in(lang), Lang: lang, Token: s.token, zone: s.cfg.Zone(), cast: s.present(),
		users: map[int64]telegramtest.User{}, Digest: s.cfg.Digest != nil, Playing: s.player.show()}
	for _, u := range append(snap.Users, snap.Bot) {
		v.users[u.ID] = u
	}
	v.Now = v.moment(s.cfg.Clock.Now())
	current := s.cfg.Policy()
	for _, p := range s.cfg.Policies {
		v.Policies = append(v.Policies, option{Name: p.Name, Title: p.Title.In(lang), Chosen: p.Name == current})
	}
	for _, st := range s.stories {
		v.Stories = append(v.Stories, option{Name: st.Name, Title: st.Title.In(lang), About: st.About.In(lang)})
	}
	menu := func(kind, lang string) []telegramtest.Command { return s.menu(kind, lang) }
	v.Customer = []talk{
		v.private(chatOf(snap, v.cast.Anna), menu("all_private_chats", "en")),
		v.private(chatOf(snap, v.cast.Xiaoyu), menu("all_private_chats", "zh")),
	}
	v.Staff = v.desk(chatOf(snap, v.cast.Staff), menu("all_group_chats", ""))
	v.Managers = v.group(chatOf(snap, v.cast.Managers), menu("all_group_chats", ""))
	for _, a := range snap.Answers {
		if a.Text != "" {
			v.Answers = append(v.Answers, popup{ID: a.QueryID, Text: a.Text, Chat: a.ChatID, Alert: a.Alert})
		}
	}
	return v
}

// menu is the bot's list of commands as a person with that language sees it.
func (s *Stage) menu(kind, lang string) []telegramtest.Command {
	for _, scope := range []string{kind, "default"} {
		for _, l := range slices.Compact([]string{lang, ""}) {
			if list := s.cfg.Server.Commands(telegramtest.Scope{Type: scope}, l); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

func chatOf(snap telegramtest.Snapshot, id int64) telegramtest.ChatView {
	for _, c := range snap.Chats {
		if c.ID == id {
			return c
		}
	}
	return telegramtest.ChatView{Chat: telegramtest.Chat{ID: id}}
}

func (v *view) moment(t time.Time) moment {
	t = t.In(v.zone)
	month := v.T("month_" + t.Format("Jan"))
	return moment{
		Weekday: v.T("weekday_" + t.Format("Mon")), Day: t.Format("2"), Month: month, Short: string([]rune(month)[:min(3, len([]rune(month)))]),
		Year: t.Format("2006"), Clock: t.Format("15:04"), Stamp: t.Format(time.RFC3339),
	}
}

// day names the date of a message, for the line above the first of a day.
func (v *view) day(unix int64) string {
	m := v.moment(time.Unix(unix, 0))
	return v.T("day", "weekday", m.Weekday, "day", m.Day, "month", m.Month)
}

func (v *view) person(id int64, role string) person {
	name := nameOf(v.users[id])
	return person{ID: id, Name: name, Initial: initial(name), Role: role, Tone: v.tone(id)}
}

func initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return "?"
}

// tone is a person's colour: 0 for the bot, then one for each of the cast.
func (v *view) tone(id int64) int {
	return 1 + slices.Index([]int64{v.cast.Anna, v.cast.Xiaoyu, v.cast.Li, v.cast.Mona, v.cast.Otto}, id)
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

// beside is a bubble with the words around it; placed a conversation in its pane.
type (
	beside struct {
		View   *view
		Bubble bubble
	}
	placed struct {
		View *view
		Talk talk
		Pane string
	}
)

// Beside gives a bubble to its template.
func (v *view) Beside(b bubble) beside { return beside{v, b} }

// With gives a conversation to its template.
func (v *view) With(t talk, pane string) placed { return placed{v, t, pane} }

// Empty says what an empty conversation is for.
func (v *view) Empty(pane string, t talk) string {
	if pane == "staff" && t.Topic != 0 {
		return ""
	}
	return v.T("empty_"+pane, "name", t.Title)
}

// Placeholder invites to write.
func (v *view) Placeholder(pane string, t talk) string {
	switch {
	case pane == "customers":
		return v.T("write_as", "name", t.Title)
	case pane == "staff" && t.Topic != 0:
		return v.T("write_topic")
	}
	return v.T("write_group")
}

// StoryTitle is the name of the story being played.
func (v *view) StoryTitle() string {
	for _, st := range v.Stories {
		if st.Name == v.Playing.Name {
			return st.Title
		}
	}
	return ""
}

// StoryStep says what happens in it just now.
func (v *view) StoryStep() string {
	switch v.Playing.State {
	case stateEnded:
		return v.T("story_ended")
	case stateFailed:
		return v.T("story_failed")
	case statePaused:
		return v.T("story_paused")
	}
	return v.T("step_"+v.Playing.Step, "who", nameOf(v.users[v.Playing.Who]))
}

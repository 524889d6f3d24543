package sandbox

import (
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
	Told     []told
	Again    string // what could be told again
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
	Weekday, Day, Month, Short, Year, Clock, Date, Stamp string
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

// popup is what a pressed button answered.
type popup struct {
	ID, Text string
	Chat     int64
	Alert    bool
}

// look draws the stage as it is now.
func (s *Stage) look(lang string) *view {
	cast := s.present() // before the snapshot, which then has everybody in it
	snap := s.cfg.Server.Snapshot()
	v := &view{labels: s.labels.in(lang), Lang: lang, Token: s.token, zone: s.cfg.Zone(), cast: cast,
		users: map[int64]telegramtest.User{}, Digest: s.cfg.Digest != nil, Playing: s.player.show(), Told: s.compared(), Again: s.repeatable()}
	for _, u := range append(snap.Users, snap.Bot) {
		v.users[u.ID] = u
	}
	v.Now = v.moment(s.cfg.Clock.Now())
	current := s.cfg.Policy()
	for _, p := range s.cfg.Policies {
		v.Policies = append(v.Policies, option{Name: p.Name, Title: p.Title.In(lang), Chosen: p.Name == current})
	}
	for i, t := range v.Told {
		for _, p := range v.Policies {
			if p.Name == t.Policy {
				v.Told[i].Policy = p.Title
			}
		}
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
		Year: t.Format("2006"), Clock: t.Format("15:04"), Date: t.Format(time.DateOnly), Stamp: t.Format(time.RFC3339),
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

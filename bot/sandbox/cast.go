package sandbox

import "redress/bot/telegram/telegramtest"

// Cast is who plays, by the ids that Telegram knows them by. A person's id is also the id of
// their private chat with the bot.
type Cast struct {
	Anna     int64 // a customer who speaks English
	Xiaoyu   int64 // a customer who speaks Chinese
	Li       int64 // staff
	Mona     int64 // staff
	Otto     int64 // the manager, who owns both groups
	Staff    int64 // the staff group, a forum
	Managers int64 // the managers' chat
}

// Cast brings in a fresh cast with empty chats, the bot already in both groups with the
// rights it needs. From then on the page shows this cast.
func (s *Stage) Cast() Cast {
	tg := s.cfg.Server
	person := func(name, lang string) *telegramtest.Person {
		return tg.NewPerson(telegramtest.User{FirstName: name, LanguageCode: lang})
	}
	anna, xiaoyu := person("Anna", "en"), person("王小雨", "zh-hans")
	li, mona, otto := person("Li Wei", "zh-hans"), person("Mona", "en"), person("Otto", "en")
	staff := tg.NewGroup("Complaints desk", telegramtest.Forum, otto)
	staff.Join(li, mona)
	staff.AddBot(otto, telegramtest.AllRights())
	managers := tg.NewGroup("Managers", telegramtest.Supergroup, otto)
	managers.AddBot(otto, telegramtest.AllRights())
	c := Cast{Anna: anna.ID(), Xiaoyu: xiaoyu.ID(), Li: li.ID(), Mona: mona.ID(), Otto: otto.ID(),
		Staff: staff.ID(), Managers: managers.ID()}
	s.mu.Lock()
	s.cast = c
	s.mu.Unlock()
	s.touch()
	return c
}

// present is the cast on the page now; zero before the first.
func (s *Stage) present() Cast {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cast
}

// plays tells whether a person may act in a chat of the page.
func (c Cast) plays(who, chat int64) bool {
	switch chat {
	case 0:
		return false
	case c.Anna, c.Xiaoyu:
		return who == chat
	case c.Staff:
		return who == c.Li || who == c.Mona || who == c.Otto
	case c.Managers:
		return who == c.Otto
	}
	return false
}

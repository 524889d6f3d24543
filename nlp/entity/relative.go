package entity

import (
	"strings"
	"time"
)

// dayWords name a day by its distance from today.
var dayWords = []struct {
	word string
	days int
}{
	{"大前天", -3}, {"前天", -2}, {"前晚", -2}, {"昨天", -1}, {"昨晚", -1}, {"昨日", -1}, {"昨夜", -1}, {"今天", 0}, {"今早", 0}, {"今晨", 0}, {"今日", 0}, {"今晚", 0}, {"刚刚", 0}, {"刚才", 0},
	{"the day before yesterday", -2}, {"yesterday", -1}, {"last night", -1}, {"today", 0}, {"this morning", 0}, {"this afternoon", 0}, {"this evening", 0}, {"tonight", 0}, {"just now", 0},
}

var (
	agoHan     = words(`([0-9]+|[一二两三四五六七八九十]+|半)(?:个)?(天|日|周|星期|礼拜|月|年|小时|钟头|分钟)(?:之?前|以前)`, "前").when(countedHan("天日周星礼月年小钟分", "半个"))
	agoLatin   = words(`\b([0-9]+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few) (minute|hour|day|week|month|year)s? ago\b`, " ago")
	weekHan    = words(`(上上|上个?|这个?|本)(?:周|星期|礼拜)([一二三四五六日天])`, "周", "星期", "礼拜").when(countedHan("周星礼", "上个这本"))
	weekLatin  = words(`\b(last|this|on|past) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b`, "day")
	vagueHan   = words(`上上?个?(?:周末|周|星期|礼拜|月)|这(?:个)?(?:周|星期|月)|前(?:几|两|些)天|去年[0-9一二三四五六七八九十]*月?|国庆节?|春节|中秋节?|元旦|五一|双十一|双11|618`, "上周", "上个", "上上", "上星", "上月", "上礼", "这", "前几", "前两", "前些", "去年", "国庆", "春节", "中秋", "元旦", "五一", "双十", "双11", "618").when(holds("上周", "上个周", "上个星", "上个礼", "上个月", "上上", "上星", "上月", "上礼", "这周", "这星", "这月", "这个周", "这个星", "这个月", "前几", "前两", "前些", "去年", "国庆", "春节", "中秋", "元旦", "五一", "双十", "双11", "618"))
	vagueLatin = words(`\b(?:last (?:week|weekend|month|year|summer|winter|spring|autumn|fall|january|february|march|april|may|june|july|august|september|october|november|december)|the other day|a few days ago|earlier this (?:week|month))\b`, "last ", "few days", "earlier this", "other day")
)

func (s *scan) relativeDates() {
	for _, w := range dayWords {
		if s.sieve.May(w.word) {
			s.dayWord(w.word, w.days)
		}
	}
	s.ago(agoHan)
	s.ago(agoLatin)
	s.weekdays(weekHan)
	s.weekdays(weekLatin)
	s.vague(vagueHan)
	s.vague(vagueLatin)
}

func (s *scan) dayWord(word string, days int) {
	from := 0
	for {
		i := strings.Index(s.s[from:], word)
		if i < 0 {
			return
		}
		i += from
		from = i + len(word)
		if word[0] < 0x80 && (i > 0 && isLower(s.s[i-1]) || from < len(s.s) && isLower(s.s[from])) {
			continue
		}
		s.take(Entity{Kind: When, Start: s.pos[i], End: s.pos[from], Value: s.day(days)})
	}
}

func (s *scan) day(days int) string { return s.now.AddDate(0, 0, days).Format(isoDate) }

func (s *scan) ago(re pattern) {
	for _, m := range s.matches(re) {
		g := groups(s.s, m)
		e := Entity{Kind: When, Start: s.pos[m[0]], End: s.pos[m[1]]}
		if n, ok := count(g[1]); ok {
			e.Value = s.back(n, g[2])
		}
		s.take(e)
	}
}

// back goes n units back from now; units shorter than a day stay exact.
func (s *scan) back(n int, unit string) string {
	switch unit {
	case "天", "日", "day":
		return s.day(-n)
	case "周", "星期", "礼拜", "week":
		return s.day(-7 * n)
	case "月", "month":
		return s.now.AddDate(0, -n, 0).Format(isoDate)
	case "年", "year":
		return s.now.AddDate(-n, 0, 0).Format(isoDate)
	case "分钟", "minute":
		return s.now.Add(-time.Duration(n) * time.Minute).Format(isoDate)
	}
	return s.now.Add(-time.Duration(n) * time.Hour).Format(isoDate)
}

func (s *scan) weekdays(re pattern) {
	for _, m := range s.matches(re) {
		g := groups(s.s, m)
		s.take(Entity{Kind: When, Start: s.pos[m[0]], End: s.pos[m[1]], Value: s.weekday(g[1], g[2])})
	}
}

// weekday counts weeks from Monday; "last Wednesday" and "on Wednesday" are the latest past
// one in English, 上周三 is that of the week before.
func (s *scan) weekday(which, name string) string {
	want := dayNumber(name)
	today := (int(s.now.Weekday()) + 6) % 7
	switch which {
	case "上", "上个":
		return s.day(want - today - 7)
	case "上上":
		return s.day(want - today - 14)
	case "last", "on", "past":
		back := (today - want + 7) % 7
		if back == 0 {
			back = 7
		}
		return s.day(-back)
	}
	return s.day(want - today)
}

func dayNumber(name string) int {
	for i, n := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if n == name {
			return i
		}
	}
	if i := strings.Index("一二三四五六日", name); i >= 0 {
		return i / 3
	}
	return 6
}

// vague spans stay as written.
func (s *scan) vague(re pattern) {
	for _, m := range s.matches(re) {
		s.take(Entity{Kind: When, Start: s.pos[m[0]], End: s.pos[m[1]]})
	}
}

// count reads small numbers; "a few" and halves are not numbers.
func count(w string) (int, bool) {
	if n := atoi(w); n > 0 {
		return n, true
	}
	for i, n := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		if w == n {
			return i + 1, true
		}
	}
	switch w {
	case "a", "an":
		return 1, true
	case "a couple of":
		return 2, true
	}
	return hanNumber(w)
}

func hanNumber(w string) (int, bool) {
	n, digit, any := 0, 0, false
	for _, c := range w {
		switch i := strings.IndexRune("零一二三四五六七八九", c); {
		case c == '两':
			digit, any = 2, true
		case c == '十':
			n, digit, any = n+max(digit, 1)*10, 0, true
		case c == '百':
			n, digit, any = n+max(digit, 1)*100, 0, true
		case i >= 0:
			digit, any = i/3, true
		default:
			return 0, false
		}
	}
	return n + digit, any
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

var (
	durationHan   = words(`(?:已经?|都|快|整整|足足|将近|超过|等了|漏了|坏了|停了|拖了)?([0-9]+|[一二两三四五六七八九十]+|半|好几|几)(?:多)?个?多?(天|周|星期|礼拜|月|年|小时|钟头)(?:多|半)?(?:了|没|都|还)`, "天", "周", "星期", "礼拜", "月", "年", "小时", "钟头").when(countedHan("天周星礼月年小钟", "半几多个"))
	lastingHan    = words(`(?:坏|漏|停|断|堵|拖)了(?:快|将近|差不多|整整|足足|超过)?((?:[0-9]+|[一二两三四五六七八九十]+|好几|几)多?个?多?(?:天|周|星期|礼拜|月|年|小时|钟头)半?|半个?(?:月|年|小时|钟头|星期|礼拜))`, "坏了", "漏了", "停了", "断了", "堵了", "拖了").when(countedHan("天周星礼月年小钟", "半几多个"))
	durationLatin = words(`\b(?:for|over|since)(?: over| more than| almost| about| at least| the (?:last|past))? ([0-9]+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several) (?:hour|day|week|month|year)s?\b`, "for ", "over ", "since ")
)

func (s *scan) durations() {
	s.span(durationHan)
	s.span(lastingHan)
	s.span(durationLatin)
}

func (s *scan) span(re pattern) {
	for _, m := range s.matches(re) {
		s.take(Entity{Kind: Duration, Start: s.pos[m[2]], End: s.pos[m[1]], Value: strings.TrimRight(s.Words(s.pos[m[2]], s.pos[m[1]]), "了没都还沒還")})
	}
}

package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"redress/flows/policy"
)

var (
	dayEN  = regexp.MustCompile(`\b(tomorrow|tonight|today|this (?:morning|afternoon|evening)|(?:end of |by )?(?:the |this |next )?(?:end of the )?week\b|end of (?:the |this )?(?:day|month)|(?:(?:this|next) )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b`)
	dayZH  = regexp.MustCompile(`今天|今日|今晚|今早|大后天|大後天|明天|明日|明早|明晚|后天|後天|(?:本|这|這|下)?(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?:[一二三四五六日天末内內])|月底`)
	dateZH = regexp.MustCompile(`(?:(\d{1,2})月)?(\d{1,2})[日号號]([楼樓枪槍线線店桌门門窗机機房院柜櫃站台车車厅廳口单單库庫井泵位卡路街])?`) // 3号楼 is a place
	dateEN = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\b|\b(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec) (\d{1,2})(?:st|nd|rd|th)?\b`)

	clockEN = regexp.MustCompile(`\b(\d{1,2})(?:[:.](\d\d))? ?(am|pm|a\.m|p\.m|o'clock)|\b(\d{1,2})[:.](\d\d)\b|\b(?:at|by|before) (\d{1,2})\b`)
	clockZH = regexp.MustCompile(`(\d{1,2}):(\d\d)|(\d{1,2}|[一二两兩三四五六七八九十]{1,2})[点點时時](半|一刻|\d{1,2}分?)?`)

	partOfDay = regexp.MustCompile(`morning|noon|midday|lunch|afternoon|evening|tonight|end of (?:the )?day|上午|早上|今早|明早|中午|正午|下午|傍晚|晚上|今晚|明晚|下班`)

	willEN = regexp.MustCompile(`\bwill\b|'ll\b|\bshall\b|going to|\bby\b|\bbefore\b|\blater\b|promise|expect|tomorrow|at the latest`)
	willZH = regexp.MustCompile(`前|内|內|会|會|将|將|给您|給您|安排|上门|上門|回复|回覆|答复|答覆|处理|處理|修|补|補|换|換|联系|聯絡|聯繫|完成|到|送|退|发|發|通知|电话|電話`)
	doneZH = regexp.MustCompile(`已经|已經|已于|已於|刚才|剛才|过了|過了|来过|來過`)
)

// restDayEnds is the hour by which a promise for a day without working hours is due.
const restDayEnds = 18

// momentIn reads "tomorrow before noon", "明天上午", "by Friday 5pm", "11月28日前": a day, a
// clock time or both. A day without a time ends with its working hours.
func momentIn(s string, now time.Time, cal *policy.Calendar) time.Time {
	if !willEN.MatchString(s) && !willZH.MatchString(s) || doneZH.MatchString(s) {
		return time.Time{}
	}
	return pointIn(s, now, cal)
}

// pointIn is the point of time that s names, whatever it says of it; zero when it names none.
func pointIn(s string, now time.Time, cal *policy.Calendar) time.Time {
	day, named := dayIn(s, now)
	hour, minute, clocked := clockIn(s)
	part := partOfDay.FindString(s)
	if !named && !clocked || named && vague(s, day, now, clocked, part) {
		return time.Time{}
	}
	if !named {
		day = now
	}
	if clocked {
		return at(day, afternoonOf(hour, part, s), minute)
	}
	if h := hourOf(part); h != 0 {
		return at(day, h, 0)
	}
	due, _ := cal.Add(at(day, 0, 0).AddDate(0, 0, -1), policy.Span{N: 1, Unit: policy.Day}, policy.Elapsed)
	if due.In(day.Location()).Day() != day.Day() {
		return at(day, restDayEnds, 0)
	}
	return due
}

// vague reports whether "today" stands in a sentence without saying by when.
func vague(s string, day, now time.Time, clocked bool, part string) bool {
	today := day.YearDay() == now.YearDay() && day.Year() == now.Year()
	until := regexp.MustCompile(`\b(?:by|before|until|later|end of|within)\b|前|内|內`)
	return today && !clocked && part == "" && !until.MatchString(s)
}

func at(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
}

// dayIn finds the day that is named.
func dayIn(s string, now time.Time) (time.Time, bool) {
	for _, m := range dateZH.FindAllStringSubmatch(s, -1) {
		if m[1] != "" || m[3] == "" {
			return dateOf(number(m[1]), number(m[2]), now), true
		}
	}
	if m := dateEN.FindStringSubmatch(s); m != nil {
		return dateOf(monthOf(m[2]+m[3]), number(m[1]+m[4]), now), true
	}
	word := dayZH.FindString(s)
	if word == "" {
		word = dayEN.FindString(s)
	}
	if word == "" {
		return now, false
	}
	return dayOf(word, now), true
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func monthOf(name string) int {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), name[:3]) {
			return int(m)
		}
	}
	return 0
}

// dateOf is the next day with that date; month 0 is this month or the next.
func dateOf(month, day int, now time.Time) time.Time {
	today := at(now, 0, 0)
	d := time.Date(now.Year(), now.Month(), day, 0, 0, 0, 0, now.Location())
	if month != 0 {
		d = time.Date(now.Year(), time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	switch {
	case !d.Before(today):
		return d
	case month == 0:
		return d.AddDate(0, 1, 0)
	}
	return d.AddDate(1, 0, 0)
}

// dayOf turns a word for a day into the day.
func dayOf(word string, now time.Time) time.Time {
	switch {
	case strings.HasPrefix(word, "大"):
		return now.AddDate(0, 0, 3)
	case word == "后天" || word == "後天":
		return now.AddDate(0, 0, 2)
	case strings.HasPrefix(word, "明") || word == "tomorrow":
		return now.AddDate(0, 0, 1)
	case word == "月底" || strings.HasSuffix(word, "month"):
		return time.Date(now.Year(), now.Month()+1, 0, 0, 0, 0, 0, now.Location())
	}
	if w, ok := weekdayOf(word); ok {
		return onWeekday(word, w, now)
	}
	return now
}

// weekdayOf names the weekday of a word; a whole week ends on its Friday, a week-end on Sunday.
func weekdayOf(word string) (time.Weekday, bool) {
	for w := time.Sunday; w <= time.Saturday; w++ {
		if strings.HasSuffix(word, strings.ToLower(w.String())) {
			return w, true
		}
	}
	r := []rune(word)
	if strings.HasSuffix(word, "week") {
		return time.Friday, true
	}
	switch last := r[len(r)-1]; {
	case !strings.ContainsAny(word, "周週期拜"):
		return 0, false
	case last == '末' || last == '日' || last == '天':
		return time.Sunday, true
	case last == '内' || last == '內':
		return time.Friday, true
	default:
		return time.Weekday(digitOf(last)), true
	}
}

// onWeekday is that day of this week or, when the word says next, of the next; a bare weekday
// is the first one to come.
func onWeekday(word string, w time.Weekday, now time.Time) time.Time {
	monday := at(now, 0, 0).AddDate(0, 0, -(int(now.Weekday())+6)%7)
	day := monday.AddDate(0, 0, (int(w)+6)%7)
	switch {
	case strings.Contains(word, "next") || strings.HasPrefix(word, "下"):
		return day.AddDate(0, 0, 7)
	case strings.Contains(word, "week") || strings.ContainsAny(word, "本这這内內末") || strings.HasPrefix(word, "this"):
		return day
	case !day.After(now):
		return day.AddDate(0, 0, 7)
	}
	return day
}

// clockIn finds a time of day.
func clockIn(s string) (hour, minute int, ok bool) {
	if m := clockZH.FindStringSubmatch(s); m != nil && (m[1] == "" || !strings.Contains(s, "m")) {
		if m[1] != "" {
			return number(m[1]), number(m[2]), true
		}
		h, _ := numberOf(m[3])
		return h, minutesOf(m[4]), h < 24
	}
	m := clockEN.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	hour, minute = number(m[1]+m[4]+m[6]), number(m[2]+m[5])
	switch {
	case strings.HasPrefix(m[3], "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(m[3], "a"):
		hour %= 12
		if hour == 0 {
			return 0, minute, false
		}
	}
	return hour, minute, hour < 24 && minute < 60
}

func minutesOf(word string) int {
	switch word {
	case "半":
		return 30
	case "一刻":
		return 15
	}
	return number(strings.TrimSuffix(word, "分"))
}

// afternoonOf turns three o'clock into 15 where the afternoon or evening is meant; nobody
// promises a small hour.
func afternoonOf(hour int, part, s string) int {
	morning := regexp.MustCompile(`\d ?a\.?m|morning|上午|早`).MatchString(s)
	late := hourOf(part) > 12
	if hour < 12 && (late || hour < 7 && !morning) {
		return hour + 12
	}
	return hour
}

// hourOf is when a part of the day ends; 0 for none and for the end of the working day.
func hourOf(part string) int {
	switch part {
	case "morning", "noon", "midday", "lunch", "上午", "早上", "今早", "明早", "中午", "正午":
		return 12
	case "afternoon", "下午", "傍晚":
		return 18
	case "evening", "tonight", "晚上", "今晚", "明晚":
		return 21
	}
	return 0
}

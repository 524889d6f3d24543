package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"redress/flows/policy"
)

// commitment is a time that staff named to a customer: the words and the moment they mean.
type commitment struct {
	Words string
	By    time.Time
}

// commitmentIn finds the first promise of a time in what staff write, in English or Chinese.
// Days end with the calendar's working hours. Questions, requests to the customer and times
// that have passed are no promises.
func commitmentIn(text string, now time.Time, cal *policy.Calendar) (commitment, bool) {
	for _, sentence := range sentences(text) {
		s := fold(sentence)
		if isQuestion.MatchString(s) || isRequest.MatchString(s) {
			continue
		}
		for _, clause := range clauses(s) {
			by := spanIn(clause, now, cal)
			if by.IsZero() {
				by = momentIn(clause, now.In(cal.Zone()), cal)
			}
			if by.After(now.Add(5*time.Minute-time.Second)) && by.Before(now.AddDate(1, 0, 0)) {
				return commitment{strings.TrimSpace(sentence), by}, true
			}
		}
	}
	return commitment{}, false
}

var (
	isQuestion = regexp.MustCompile(`[?？]\s*$|[吗嗎呢]\W*$|可不可以|方不方便`)
	isRequest  = regexp.MustCompile(`^\W*(?:please|kindly|could you|can you|would you)\b|\b(?:need you to|please (?:send|tell|reply|write|give|bring))|(?:请|請|麻烦|麻煩)(?:您|你)|(?:您|你).{0,8}(?:提供|补充|補充|发给我们|發給我們)`)
)

// sentences cuts a text where one ends, leaving "16.30" and "p.m." whole.
func sentences(text string) []string {
	var out []string
	r := []rune(text)
	from := 0
	for i, c := range r {
		end := strings.ContainsRune("!?。！？;；\n", c) ||
			c == '.' && (i+1 == len(r) || r[i+1] == ' ') && !strings.HasSuffix(strings.ToLower(string(r[from:i])), ".m")
		if end {
			out = append(out, string(r[from:i+1]))
			from = i + 1
		}
	}
	return append(out, string(r[from:]))
}

// clauses cuts a sentence that also tells what was done, or names more than one day, so that
// the day of what was done is not taken for that of what is to come.
func clauses(s string) []string {
	days := len(dayZH.FindAllString(s, -1)) + len(dayEN.FindAllString(s, -1))
	if days < 2 && !doneZH.MatchString(s) {
		return []string{s}
	}
	return strings.FieldsFunc(strings.ReplaceAll(s, " and ", ","), func(r rune) bool { return strings.ContainsRune(",，、", r) })
}

// fold writes a sentence in small letters and plain digits, without the spaces that some put
// around them between Chinese characters.
func fold(s string) string {
	return hanSpace.ReplaceAllString(hanSpace.ReplaceAllString(folded(s), "$1$2$3$4"), "$1$2$3$4")
}

var hanSpace = regexp.MustCompile(`(\p{Han}) +(\S)|(\S) +(\p{Han})`)

func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '：':
			return ':'
		case r == '’':
			return '\''
		}
		return r
	}, strings.ToLower(s))
}

const (
	numberEN = `(\d{1,3}|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty-four|forty-eight)`
	numberZH = `(\d{1,3}|[半一二两兩三四五六七八九十]{1,3})`
)

var (
	spanEN = regexp.MustCompile(`\b(?:within|in)(?: the next| at most)? ` + numberEN + ` (working |business )?(minute|min|hour|day|week|month)s?\b`)
	spanZH = regexp.MustCompile(numberZH + `\s*[个個]?\s*(工作日|工作天|小时|小時|钟头|鐘頭|分钟|分鐘|天|日|周|週|星期|礼拜|禮拜|月)\s*(?:之|以)?[内內]`)
)

// spanIn reads "within three working days", "三天内": a length of time from now.
func spanIn(s string, now time.Time, cal *policy.Calendar) time.Time {
	var number, unit string
	if m := spanEN.FindStringSubmatch(s); m != nil {
		number, unit = m[1], m[3]
		if m[2] != "" && unit == "day" {
			unit = "working"
		}
	} else if m := spanZH.FindStringSubmatch(s); m != nil {
		number, unit = m[1], m[2]
	} else {
		return time.Time{}
	}
	n, half := numberOf(number)
	u := unitOf(unit)
	if half {
		return now.Add(halves()[u])
	}
	by, _ := cal.Add(now, policy.Span{N: n, Unit: u}, policy.Elapsing)
	return by
}

// halves are the units of which people promise half of one.
func halves() map[policy.Unit]time.Duration {
	return map[policy.Unit]time.Duration{
		policy.Minute: 30 * time.Second, policy.Hour: 30 * time.Minute, policy.Day: 12 * time.Hour,
		policy.Week: 84 * time.Hour, policy.Month: 15 * 24 * time.Hour,
	}
}

func unitOf(word string) policy.Unit {
	switch word {
	case "minute", "min", "分钟", "分鐘":
		return policy.Minute
	case "hour", "小时", "小時", "钟头", "鐘頭":
		return policy.Hour
	case "working", "工作日", "工作天":
		return policy.WorkingDay
	case "week", "周", "週", "星期", "礼拜", "禮拜":
		return policy.Week
	case "month", "月":
		return policy.Month
	}
	return policy.Day
}

// numberOf reads a small number; of "两三" it takes the larger one.
func numberOf(word string) (n int, half bool) {
	if n, err := strconv.Atoi(word); err == nil {
		return n, false
	}
	if strings.HasPrefix(word, "half") || word == "半" {
		return 0, true
	}
	english := map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
		"eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "twenty-four": 24, "forty-eight": 48}
	if n, ok := english[word]; ok {
		return n, false
	}
	for _, r := range word {
		if r == '十' {
			n = max(n, 1) * 10
			continue
		}
		d := digitOf(r)
		if n%10 != 0 {
			n = 0
		}
		n += d
	}
	return n, false
}

func digitOf(r rune) int {
	if r == '两' || r == '兩' {
		return 2
	}
	digits := []rune("〇一二三四五六七八九")
	for i, d := range digits {
		if d == r {
			return i
		}
	}
	return 0
}

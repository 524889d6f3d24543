package entity

import (
	"strconv"
	"strings"
	"time"
)

const isoDate = "2006-01-02"

const months = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

var (
	dateYMD    = digits(`(?:^|[^0-9a-z.\-/])((?:19|20)[0-9]{2})\s?(?:[-/.]|年)\s?([0-9]{1,2})\s?(?:[-/.]|月)\s?([0-9]{1,2})(?:\s?[日号])?`, "19", "20")
	dateMD     = digits(`(?:^|[^0-9])([0-9]{1,2})月([0-9]{1,2})[日号]?`, "月")
	dateDMonth = digits(`(?:^|[^0-9a-z])([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (`+months+`)\b\.?,?(?: ((?:19|20)[0-9]{2}))?`, monthStarts()...)
	dateMonthD = digits(`(?:^|[^a-z])(`+months+`)\.? ([0-9]{1,2})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)[0-9]{2})\b)?`, monthStarts()...)
	dateDMY    = digits(`(?:^|[^0-9a-z.\-/])([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]((?:19|20)[0-9]{2})`, "19", "20")
	dateDay    = digits(`(本月|这个月|上个?月)([0-9]{1,2})[日号]`, "月")
)

func (s *scan) numericDates() {
	s.dates(dateYMD, func(g []string) (y, m, d int) { return atoi(g[1]), atoi(g[2]), atoi(g[3]) })
	s.dates(dateMD, func(g []string) (y, m, d int) { return 0, atoi(g[1]), atoi(g[2]) })
	s.dates(dateDay, s.dayOfMonth)
	s.dates(dateDMY, dayFirst)
	s.dates(dateDMonth, func(g []string) (y, m, d int) { return atoi(g[3]), month(g[2]), atoi(g[1]) })
	s.dates(dateMonthD, func(g []string) (y, m, d int) { return atoi(g[3]), month(g[1]), atoi(g[2]) })
}

func (s *scan) dates(re pattern, parts func([]string) (y, m, d int)) {
	for _, m := range s.matches(re) {
		y, mo, d := parts(groups(s.s, m))
		if mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) {
			continue
		}
		from := m[2]
		s.take(Entity{Kind: When, Start: s.pos[from], End: s.pos[m[1]], Value: s.resolve(y, mo, d)})
	}
}

// resolve gives a date without a year the latest year in which it is not in the future.
func (s *scan) resolve(y, m, d int) string {
	if y == 0 {
		y = s.now.Year()
		if time.Date(y, time.Month(m), d, 0, 0, 0, 0, s.now.Location()).After(s.now) {
			y--
		}
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Format(isoDate)
}

func (s *scan) dayOfMonth(g []string) (y, m, d int) {
	t := time.Date(s.now.Year(), s.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	if strings.HasPrefix(g[1], "上") {
		t = t.AddDate(0, -1, 0)
	}
	return t.Year(), int(t.Month()), atoi(g[2])
}

// dayFirst reads 3/4/2024 as 3 April unless that cannot be.
func dayFirst(g []string) (y, m, d int) {
	d, m, y = atoi(g[1]), atoi(g[2]), atoi(g[3])
	if m > 12 && d <= 12 {
		d, m = m, d
	}
	return y, m, d
}

func month(name string) int {
	const starts = "janfebmaraprmayjunjulaugsepoctnovdec"
	return strings.Index(starts, name[:3])/3 + 1
}

func groups(s string, m []int) []string {
	g := make([]string, len(m)/2)
	for i := range g {
		if m[2*i] >= 0 {
			g[i] = s[m[2*i]:m[2*i+1]]
		}
	}
	return g
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func hasLatin(s string) bool {
	for i := range len(s) {
		if s[i] >= 'a' && s[i] <= 'z' {
			return true
		}
	}
	return false
}

func monthStarts() []string {
	return []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
}

// daysIn is the length of a month; without a year February has 29 days.
func daysIn(y, m int) int {
	if y == 0 {
		y = 2024
	}
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

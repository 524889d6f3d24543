package facts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
	"redress/nlp/reading"
)

type peopleRule struct {
	re    *regexp.Regexp
	any   []string // what it finds has one of these
	count int      // 0: read from the first group; -1: several, not a number
}

var (
	peopleWithHarm = []peopleRule{
		{regexp.MustCompile(`([0-9]+|[两二三四五六七八九十]+)个?(?:人|位客人|名客人|名员工|名学生|名乘客|孩子|老人|口)`), []string{"人", "名员工", "名学生", "名乘客", "孩子", "口"}, 0},
		{regexp.MustCompile(`全家|一家人|一家子|集体|所有人|好几个人|几个人|很多人|好多人|多人|多名|我们都|大家都|两个吃了|两个都`), []string{"全家", "一家", "集体", "所有人", "几个人", "多人", "多名", "我们都", "大家都", "两个吃了", "两个都"}, -1},
		{regexp.MustCompile(`\b([0-9]+|two|three|four|five|six|seven|eight|nine|ten)(?: of us| of them| people| persons| guests| customers| passengers| children| kids| colleagues| students| friends| others)\b`), []string{" of us", " of them", " people", " persons", " guests", " customers", " passengers", " children", " kids", " colleagues", " students", " friends", " others"}, 0},
		{regexp.MustCompile(`\b(?:both of us|both my|all of us|whole family|entire family|everyone|everybody|several (?:people|of us|guests|customers)|many people|my (?:wife|husband) and i|and i both|we both|we all)\b`), []string{"both", "all of us", "whole family", "entire family", "everyone", "everybody", "several ", "many people", "and i", "we all"}, -1},
	}
	peopleAlways = []peopleRule{
		{regexp.MustCompile(`([0-9]+|[两二三四五六七八九十几]+)(?:多)?户(?:人家|业主|居民|邻居)?`), []string{"户"}, 0},
		{regexp.MustCompile(`([0-9]+|[两二三四五六七八九十]+)(?:多)?(?:个|位|名)(?:业主|邻居|住户|居民|同事|乘客|顾客|客人|家长|学生).{0,6}(?:都|也|一起|联名|反映|投诉)`), concerned(), 0},
		{regexp.MustCompile(`(?:很多|好多|不少|许多|全体|多位|多名|几位|其他|所有)(?:业主|邻居|住户|居民|同事|乘客|顾客|客人|家长|学生)|整栋楼|整个小区|全小区|邻居(?:们|家)?(?:也|都)|业主们|群里(?:都|好多|很多)|联名`), append(concerned(), "整栋楼", "整个小区", "全小区", "群里", "联名"), -1},
		{regexp.MustCompile(`\b([0-9]+|two|three|four|five|six|seven|eight|nine|ten) (?:other )?(?:residents|tenants|neighbou?rs|families|households|apartments|flats|owners)\b`), households(), 0},
		{regexp.MustCompile(`\b(?:several|many|other|all(?: the)?|my|most) (?:residents|tenants|neighbou?rs|families|households|owners|guests|customers|passengers)(?: are| have| also| too| all| complain\w*| affected)|\bthe (?:whole|entire) (?:building|block|floor|neighbou?rhood)|\bon behalf of (?:all|several|many)`), append(households(), "guests", "customers", "passengers", "the whole ", "the entire ", "on behalf of "), -1},
	}
)

// people finds how many are concerned: 0 nobody said, -1 several, else the number.
func people(t reading.Text, found map[string]complaint.Fact) (int, string) {
	rules := peopleAlways
	_, health := found[complaint.FactHealth]
	_, injury := found[complaint.FactInjury]
	_, danger := found[complaint.FactDanger]
	if health || injury || danger {
		rules = append(append([]peopleRule(nil), peopleWithHarm...), peopleAlways...)
	}
	whole := string(t.Fold)
	sieve := reading.Sift(whole)
	var clauses []string
	for _, r := range rules {
		if !slices.ContainsFunc(r.any, sieve.May) {
			continue
		}
		if clauses == nil {
			clauses = cut(whole, t.Clauses)
		}
		for _, c := range clauses {
			if n, words, ok := r.find(c); ok {
				return n, words
			}
		}
	}
	return 0, ""
}

// cut gives the clauses of a text as strings.
func cut(s string, clauses []reading.Clause) []string {
	out := make([]string, 0, len(clauses))
	i, from := 0, 0
	for at := range s {
		switch n := len(out); {
		case n == len(clauses):
			return out
		case i == clauses[n].Start:
			from = at
		case i == clauses[n].End:
			out = append(out, s[from:at])
		}
		i++
	}
	if len(out) < len(clauses) {
		out = append(out, s[from:])
	}
	return out
}

// find looks for the rule in one clause.
func (r peopleRule) find(clause string) (int, string, bool) {
	if !slices.ContainsFunc(r.any, func(w string) bool { return strings.Contains(clause, w) }) {
		return 0, "", false
	}
	m := r.re.FindStringSubmatch(clause)
	if m == nil {
		return 0, "", false
	}
	n := r.count
	if n == 0 {
		n = number(m[1])
	}
	return n, strings.TrimSpace(m[0]), n != 1
}

func concerned() []string {
	return []string{"业主", "邻居", "住户", "居民", "同事", "乘客", "顾客", "客人", "家长", "学生"}
}

func households() []string {
	return []string{"residents", "tenants", "neighb", "families", "households", "apartments", "flats", "owners"}
}

func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if i := strings.Index("zero one two three four five six seven eight nine ten", s); i >= 0 && s != "" && s[0] < 0x80 {
		return strings.Count("zero one two three four five six seven eight nine ten"[:i], " ")
	}
	n := 0
	for _, c := range s {
		switch i := strings.IndexRune("零一二三四五六七八九", c); {
		case c == '十':
			n = max(n, 1) * 10
		case c == '两':
			n += 2
		case c == '几':
			return -1
		case i >= 0:
			n += i / 3
		}
	}
	return n
}

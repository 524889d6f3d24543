package entity

import (
	"strconv"
	"strings"
)

var (
	moneyBefore = digits(`(us\$|hk\$|nt\$|a\$|c\$|\$|€|£|¥|₽|₩|₹|rmb|cny|usd|eur|gbp|hkd|twd|人民币)\s?([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?)(万|k\b)?`, "$", "€", "£", "¥", "₽", "₩", "₹", "rmb", "cny", "usd", "eur", "gbp", "hkd", "twd", "人民币")
	moneyAfter  = digits(`([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?)\s?(万|千|百|k)?(?:多)?\s?(元|块钱|块|圆|人民币|港币|台币|美元|美金|欧元|日元|dollars?|euros?|rmb|cny|usd|eur|gbp|hkd|twd|pounds?|bucks|quid|yuan|рубл[а-я]*|руб|₽|€|\$|£)`, "元", "块", "圆", "币", "美金", "rmb", "cny", "usd", "eur", "gbp", "hkd", "twd", "dollar", "pound", "bucks", "quid", "yuan", "руб", "₽", "€", "$", "£")
	moneyHan    = words(`([一二两三四五六七八九十百千万几]+)(?:多)?(元|块钱|块|万元|千元|百元)`, "元", "块").when(countedHan("元块万千百", "千万几多百"))
)

func (s *scan) money() {
	for _, m := range s.matches(moneyBefore) {
		g := groups(s.s, m)
		s.amount(m, g[2], g[3], g[1])
	}
	for _, m := range s.matches(moneyAfter) {
		g := groups(s.s, m)
		if i := strings.IndexByte(g[1], ','); i >= 0 && s.Raw[s.pos[m[2]+i]] == '，' { // two numbers: 单号20931，89块
			g[1] = g[1][i+1:]
			m = append([]int{m[2] + i + 1}, m[1:]...)
		}
		if !s.wordEnd(m[1]) || m[0] > 0 && (s.s[m[0]-1] == '-' || s.s[m[0]-1] == '.' || isLower(s.s[m[0]-1])) {
			continue
		}
		s.amount(m, g[1], g[2], g[3])
	}
	for _, m := range s.matches(moneyHan) {
		s.hanAmount(m)
	}
}

func (s *scan) wordEnd(at int) bool {
	return at >= len(s.s) || s.s[at-1] >= 0x80 || !isLower(s.s[at-1]) || !isLower(s.s[at])
}

func (s *scan) amount(m []int, number, unit, currency string) {
	n, err := strconv.ParseFloat(plainNumber(number), 64)
	if err != nil {
		return
	}
	switch unit {
	case "万":
		n *= 10000
	case "千", "k":
		n *= 1000
	case "百":
		n *= 100
	}
	s.take(Entity{Kind: Amount, Start: s.pos[m[0]], End: s.pos[m[1]], Number: n, Currency: iso4217(currency)})
}

// hanAmount reads 三十块 and 两百元; 一块 alone is more often a piece than a coin.
func (s *scan) hanAmount(m []int) {
	g := groups(s.s, m)
	n, ok := bigHan(g[1])
	if !ok || g[2] == "块" && n < 10 {
		return
	}
	s.take(Entity{Kind: Amount, Start: s.pos[m[0]], End: s.pos[m[1]], Number: n, Currency: "CNY"})
}

func bigHan(w string) (float64, bool) {
	total, part := 0, 0
	rest := w
	for _, unit := range []struct {
		sign string
		n    int
	}{{"万", 10000}, {"千", 1000}} {
		if before, after, ok := strings.Cut(rest, unit.sign); ok {
			n, ok := hanNumber(before)
			if !ok {
				return 0, false
			}
			total, rest = total+n*unit.n, after
		}
	}
	if rest != "" {
		var ok bool
		if part, ok = hanNumber(rest); !ok {
			return 0, false
		}
	}
	return float64(total + part), total+part > 0
}

// plainNumber drops thousands separators and turns a decimal comma into a point.
func plainNumber(s string) string {
	if strings.Contains(s, ".") {
		return strings.ReplaceAll(s, ",", "")
	}
	if i := strings.LastIndexByte(s, ','); i >= 0 && len(s)-i-1 != 3 {
		return s[:i] + "." + s[i+1:]
	}
	return strings.ReplaceAll(s, ",", "")
}

func iso4217(sign string) string {
	switch {
	case strings.HasPrefix(sign, "руб"):
		return "RUB"
	case strings.HasPrefix(sign, "euro"):
		return "EUR"
	case strings.HasPrefix(sign, "pound"):
		return "GBP"
	case strings.HasPrefix(sign, "dollar"):
		return "USD"
	}
	switch sign {
	case "$", "us$", "usd", "美元", "美金", "bucks":
		return "USD"
	case "€", "eur", "欧元":
		return "EUR"
	case "£", "gbp", "quid":
		return "GBP"
	case "hk$", "hkd", "港币":
		return "HKD"
	case "nt$", "twd", "台币":
		return "TWD"
	case "a$":
		return "AUD"
	case "c$":
		return "CAD"
	case "₽":
		return "RUB"
	case "₩":
		return "KRW"
	case "₹":
		return "INR"
	case "日元":
		return "JPY"
	}
	return "CNY"
}

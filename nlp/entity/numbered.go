package entity

import "strings"

// numberedHan tells sentences that may number a place: 3栋, a区, 九楼, 房间号:12.
func numberedHan(s string) bool {
	before := ' '
	for i, r := range s {
		switch r {
		case '栋', '幢', '座', '区', '单', '室':
			if lowerOrDigit(before) {
				return true
			}
		case '号', '房', '间', '厢', '位':
			if lowerOrDigit(before) || startsNumber(s[i+len("号"):]) {
				return true
			}
		case '楼', '层':
			if lowerOrDigit(before) || strings.ContainsRune("一二三四五六七八九十", before) {
				return true
			}
		}
		before = r
	}
	return false
}

// visits tells sentences in which a kind of place comes soon after 在 or 去.
func visits(s string) bool {
	const far = 15 * len("店")
	for i, r := range s {
		switch r {
		case '在', '去', '到', '于':
			if place(s[i:min(len(s), i+far+len("在"))]) {
				return true
			}
		}
	}
	return false
}

func place(s string) bool {
	for _, w := range []string{"店", "小区", "花园", "广场", "医院", "车站", "机场", "营业厅", "网点", "支行", "加油站", "加气站", "充电站", "服务区", "收费站", "驿站", "校区", "商场", "超市", "影城", "影院", "大厦", "幼儿园", "小学", "中学", "健身房", "图书馆"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// startsNumber tells 号:12, " b3" and 12.
func startsNumber(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "号"), ":")
	if s != "" && (s[0] == ' ' || s[0] == '\t' || s[0] == '\r' || s[0] == '\f') {
		s = s[1:]
	}
	if s != "" && isLower(s[0]) {
		s = s[1:]
	}
	return s != "" && isDigit(s[0])
}

// numberedLatin tells sentences that may number a place: "room 12", "table no. 4", "gate a",
// "3rd floor", "12 main street".
func numberedLatin(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		if strings.HasPrefix(s[i:], " floor") || isDigit(s[i-1]) && isLower(s[i+1]) && streetSoon(s[i+1:]) {
			return true
		}
		if startsCode(s[i+1:]) && roomWord(strings.TrimSuffix(s[:i], ".")) {
			return true
		}
	}
	return false
}

// startsCode tells what follows the name of a kind of place: 12, #12, "no. 12", b, b12.
func startsCode(s string) bool {
	switch c := s[0]; {
	case isDigit(c), c == '#':
		return true
	case c == 'n':
		return strings.HasPrefix(s, "no") || strings.HasPrefix(s, "number")
	case c < 'a' || c > 'h':
		return false
	}
	return len(s) == 1 || !isLower(s[1])
}

// roomWord tells a text that ends in a kind of place.
func roomWord(s string) bool {
	for _, w := range []string{"room", "rm", "apt", "apartment", "unit", "flat", "suite", "building", "bldg", "block", "tower", "floor", "level", "gate", "table", "ward", "stall", "platform", "seat", "house"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// streetSoon tells a text whose second or third word may be a kind of street.
func streetSoon(s string) bool {
	for range 2 {
		_, rest, ok := strings.Cut(s, " ")
		if !ok {
			return false
		}
		for _, w := range []string{"st", "ave", "road", "rd", "lane", "dr", "boulevard", "blvd"} {
			if strings.HasPrefix(rest, w) {
				return true
			}
		}
		s = rest
	}
	return false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func lowerOrDigit(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

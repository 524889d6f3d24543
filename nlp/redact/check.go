package redact

import (
	"strings"
	"unicode"
)

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func hasDigit(s, _ string) bool { return onlyDigits(s) != "" }

// validChineseID checks ISO 7064 mod 11-2.
func validChineseID(s, _ string) bool {
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		d := int(s[i] - '0')
		if i == 17 && (s[i] == 'X' || s[i] == 'x') {
			d = 10
		}
		sum += d * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

// validCard checks the Luhn digit, and that nobody calls the number an order.
func validCard(s, before string) bool {
	d := onlyDigits(s)
	if len(d) < 12 || len(d) > 19 || called(before, "订单", "訂單", "单号", "單號", "流水", "order", "tracking") {
		return false
	}
	return luhn(d) || called(before, "card", "卡")
}

func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// validIBAN checks ISO 13616 mod 97.
func validIBAN(s, _ string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		default:
			rest = (rest*100 + int(r-'A') + 10) % 97
		}
	}
	return rest == 1
}

func notOrder(_, before string) bool {
	return !called(before, "订单", "訂單", "单号", "批号", "批次", "order", "batch", "lot")
}

// plausible takes a number as a phone when it has the length of one and is neither a date,
// an amount nor an order.
func plausible(s, before string) bool {
	n := len(onlyDigits(s))
	if n < 7 || n > 15 || called(before, "订单", "訂單", "单号", "批", "order", "lot ", "batch", "tracking", "invoice", "card", "$", "€", "£", "¥") {
		return false
	}
	return !isDate(s) && !years(s)
}

// years tells "2019 2024" from a phone number.
func years(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' || r == '/' })
	for _, p := range parts {
		if len(p) != 4 || !strings.HasPrefix(p, "19") && !strings.HasPrefix(p, "20") {
			return false
		}
	}
	return true
}

func isDate(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '.' || r == ' ' || r == '/' })
	if len(parts) < 3 || len(parts) > 4 || len(parts) == 4 && len(parts[3]) > 2 { // the fourth is the hour
		return false
	}
	year := func(p string) bool {
		return len(p) == 4 && (strings.HasPrefix(p, "19") || strings.HasPrefix(p, "20"))
	}
	return year(parts[0]) && len(parts[1]) <= 2 || year(parts[2]) && len(parts[0]) <= 2
}

// called reports that one of the words stands shortly before.
func called(before string, words ...string) bool {
	b := strings.ToLower(before)
	b = b[max(0, len(b)-24):]
	for _, w := range words {
		if strings.Contains(b, w) {
			return true
		}
	}
	return false
}

// commonHan leaves out words that begin with a surname's character but are none.
func commonHan(s, _ string) bool {
	for _, w := range []string{"全家", "全部", "高兴", "高铁", "安全", "安装", "方便", "方面", "任何", "常常", "常年", "平时", "平台", "明天", "明明", "文明", "文化", "万一", "于是", "元旦", "黄金", "金额", "白天", "白色", "石头", "时候", "房间", "房东", "牛奶", "温度", "米饭", "包裹", "包装", "程序", "和服", "何时", "何人", "华为", "江苏", "连续", "向你", "向您", "关于", "关心", "广大", "广场", "左边", "武汉", "龙湖", "马上", "许多", "曾经", "贵公", "游客", "路上", "路过", "盛世", "计划", "康复", "孔雀", "毛病", "章程", "申请", "乐意"} {
		if strings.HasPrefix(s, w) {
			return false
		}
	}
	return true
}

// personal leaves out capitalised words that are no names of persons.
func personal(s, _ string) bool {
	for _, w := range strings.Fields(s) {
		if notName(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })) {
			return false
		}
	}
	return true
}

func notName(w string) bool {
	switch strings.ToLower(w) {
	case "the", "this", "that", "these", "i", "we", "you", "they", "he", "she", "it", "my", "our", "your", "a", "an", "and", "but", "or", "so", "if", "when", "where", "why", "how", "what", "who", "please", "thanks", "thank", "hello", "hi", "hey", "dear", "sir", "madam", "team", "support", "customer", "service", "order", "room", "street", "road", "avenue", "building", "floor", "unit", "apt", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "english", "chinese", "german", "french", "spanish", "dutch", "american", "european", "international", "windows", "android", "google", "apple", "microsoft", "amazon", "facebook", "iphone", "internet", "christmas", "easter", "company", "bank", "inc", "ltd", "corp", "hotel", "airport", "hospital", "school", "university", "name", "phone", "address", "email", "website", "bot", "user", "date", "no", "yes", "not", "one", "two", "sorry", "today", "yesterday", "tomorrow", "there", "here", "still", "after", "before", "since", "just", "also", "then", "can", "could", "would", "will", "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "never", "nobody", "everyone", "someone", "all", "any", "some", "every", "personal", "info", "sincerely", "regards", "best", "kind", "good", "great", "morning", "evening", "afternoon":
		return true
	}
	return false
}

// octets tells an address of the internet from a phone number written with dots.
func octets(s, _ string) bool {
	if strings.Contains(s, ":") {
		return true
	}
	for _, p := range strings.Split(s, ".") {
		if len(p) > 1 && p[0] == '0' {
			return false
		}
	}
	return true
}

// placed tells a street and its number after "at" from a date, a flight or a version.
func placed(s, _ string) bool {
	for _, w := range strings.Fields(s) {
		switch strings.ToLower(w) {
		case "flight", "gate", "room", "terminal", "seat", "row", "table", "windows", "android", "version", "section", "line", "platform", "order", "bus", "train", "tram", "level", "floor", "chapter", "page", "step", "article", "phase", "galaxy", "iphone", "pixel", "playstation", "xbox", "office", "model", "class", "group", "case", "ticket", "number", "no":
			return false
		}
		if notName(w) {
			return false
		}
	}
	return true
}

// streetName tells "12 Main Street" from "3 people in the street".
func streetName(s, _ string) bool {
	for i, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if i > 5 {
			break
		}
		switch w {
		case "the", "a", "an", "my", "our", "your", "in", "on", "at", "to", "from", "this", "that", "same", "and", "day", "days", "hour", "hours", "minute", "minutes", "min", "mins", "week", "weeks", "month", "months", "year", "years", "time", "times", "people", "persons", "cars", "is", "was", "were", "are", "not", "for", "with", "by", "i", "we", "it", "they", "he", "she", "out", "off":
			return false
		}
	}
	return true
}

// signs tells a name on the first line of a signature from a sentence.
func signs(s, _ string) bool {
	for _, w := range strings.Fields(s) {
		if notName(w) || len(w) > 3 && plainWord(w) {
			return false
		}
	}
	return len(s) <= 40
}

// plainWord tells words that open messages rather than signatures.
func plainWord(w string) bool {
	switch strings.ToLower(w) {
	case "need", "want", "help", "got", "get", "bought", "paid", "lost", "been", "very", "really", "much", "more", "last", "next", "first", "second", "third", "again", "about", "with", "from", "only", "same", "worst", "terrible", "horrible", "awful", "refund", "money", "parcel", "package", "delivery", "food", "water", "leak", "broken", "problem", "issue", "complaint", "question", "urgent", "update", "photo", "picture", "invoice", "price", "card", "account", "driver", "staff", "waiter", "manager", "flight", "train", "ticket", "phone", "screen", "battery", "door", "kitchen", "bathroom", "heating", "elevator", "lift", "noise", "smell", "time", "week", "month", "year", "hours", "days", "minutes", "nothing", "everything", "something", "anything", "someone", "anyone", "maybe", "because", "waiting", "working", "arrived", "delivered", "charged", "twice", "wrong", "missing", "late", "cold", "dirty", "rude", "slow":
		return true
	}
	return false
}

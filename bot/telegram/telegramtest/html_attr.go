package telegramtest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const spaces = " \t\r\n"

// parseAttributes reads name="value" pairs of a tag that begins at byte offset begin.
func parseAttributes(s, tag string, begin int) (map[string]string, *Error) {
	out := map[string]string{}
	for s = strings.TrimLeft(s, spaces); s != ""; s = strings.TrimLeft(s, spaces) {
		end := strings.IndexAny(s, spaces+"=")
		if end == 0 {
			return nil, markupError("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
		}
		if end < 0 {
			end = len(s)
		}
		name := strings.ToLower(s[:end])
		s = strings.TrimLeft(s[end:], spaces)
		if !strings.HasPrefix(s, "=") {
			out[name] = ""
			continue
		}
		value, rest, ok := attributeValue(strings.TrimLeft(s[1:], spaces))
		if !ok {
			return nil, markupError("Unclosed start tag at byte offset %d", begin)
		}
		out[name], s = decodeAll(value), rest
	}
	return out, nil
}

func attributeValue(s string) (value, rest string, ok bool) {
	if s == "" {
		return "", "", false
	}
	if q := s[0]; q == '"' || q == '\'' {
		end := strings.IndexByte(s[1:], q)
		if end < 0 {
			return "", "", false
		}
		return s[1 : 1+end], s[end+2:], true
	}
	if end := strings.IndexAny(s, spaces); end >= 0 {
		return s[:end], s[end:], true
	}
	return s, "", true
}

func decodeAll(s string) string {
	var out strings.Builder
	for s != "" {
		if s[0] == '&' {
			if r, size := decodeReference(s); size > 0 {
				out.WriteRune(r)
				s = s[size:]
				continue
			}
		}
		out.WriteByte(s[0])
		s = s[1:]
	}
	return out.String()
}

// decodeReference reads the character reference that starts s, with or without its semicolon;
// size is 0 for an unknown one, which stays as it is. Telegram knows four names and all numbers.
func decodeReference(s string) (r rune, size int) {
	if strings.HasPrefix(s, "&#") {
		return decodeNumber(s)
	}
	end := 1
	for end < len(s) && (s[end]|0x20) >= 'a' && (s[end]|0x20) <= 'z' {
		end++
	}
	switch s[1:end] {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "quot":
		r = '"'
	default:
		return 0, 0
	}
	return r, end + semicolon(s[end:])
}

func decodeNumber(s string) (rune, int) {
	digits, base, set := s[2:], 10, "0123456789"
	if strings.HasPrefix(digits, "x") {
		digits, base, set = digits[1:], 16, "0123456789abcdefABCDEF"
	}
	n := len(digits) - len(strings.TrimLeft(digits, set))
	v, err := strconv.ParseUint(digits[:n], base, 32)
	if err != nil || v == 0 || v > utf8.MaxRune || !utf8.ValidRune(rune(v)) {
		return 0, 0
	}
	size := len(s) - len(digits) + n
	return rune(v), size + semicolon(s[size:])
}

func semicolon(s string) int {
	if strings.HasPrefix(s, ";") {
		return 1
	}
	return 0
}

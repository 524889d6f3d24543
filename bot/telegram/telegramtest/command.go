package telegramtest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// commandLen is the length of the bot command that starts s, or 0. A command does not start
// inside a word, a path or a tag, nor end there.
func commandLen(s string, before rune) int {
	if isWord(before) || before == '/' || before == '<' || before == '>' {
		return 0
	}
	n := nameLen(s[1:])
	if n == 0 || n > 64 {
		return 0
	}
	end := 1 + n
	if end < len(s) && s[end] == '@' {
		if m := nameLen(s[end+1:]); m >= 3 && m <= 32 {
			end += 1 + m
		}
	}
	next, _ := utf8.DecodeRuneInString(s[end:])
	if end < len(s) && (isWord(next) || next == '/' || next == '<' || next == '>') {
		return 0
	}
	return end
}

// nameLen is how many bytes of [A-Za-z0-9_] start s.
func nameLen(s string) int {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return i
		}
	}
	return len(s)
}

// linkLen is the length of the http(s) link that starts s, or 0.
func linkLen(s string) int {
	low := strings.ToLower(s[:min(len(s), 8)])
	scheme := 0
	switch {
	case strings.HasPrefix(low, "https://"):
		scheme = 8
	case strings.HasPrefix(low, "http://"):
		scheme = 7
	default:
		return 0
	}
	end := len(s)
	for i, r := range s[scheme:] {
		if unicode.IsSpace(r) || strings.ContainsRune(`<>"，。！？；：）】」』`, r) {
			end = scheme + i
			break
		}
	}
	end = len(strings.TrimRight(s[:end], ".,;:!?)'"))
	if host := s[min(scheme, end):end]; !strings.ContainsAny(host, ".") {
		return 0
	}
	return end
}

// addressee returns the command's name and the bot it names ("" if none).
func addressee(text string, e Entity) (command, bot string) {
	word := text[:min(len(text), e.Length)] // a leading command is ASCII: units are bytes
	command, bot, _ = strings.Cut(strings.TrimPrefix(word, "/"), "@")
	return command, bot
}

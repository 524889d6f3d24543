package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// containsWord reports whether phrase occurs in text; both are lower case.
func containsWord(text, phrase string) bool {
	_, ok := findWord(text, phrase, 0)
	return ok
}

// findWord gives the place of phrase in text at or after from. A phrase that begins or ends
// with an alphabetic letter matches whole words only; Chinese has no word boundaries.
func findWord(text, phrase string, from int) (int, bool) {
	for phrase != "" && from <= len(text) {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return 0, false
		}
		i += from
		if !joined(text[:i], phrase) && !joined(phrase, text[i+len(phrase):]) {
			return i, true
		}
		from = i + 1
	}
	return 0, false
}

// joined reports whether two adjoining texts make one word at their border.
func joined(left, right string) bool {
	l, _ := utf8.DecodeLastRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	return alphabetic(l) && alphabetic(r)
}

func alphabetic(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) && r != utf8.RuneError
}

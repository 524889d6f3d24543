package telegram

import (
	"strings"
	"unicode"
)

const (
	zwnj, zwj   = '\u200C', '\u200D'
	wordJoiner  = '\u2060'
	maxAccents  = 4 // combining marks in a row; more is meant to deface
	emojiStyle  = '\uFE0F'
	skinLightes = 0x1F3FB
	skinDarkest = 0x1F3FF
)

// clean removes what cannot be seen and can deceive: control characters, bidi overrides, tag
// and other format characters, private use, surrogates (AB-04). Joiners stay where they make
// one emoji, or where a script needs them. The record keeps the original.
func clean(s string) string {
	runes := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	accents := 0
	for i, r := range runes {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
			if accents++; accents > maxAccents {
				continue
			}
		case r == zwj || r == zwnj:
			if !joins(runes, i) {
				continue
			}
		default:
			accents = 0
		}
		b.WriteString(visible(runes, i))
	}
	return b.String()
}

// visible returns what stays of one rune.
func visible(runes []rune, i int) string {
	switch r := runes[i]; {
	case r == zwj || r == zwnj || r == '\n' || r == '\t':
		return string(r)
	case r == '\r':
		if i+1 < len(runes) && runes[i+1] == '\n' {
			return ""
		}
		return "\n"
	case unicode.In(r, unicode.Zl, unicode.Zp):
		return "\n"
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return ""
	default:
		return string(r)
	}
}

// joins reports whether the joiner at i holds an emoji together, or letters of a script that
// is written with joiners.
func joins(runes []rune, i int) bool {
	if i == 0 || i+1 == len(runes) {
		return false
	}
	before, after := runes[i-1], runes[i+1]
	if runes[i] == zwj && emojiPart(before) && emojiPart(after) {
		return true
	}
	return joining(before) && (joining(after) || runes[i] == zwj)
}

func emojiPart(r rune) bool {
	return r == emojiStyle || r >= skinLightes && r <= skinDarkest || unicode.Is(unicode.So, r)
}

func joining(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali,
		unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
		unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar)
}

// calm keeps "@name" in literal text from calling that person: Telegram looks for mentions by
// itself, also in text that came from a customer.
func calm(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		b.WriteRune(r)
		starts := i == 0 || !nameRune(runes[i-1])
		if r == '@' && starts && i+1 < len(runes) && nameRune(runes[i+1]) {
			b.WriteRune(wordJoiner)
		}
	}
	return b.String()
}

func nameRune(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

package telegram

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const maxText = 4096 // UTF-16 units of one message (TG-06)

// Split cuts a text into parts of at most limit UTF-16 units, at the end of a section if there is
// one in the last quarter, of a line if there is one in the later half, else of a word or sentence, else anywhere but inside a character.
// The parts joined are the text; entities are cut along.
func Split(t Text, limit int) []Text {
	var parts []Text
	rest, offset := t.Text, 0
	for rest != "" || len(parts) == 0 {
		head := rest[:border(rest, limit)]
		n := units(head)
		parts = append(parts, slice(t, head, offset, n))
		rest, offset = rest[len(head):], offset+n
	}
	return parts
}

// slice is the part of t that is head, n units from offset.
func slice(t Text, head string, offset, n int) Text {
	part := Text{Text: head}
	for _, e := range t.Entities {
		from, to := max(e.Offset, offset), min(e.Offset+e.Length, offset+n)
		if from < to {
			e.Offset, e.Length = from-offset, to-from
			part.Entities = append(part.Entities, e)
		}
	}
	return part
}

// truncate keeps what fits into one message and marks that there was more.
func truncate(t Text, limit int) Text {
	if units(t.Text) <= limit {
		return t
	}
	head := t.Text[:runeBorder(t.Text, limit-1)]
	part := slice(t, head, 0, units(head))
	part.Text += "…"
	return part
}

// border returns the length in bytes of the first part of s.
func border(s string, limit int) int {
	hard := runeBorder(s, limit)
	if hard == len(s) {
		return hard
	}
	if i := strings.LastIndex(s[:hard], "\n\n") + 2; i > hard*3/4 {
		return i
	}
	if i := strings.LastIndexByte(s[:hard], '\n') + 1; i > hard/2 {
		return i
	}
	i := strings.LastIndexFunc(s[:hard], breakable)
	if i < 0 {
		return hard
	}
	if _, size := utf8.DecodeRuneInString(s[i:]); i+size > hard/2 {
		return i + size
	}
	return hard
}

func breakable(r rune) bool {
	return r == ' ' || r == '\t' || r == '\u3000' || strings.ContainsRune("，。；：！？、", r)
}

// runeBorder returns the most bytes of s that are at most limit units and do not cut a
// character from the marks that belong to it.
func runeBorder(s string, limit int) int {
	n, end := 0, len(s)
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			end = i
			break
		}
	}
	if end == len(s) {
		return end
	}
	for i, tries := end, 0; i > 0 && tries < 16; tries++ {
		next, _ := utf8.DecodeRuneInString(s[i:])
		last, size := utf8.DecodeLastRuneInString(s[:i])
		if !attached(next) && last != zwj {
			return i
		}
		i -= size
	}
	return end
}

func attached(r rune) bool {
	return r == zwj || r >= skinLightes && r <= skinDarkest || unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc)
}

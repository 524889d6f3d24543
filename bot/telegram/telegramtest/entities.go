package telegramtest

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"
)

// checkEntities refuses entities that lie outside the text or split a surrogate pair, and
// returns the others in Telegram's order.
func checkEntities(text string, entities []Entity) ([]Entity, error) {
	if len(entities) == 0 {
		return nil, nil
	}
	inside, end := splitPoints(text)
	sorted := make([]Entity, 0, len(entities))
	for _, e := range entities {
		switch {
		case e.Offset < 0 || e.Offset > 1_000_000:
			return nil, fmt.Errorf("receive an entity with incorrect offset %d", e.Offset)
		case e.Length < 0 || e.Length > 1_000_000:
			return nil, fmt.Errorf("receive an entity with incorrect length %d", e.Length)
		case e.Offset+e.Length > end:
			return nil, fmt.Errorf("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, end)
		case inside[e.Offset]:
			return nil, fmt.Errorf("entity begins in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset)
		case inside[e.Offset+e.Length]:
			return nil, fmt.Errorf("entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol", e.Offset)
		}
		if e.Length > 0 {
			sorted = append(sorted, e)
		}
	}
	slices.SortStableFunc(sorted, byPlace)
	return sorted, nil
}

// splitPoints returns the offsets that lie inside a surrogate pair, and the length in units.
func splitPoints(text string) (map[int]bool, int) {
	inside, n := map[int]bool{}, 0
	for _, r := range text {
		if r > 0xFFFF {
			inside[n+1] = true
			n++
		}
		n++
	}
	return inside, n
}

func byPlace(a, b Entity) int {
	return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
}

// addFound adds found entities where none of the given ones lies.
func addFound(given, found []Entity) []Entity {
	out := given
	for _, f := range found {
		overlaps := slices.ContainsFunc(given, func(g Entity) bool {
			return g.Offset < f.Offset+f.Length && f.Offset < g.Offset+g.Length
		})
		if !overlaps {
			out = append(out, f)
		}
	}
	if len(out) != len(given) {
		slices.SortStableFunc(out, byPlace)
	}
	return out
}

// findEntities marks bot commands, mentions and web links the way Telegram does for every text.
func findEntities(text string) []Entity {
	var out []Entity
	units, before := 0, rune(0)
	skip := 0
	for i, r := range text {
		if i >= skip {
			if kind, size := entityAt(text[i:], before); size > 0 {
				out = append(out, Entity{Type: kind, Offset: units, Length: unitLen(text[i : i+size])})
				skip = i + size
			}
		}
		before = r
		units += len16(r)
	}
	return out
}

func len16(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// entityAt tells which entity starts s and how many bytes it has; before is the rune in front.
func entityAt(s string, before rune) (string, int) {
	switch s[0] {
	case '/':
		return "bot_command", commandLen(s, before)
	case '@':
		if isWord(before) {
			return "", 0
		}
		if n := nameLen(s[1:]); n >= 4 && n <= 32 {
			return "mention", n + 1
		}
	case 'h', 'H':
		if !isWord(before) {
			return "url", linkLen(s)
		}
	}
	return "", 0
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

package nlp

import (
	"strings"

	"redress/nlp/reading"
)

// suspicious tells texts that speak to the machine rather than to the organisation. It only
// marks; nothing is refused for it.
func (u *Understanding) suspicious(t reading.Text) bool {
	return len(u.orders.Find(t.Fold)) > 0 || hiddenText(t.Raw)
}

// hiddenText tells characters that nobody types: tags of plane 14, bidi overrides.
func hiddenText(raw []rune) bool {
	for _, r := range raw {
		if r >= 0xE0000 && r <= 0xE007F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return true
		}
	}
	return strings.Count(string(raw), "\u200b") > 3
}

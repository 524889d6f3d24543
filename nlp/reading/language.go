package reading

import (
	"slices"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// counts of letters per script in one text.
type scripts struct {
	latin, han, kana, hangul, cyrillic, arabic, hebrew, thai, greek, devanagari int
}

// Language returns a BCP 47 tag and how sure it is, 0–1. An empty tag means that the text
// has too few letters to tell. Hints (known language, language of the app) decide ties.
func (r *Reader) Language(s string, hints ...string) (tag string, sure float64) {
	c := countScripts(s)
	total := c.latin + c.han*2 + c.kana*2 + c.hangul*2 + c.cyrillic + c.arabic + c.hebrew + c.thai + c.greek + c.devanagari
	switch {
	case total == 0:
		return "", 0
	case c.kana > 0 && c.kana*4 >= c.han:
		return "ja", 0.95
	case c.hangul*2 > c.latin/2 && c.hangul > 0:
		return "ko", 0.95
	case c.han > 0 && c.han*5 >= c.latin:
		return r.chinese(s, hints)
	case c.cyrillic > c.latin:
		return cyrillic(s, hints), 0.9
	case c.arabic > c.latin:
		return arabic(s, hints), 0.9
	case c.hebrew > c.latin:
		return "he", 0.95
	case c.thai > c.latin:
		return "th", 0.95
	case c.greek > c.latin:
		return "el", 0.95
	case c.devanagari > c.latin:
		return "hi", 0.8
	}
	return r.latin(s, hints)
}

func countScripts(s string) scripts {
	var c scripts
	for _, r := range s {
		switch {
		case r < 0x80:
			if unicode.IsLetter(r) {
				c.latin++
			}
		case unicode.Is(unicode.Han, r):
			c.han++
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			c.kana++
		case unicode.Is(unicode.Hangul, r):
			c.hangul++
		case unicode.Is(unicode.Latin, r):
			c.latin++
		case unicode.Is(unicode.Cyrillic, r):
			c.cyrillic++
		case unicode.Is(unicode.Arabic, r):
			c.arabic++
		case unicode.Is(unicode.Hebrew, r):
			c.hebrew++
		case unicode.Is(unicode.Thai, r):
			c.thai++
		case unicode.Is(unicode.Greek, r):
			c.greek++
		case unicode.Is(unicode.Devanagari, r):
			c.devanagari++
		}
	}
	return c
}

func (r *Reader) chinese(s string, hints []string) (string, float64) {
	trad, simp := 0, 0
	for _, c := range s {
		if r.traditional[c] {
			trad++
		}
		if r.simplified[c] {
			simp++
		}
	}
	switch {
	case trad > simp:
		return "zh-Hant", 0.95
	case simp > 0:
		return "zh-Hans", 0.95
	}
	for _, h := range hints {
		if tag := Tag(h); strings.HasPrefix(tag, "zh") {
			return tag, 0.7
		}
	}
	return "zh-Hans", 0.6
}

func cyrillic(s string, hints []string) string {
	l := strings.ToLower(s)
	switch {
	case strings.ContainsAny(l, "іїєґ") && !strings.ContainsAny(l, "ыэъ"):
		return "uk"
	case strings.ContainsAny(l, "ўі") && strings.Contains(l, "ы"):
		return "be"
	case strings.ContainsAny(l, "әғқңөұүһі"):
		return "kk"
	case strings.ContainsAny(l, "ђћџљњј"):
		return "sr"
	case strings.ContainsAny(l, "ыэё"):
		return "ru"
	}
	return hinted(hints, "ru", "uk", "bg", "sr", "kk", "be", "mk")
}

func arabic(s string, hints []string) string {
	switch {
	case strings.ContainsAny(s, "ٹڈڑےں"):
		return "ur"
	case strings.ContainsAny(s, "پچژگ"):
		return "fa"
	}
	return hinted(hints, "ar", "fa", "ur")
}

func hinted(hints []string, usual string, others ...string) string {
	for _, h := range hints {
		if tag := Tag(h); slices.Contains(others, tag) {
			return tag
		}
	}
	return usual
}

// latin counts frequent words, then letters, then asks whatlanggo, then the hints.
func (r *Reader) latin(s string, hints []string) (string, float64) {
	words := latinWords(s)
	best, second, tag := r.bestByWords(words)
	if best >= 2 && best > second || best == 1 && second == 0 && len(words) <= 4 {
		return tag, min(0.98, 0.6+float64(best-second)*0.1)
	}
	if len(words) >= 4 {
		info := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: latinLangs()})
		if t := info.Lang.Iso6391(); t != "" && (info.IsReliable() || best > 0 && t == tag) {
			return t, info.Confidence
		}
	}
	for _, h := range hints {
		if t := Tag(h); isLatinTag(t) {
			return t, 0.5
		}
	}
	if tag != "" {
		return tag, 0.5
	}
	return "en", 0.3
}

func (r *Reader) bestByWords(words []string) (best, second int, tag string) {
	counts := map[string]int{}
	for _, w := range words {
		for _, t := range r.common[w] {
			counts[t]++
		}
	}
	for _, t := range latinTags() {
		switch n := counts[t]; {
		case n > best:
			best, second, tag = n, best, t
		case n > second:
			second = n
		}
	}
	return best, second, tag
}

func latinWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && c != '\'' && c != '’'
	})
}

// Tag normalises what Telegram and people call a language: zh-cn → zh-Hans, en-US → en.
func Tag(code string) string {
	c := strings.ToLower(strings.ReplaceAll(code, "_", "-"))
	base, rest, _ := strings.Cut(c, "-")
	if base != "zh" {
		return base
	}
	if strings.HasPrefix(rest, "hant") || strings.HasPrefix(rest, "tw") || strings.HasPrefix(rest, "hk") || strings.HasPrefix(rest, "mo") {
		return "zh-Hant"
	}
	return "zh-Hans"
}

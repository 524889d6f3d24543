package policy

import (
	"maps"
	"slices"
	"strings"
)

// Names is a text in several languages, by language tag ("en", "zh-Hans", "zh-Hant").
type Names map[string]string

// In gives the text in lang, or the closest there is: the same base language, English,
// the first tag in alphabetical order. It is empty only when n is.
func (n Names) In(lang string) string {
	if s, ok := n[lang]; ok {
		return s
	}
	tags := slices.Sorted(maps.Keys(n))
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range tags {
		if b, _, _ := strings.Cut(tag, "-"); b == base {
			return n[tag]
		}
	}
	if s, ok := n["en"]; ok {
		return s
	}
	for _, tag := range tags {
		return n[tag]
	}
	return ""
}

// lacks gives the languages that have no text.
func (n Names) lacks(languages []string) (missing []string) {
	for _, lang := range languages {
		if strings.TrimSpace(n[lang]) == "" {
			missing = append(missing, lang)
		}
	}
	return missing
}

package reading

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/abadojack/whatlanggo"
)

//go:embed common.txt
var commonTable string

// commonWords maps a frequent word to the languages that use it.
func commonWords() map[string][]string {
	m := map[string][]string{}
	for _, line := range tableLines(commonTable) {
		tag, words, _ := strings.Cut(line, ":")
		for _, w := range strings.Fields(words) {
			m[w] = append(m[w], tag)
		}
	}
	return m
}

func latinTags() []string {
	return []string{"en", "nl", "de", "fr", "es", "pt", "it", "pl", "tr", "vi", "id"}
}

func isLatinTag(tag string) bool { return slices.Contains(latinTags(), tag) }

func latinLangs() map[whatlanggo.Lang]bool {
	return map[whatlanggo.Lang]bool{
		whatlanggo.Eng: true, whatlanggo.Nld: true, whatlanggo.Deu: true, whatlanggo.Fra: true,
		whatlanggo.Spa: true, whatlanggo.Por: true, whatlanggo.Ita: true, whatlanggo.Pol: true,
		whatlanggo.Tur: true, whatlanggo.Vie: true, whatlanggo.Ind: true,
	}
}

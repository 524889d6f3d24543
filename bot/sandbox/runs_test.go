package sandbox

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"redress/bot/telegram/telegramtest"
)

// mark writes runs as text with the kind of each run around it.
func mark(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Kind == "" {
			b.WriteString(r.Text)
			continue
		}
		b.WriteString("<" + r.Kind + ">" + mark(r.Runs) + "</>")
	}
	return b.String()
}

func TestRunsFollowEntities(t *testing.T) {
	t.Parallel()
	type entities = []telegramtest.Entity
	for name, c := range map[string]struct {
		text     string
		entities entities
		want     string
	}{
		"none":           {"plain", nil, "plain"},
		"bold":           {"a bold word", entities{{Type: "bold", Offset: 2, Length: 4}}, "a <bold>bold</> word"},
		"emoji counts 2": {"🔴 red", entities{{Type: "bold", Offset: 3, Length: 3}}, "🔴 <bold>red</>"},
		"nested":         {"abcd", entities{{Type: "italic", Offset: 1, Length: 2}, {Type: "bold", Offset: 0, Length: 4}}, "<bold>a<italic>bc</>d</>"},
		"overlapping":    {"abcd", entities{{Type: "bold", Offset: 0, Length: 3}, {Type: "italic", Offset: 2, Length: 2}}, "<bold>ab<italic>c</></>d"},
		"beyond":         {"ab", entities{{Type: "bold", Offset: 1, Length: 9}, {Type: "bold", Offset: 7, Length: 2}}, "a<bold>b</>"},
		"quote's line":   {"q\nafter\n", entities{{Type: "blockquote", Offset: 0, Length: 1}}, "<quote>q</>after\n"},
		"unknown":        {"ab", entities{{Type: "custom_emoji", Offset: 0, Length: 2}}, "<plain>ab</>"},
		"bad link":       {"ab", entities{{Type: "text_link", Offset: 0, Length: 2, URL: "javascript:alert(1)"}}, "<plain>ab</>"},
		"link":           {"ab", entities{{Type: "text_link", Offset: 0, Length: 2, URL: "https://example.org"}}, "<link>ab</>"},
		"card":           {"ab", entities{{Type: "text_link", Offset: 0, Length: 2, URL: "https://t.me/c/2000000001/7/9"}}, "<jump>ab</>"},
	} {
		if got := mark(runsOf(c.text, c.entities)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if kind, href := linkTo("https://t.me/c/2000000001/7/9"); kind != "jump" || href != "#m-1002000000001-9" {
		t.Errorf("a link to a card leads to %s %s", kind, href)
	}
}

// TestRunsKeepEveryWord checks that no entities, however odd, lose or double a letter.
func TestRunsKeepEveryWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab 中🔴")), 0, 12, -1).Draw(t, "text")
		units := len(utf16.Encode([]rune(text)))
		kinds := rapid.SampledFrom([]string{"bold", "spoiler", "text_link", "unheard"})
		var entities []telegramtest.Entity
		borders := []int{0}
		for _, r := range text {
			borders = append(borders, borders[len(borders)-1]+utf16.RuneLen(r))
		}
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			from := rapid.SampledFrom(borders).Draw(t, "from")
			to := rapid.SampledFrom(append(borders, units+3)).Draw(t, "to")
			entities = append(entities, telegramtest.Entity{Type: kinds.Draw(t, "kind"), Offset: from, Length: to - from})
		}
		if got := wordsOf(runsOf(text, entities)); got != text {
			t.Fatalf("%q with %+v reads %q", text, entities, got)
		}
	})
}

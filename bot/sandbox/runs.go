package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"redress/bot/telegram/telegramtest"
)

// run is a piece of a message with one style, or with further runs inside.
type run struct {
	Kind string // "" for plain text
	Text string
	Href string
	Runs []run
}

// runsOf turns a text with entities, which count UTF-16 code units and may nest, into runs.
func runsOf(text string, entities []telegramtest.Entity) []run {
	units := utf16.Encode([]rune(text))
	sorted := slices.Clone(entities)
	slices.SortStableFunc(sorted, func(a, b telegramtest.Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return nest(units, 0, len(units), sorted)
}

// nest makes the runs of units[from:to] with the entities that begin there.
func nest(units []uint16, from, to int, entities []telegramtest.Entity) []run {
	var out []run
	plain := func(end int) {
		if n := len(out); n > 0 && out[n-1].Kind == "quote" && from < end && units[from] == '\n' {
			from++ // a quotation ends its line by itself
		}
		if end > from {
			out = append(out, run{Text: string(utf16.Decode(units[from:end]))})
		}
	}
	for len(entities) > 0 {
		e := entities[0]
		start, end := max(e.Offset, from), min(e.Offset+e.Length, to)
		if start >= end {
			entities = entities[1:]
			continue
		}
		inner := 1
		for inner < len(entities) && entities[inner].Offset < end {
			inner++
		}
		plain(start)
		out = append(out, styled(e, nest(units, start, end, entities[1:inner])))
		from, entities = end, entities[inner:]
	}
	plain(to)
	return out
}

func styled(e telegramtest.Entity, inside []run) run {
	r := run{Kind: e.Type, Runs: inside}
	switch e.Type {
	case "bold", "italic", "underline", "strikethrough", "code", "pre", "spoiler", "bot_command":
	case "blockquote", "expandable_blockquote":
		r.Kind = "quote"
	case "text_link":
		r.Kind, r.Href = linkTo(e.URL)
	case "url":
		r.Kind, r.Href = linkTo(wordsOf(inside))
	case "mention", "text_mention":
		r.Kind = "mention"
	default:
		r.Kind = "plain"
	}
	return r
}

// linkTo says how a link is shown: to a message of the page ("jump"), out ("link"), or as mere
// text when it leads somewhere a browser should not go.
func linkTo(url string) (kind, href string) {
	if rest, ok := strings.CutPrefix(url, "https://t.me/c/"); ok {
		parts := strings.Split(rest, "/")
		return "jump", fmt.Sprintf("#m-100%s-%s", parts[0], parts[len(parts)-1])
	}
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return "link", url
	}
	return "plain", ""
}

func wordsOf(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
		b.WriteString(wordsOf(r.Runs))
	}
	return b.String()
}

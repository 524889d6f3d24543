package telegram

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"redress/flows/complaint"
)

// Text is text with its entities, whose offsets and lengths count UTF-16 code units (TG-07).
type Text struct {
	Text     string
	Entities []models.MessageEntity
}

// Scene is where a text is going to be read.
type Scene struct {
	Links map[string]complaint.Place // of the cards that the text refers to
	Group bool                       // "@name" in literal text must not call anybody
}

// Render turns rich text into Telegram's form. No markup language is involved, so nothing that
// a person wrote can be taken for formatting (TG-08, AB-05). Invisible characters are removed.
func Render(r complaint.Rich, in Scene) Text {
	var b strings.Builder
	var t Text
	offset := 0
	for _, span := range r {
		text := clean(span.Text)
		if in.Group {
			text = calm(text)
		}
		length := units(text)
		if e, ok := entity(span, in); ok && length > 0 {
			e.Offset, e.Length = offset, length
			t.Entities = append(t.Entities, e)
		}
		b.WriteString(text)
		offset += length
	}
	t.Text = b.String()
	return t
}

func entity(span complaint.Span, in Scene) (models.MessageEntity, bool) {
	switch span.Style {
	case complaint.Bold:
		return models.MessageEntity{Type: models.MessageEntityTypeBold}, true
	case complaint.Italic:
		return models.MessageEntity{Type: models.MessageEntityTypeItalic}, true
	case complaint.Quote:
		return models.MessageEntity{Type: models.MessageEntityTypeBlockquote}, true
	case complaint.Spoiler:
		return models.MessageEntity{Type: models.MessageEntityTypeSpoiler}, true
	case complaint.Card:
		url := link(in.Links[span.Ref])
		return models.MessageEntity{Type: models.MessageEntityTypeTextLink, URL: url}, url != ""
	case complaint.Mention:
		id, err := strconv.ParseInt(span.Ref, 10, 64)
		user := &models.User{ID: id, FirstName: "-"}
		return models.MessageEntity{Type: models.MessageEntityTypeTextMention, User: user}, err == nil && id > 0
	}
	return models.MessageEntity{}, false
}

// link is the address of a message for members of its chat; "" for basic groups and private
// chats, whose messages have none.
func link(p complaint.Place) string {
	const supergroup = -1_000_000_000_000
	if p.Chat >= supergroup || p.MessageID <= 0 {
		return ""
	}
	id := supergroup - p.Chat
	if p.Thread > 0 {
		return fmt.Sprintf("https://t.me/c/%d/%d/%d", id, p.Thread, p.MessageID)
	}
	return fmt.Sprintf("https://t.me/c/%d/%d", id, p.MessageID)
}

// units counts UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// shorten cuts s to at most limit UTF-16 units, with an ellipsis where something is gone.
func shorten(s string, limit int) string {
	if units(s) <= limit {
		return s
	}
	return s[:runeBorder(s, limit-1)] + "…"
}

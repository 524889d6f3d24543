package telegramtest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of texts in UTF-16 code units after entity parsing (TG-06).
const (
	maxText    = 4096
	maxCaption = 1024
)

// unitLen counts the UTF-16 code units of s; invalid bytes count as one each.
func unitLen(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// formatted is a text with its entities.
type formatted struct {
	text     string
	entities []Entity
}

// format turns the text parameters of a call into what Telegram stores: markup parsed,
// spaces at the ends cut, entities checked and sorted, commands, mentions and links found.
func format(text, mode string, entities []Entity) (formatted, *Error) {
	if !utf8.ValidString(text) {
		return formatted{}, badRequest("strings must be encoded in UTF-8")
	}
	f := formatted{text: text, entities: entities}
	switch strings.ToLower(mode) {
	case "":
	case "html":
		var e *Error
		if f.text, f.entities, e = parseHTML(text); e != nil {
			return formatted{}, e
		}
	default:
		return formatted{}, badRequest("unsupported parse_mode")
	}
	checked, err := checkEntities(f.text, f.entities)
	if err != nil {
		return formatted{}, badRequest(err.Error())
	}
	f.text, f.entities = trim(f.text, checked)
	f.entities = addFound(f.entities, findEntities(f.text))
	return f, nil
}

// formatText is format with the rules of a message text.
func formatText(text, mode string, entities []Entity) (formatted, *Error) {
	f, err := format(text, mode, entities)
	switch {
	case err != nil:
		return f, err
	case f.text == "":
		return f, badRequest("message text is empty")
	case unitLen(f.text) > maxText:
		return f, badRequest("message is too long")
	}
	return f, nil
}

// formatCaption is format with the rules of a caption.
func formatCaption(text, mode string, entities []Entity) (formatted, *Error) {
	f, err := format(text, mode, entities)
	if err == nil && unitLen(f.text) > maxCaption {
		return f, badRequest("message caption is too long")
	}
	return f, err
}

// trim cuts white space at both ends and moves the entities along.
func trim(text string, entities []Entity) (string, []Entity) {
	tail := strings.TrimRightFunc(text, unicode.IsSpace)
	head := strings.TrimLeftFunc(tail, unicode.IsSpace)
	if head == text {
		return text, entities
	}
	cut, size := unitLen(tail)-unitLen(head), unitLen(head)
	kept := make([]Entity, 0, len(entities))
	for _, e := range entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, size)
		if from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return head, kept
}

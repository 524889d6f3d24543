package telegramtest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// openTag is a tag that waits for its end.
type openTag struct {
	name, argument string
	offset         int // UTF-16 units
}

// htmlParser follows the rules and the words of Telegram's own parser.
type htmlParser struct {
	src      string
	pos      int
	out      strings.Builder
	units    int
	open     []openTag
	entities []Entity
}

// markupError is a refusal in the words of Telegram's parser.
func markupError(format string, args ...any) *Error {
	return badRequest("can't parse entities: " + fmt.Sprintf(format, args...))
}

// parseHTML turns Telegram's HTML into plain text with entities.
func parseHTML(src string) (string, []Entity, *Error) {
	p := htmlParser{src: src}
	for p.pos < len(src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, markupError("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	return p.out.String(), p.entities, nil
}

func (p *htmlParser) step() *Error {
	switch p.src[p.pos] {
	case '&':
		if r, size := decodeReference(p.src[p.pos:]); size > 0 {
			p.emit(r)
			p.pos += size
			return nil
		}
	case '<':
		if strings.HasPrefix(p.src[p.pos:], "</") {
			return p.endTag()
		}
		return p.startTag()
	}
	r, size := utf8.DecodeRuneInString(p.src[p.pos:])
	p.emit(r)
	p.pos += size
	return nil
}

func (p *htmlParser) emit(r rune) {
	p.out.WriteRune(r)
	p.units += len16(r)
}

func (p *htmlParser) startTag() *Error {
	begin := p.pos
	closing := strings.IndexByte(p.src[begin:], '>')
	if closing < 0 {
		return markupError("Unclosed start tag at byte offset %d", begin)
	}
	inner := p.src[begin+1 : begin+closing]
	name, rest := inner, ""
	if i := strings.IndexAny(inner, " \t\r\n"); i >= 0 {
		name, rest = inner[:i], inner[i:]
	}
	name = strings.ToLower(name)
	if !knownTag(name) {
		return markupError("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	attributes, err := parseAttributes(rest, name, begin)
	if err != nil {
		return err
	}
	argument, err := tagArgument(name, attributes, begin)
	if err != nil {
		return err
	}
	p.open = append(p.open, openTag{name: name, argument: argument, offset: p.units})
	p.pos = begin + closing + 1
	return nil
}

func (p *htmlParser) endTag() *Error {
	begin := p.pos
	if len(p.open) == 0 {
		return markupError("Unexpected end tag at byte offset %d", begin)
	}
	closing := strings.IndexByte(p.src[begin:], '>')
	if closing < 0 {
		return markupError("Unclosed end tag at byte offset %d", begin)
	}
	name := strings.ToLower(strings.TrimSpace(p.src[begin+2 : begin+closing]))
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return markupError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.pos = begin + closing + 1
	if p.units > tag.offset {
		p.close(tag)
	}
	return nil
}

func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: tagEntity(tag.name), Offset: tag.offset, Length: p.units - tag.offset}
	switch tag.name {
	case "a":
		if tag.argument == "" {
			return
		}
		e.URL = tag.argument
		if id, ok := strings.CutPrefix(tag.argument, "tg://user?id="); ok {
			n, _ := strconv.ParseInt(id, 10, 64)
			e.Type, e.URL, e.User = "text_mention", "", &User{ID: n}
		}
	case "tg-emoji":
		e.CustomEmojiID = tag.argument
	case "code":
		if n := len(p.open); n > 0 && p.open[n-1].name == "pre" && p.open[n-1].offset == tag.offset && tag.argument != "" {
			p.open[n-1].argument = tag.argument
			return
		}
	case "pre":
		e.Language = tag.argument
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	}
	p.entities = append(p.entities, e)
}

func knownTag(name string) bool { return tagEntity(name) != "" }

func tagEntity(name string) string {
	switch name {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "tg-spoiler", "span":
		return "spoiler"
	case "tg-emoji":
		return "custom_emoji"
	case "a":
		return "text_link"
	case "code", "pre", "blockquote":
		return name
	}
	return ""
}

func tagArgument(name string, attributes map[string]string, begin int) (string, *Error) {
	switch name {
	case "a":
		return attributes["href"], nil
	case "code":
		return strings.TrimPrefix(attributes["class"], "language-"), nil
	case "span":
		if attributes["class"] != "tg-spoiler" {
			return "", markupError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
		}
	case "tg-emoji":
		return attributes["emoji-id"], nil
	case "blockquote":
		if _, ok := attributes["expandable"]; ok {
			return "expandable", nil
		}
	}
	return "", nil
}

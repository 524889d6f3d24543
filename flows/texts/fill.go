package texts

import (
	"fmt"
	"strings"

	"redress/flows/complaint"
)

// fill turns a sentence with blanks and **bold** into spans.
func fill(sentence string, blanks []any) complaint.Rich {
	values := map[string]any{}
	for i := 0; i+1 < len(blanks); i += 2 {
		values[blanks[i].(string)] = blanks[i+1]
	}
	var out complaint.Rich
	style := complaint.Plain
	for sentence != "" {
		i := strings.IndexAny(sentence, "{*")
		switch {
		case i < 0:
			out = add(out, sentence, style)
			sentence = ""
		case strings.HasPrefix(sentence[i:], "**"):
			out = add(out, sentence[:i], style)
			style = toggle(style)
			sentence = sentence[i+2:]
		case sentence[i] == '{' && strings.Contains(sentence[i:], "}"):
			out = add(out, sentence[:i], style)
			end := i + strings.IndexByte(sentence[i:], '}')
			out = put(out, sentence[i+1:end], values, style)
			sentence = sentence[end+1:]
		default:
			out = add(out, sentence[:i+1], style)
			sentence = sentence[i+1:]
		}
	}
	return out
}

func toggle(s complaint.Style) complaint.Style {
	if s == complaint.Bold {
		return complaint.Plain
	}
	return complaint.Bold
}

// put fills one blank: {name}, or {name|one|other} where name is a number.
func put(out complaint.Rich, blank string, values map[string]any, style complaint.Style) complaint.Rich {
	name, forms, counted := strings.Cut(blank, "|")
	value, ok := values[name]
	if !ok {
		panic("texts: blank {" + name + "} was not filled")
	}
	if counted {
		one, other, _ := strings.Cut(forms, "|")
		if value == 1 {
			return add(out, one, style)
		}
		return add(out, other, style)
	}
	if rich, ok := value.(complaint.Rich); ok {
		for _, s := range rich {
			if s.Style == complaint.Plain {
				s.Style = style
			}
			out = append(out, s)
		}
		return out
	}
	return add(out, fmt.Sprint(value), style)
}

// add appends text, joining it to the last span of the same style.
func add(out complaint.Rich, text string, style complaint.Style) complaint.Rich {
	if text == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].Style == style && out[n-1].Ref == "" {
		out[n-1].Text += text
		return out
	}
	return append(out, complaint.Span{Text: text, Style: style})
}

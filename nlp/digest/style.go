package digest

import (
	"strings"
	"unicode"
)

// style is how a language writes sentences.
type style struct {
	most               int
	comma, stop, asked string
	space              bool // a space after punctuation
	cased              bool
}

func styleOf(language string) style {
	switch language {
	case "zh-Hans", "zh-Hant":
		return style{most: mostHan, comma: "，", stop: "。", asked: "？"}
	case "ja":
		return style{most: mostHan, comma: "、", stop: "。", asked: "？"}
	case "ar", "fa", "ur":
		return style{most: mostLatin, comma: "،", stop: ".", asked: "؟", space: true}
	case "th":
		return style{most: mostLatin, comma: " ", stop: "", asked: "?", space: true}
	}
	return style{most: mostLatin, comma: ",", stop: ".", asked: "?", space: true, cased: true}
}

// join writes the lines: bare places first, then the matter, bare numbers last.
func (w style) join(lines []line) string {
	var b strings.Builder
	lead, body, tail := part(lines)
	for _, l := range lead {
		b.WriteString(string(l.words))
		b.WriteString(w.comma)
		w.gap(&b)
	}
	for i, l := range body {
		w.write(&b, l.words, i == 0 && len(lead) == 0 || i > 0 && w.ends(body[i-1], l))
		switch {
		case i == len(body)-1, w.ends(l, body[i+1]):
			b.WriteString(w.end(l))
		default:
			b.WriteString(w.comma)
		}
		if i < len(body)-1 {
			w.gap(&b)
		}
	}
	out := b.String()
	for i, l := range tail {
		if i > 0 || len(body) > 0 {
			out = strings.TrimSuffix(out, w.stop)
		}
		out += w.bracket(string(l.words), out == "") + w.stop
	}
	if len(body)+len(tail) == 0 {
		out = strings.TrimRight(out, w.comma+" ") + w.stop
	}
	return out
}

func (w style) bracket(s string, alone bool) string {
	switch {
	case alone:
		return s
	case w.space:
		return " (" + s + ")"
	}
	return "（" + s + "）"
}

// part sorts bare answers to the front (where) or to the end (numbers, dates).
func part(lines []line) (lead, body, tail []line) {
	for _, l := range lines {
		switch l.place {
		case "":
			body = append(body, l)
		case "site", "where":
			lead = append(lead, l)
		default:
			tail = append(tail, l)
		}
	}
	if len(body) == 0 && len(lead) > 1 {
		lead, body = lead[:len(lead)-1], lead[len(lead)-1:]
	}
	return lead, body, tail
}

// ends tells whether a sentence ends between two lines. Short Chinese messages without
// punctuation flow together; in other scripts each message is a sentence.
func (w style) ends(a, b line) bool {
	if a.asks || a.message == b.message && a.sentence != b.sentence {
		return true
	}
	if a.message == b.message {
		return false
	}
	return w.space || len(a.words)+len(b.words) > 40
}

func (w style) end(l line) string {
	if l.asks {
		return w.asked
	}
	if n := len(l.words); n > 0 && strings.ContainsRune(".。!?！？", l.words[n-1]) {
		return ""
	}
	return w.stop
}

func (w style) write(b *strings.Builder, words []rune, first bool) {
	if !w.cased {
		b.WriteString(string(words))
		return
	}
	words = upperI(calm(words, first))
	if first && len(words) > 0 {
		words = append([]rune{unicode.ToUpper(words[0])}, words[1:]...)
	}
	b.WriteString(string(words))
}

func (w style) gap(b *strings.Builder) {
	if w.space {
		b.WriteByte(' ')
	}
}

// calm brings shouting down to lower case, keeping "I" and words with digits.
func calm(words []rune, first bool) []rune {
	upper, lower := 0, 0
	for _, r := range words {
		if unicode.IsUpper(r) {
			upper++
		} else if unicode.IsLower(r) {
			lower++
		}
	}
	if upper < 8 || lower*4 > upper {
		return words
	}
	fields := strings.Fields(string(words))
	for i, f := range fields {
		if f == "I" || strings.HasPrefix(f, "I'") || strings.ContainsAny(f, "0123456789@") {
			continue
		}
		fields[i] = strings.ToLower(f)
	}
	return []rune(strings.Join(fields, " "))
}

// Join writes finished sentences one after another, with a space where the script has one.
func Join(sentences []string) string {
	var b strings.Builder
	for i, s := range sentences {
		if i > 0 && !unicode.Is(unicode.Han, firstRune(s)) {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	return b.String()
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// upperI writes a lone English i as I.
func upperI(words []rune) []rune {
	out := append([]rune(nil), words...)
	for k, r := range out {
		alone := (k == 0 || out[k-1] == ' ') && (k+1 == len(out) || out[k+1] == ' ' || out[k+1] == '\'' || out[k+1] == '’')
		if r == 'i' && alone {
			out[k] = 'I'
		}
	}
	return out
}

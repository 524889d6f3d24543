package nlp

import (
	"regexp"
	"strings"
	"unicode"

	"redress/nlp/digest"
	"redress/nlp/reading"
)

// grounded keeps the sentences of a model's summary that the customer's words support; it
// returns "" when less than half is left, so that the extract is used.
func (u *Understanding) grounded(summary string, source reading.Text) string {
	said := newSupport(u.reader.FoldString(string(source.Raw)))
	var kept []string
	total, left := 0, 0
	for _, s := range sentences(summary) {
		n := len([]rune(s))
		total += n
		if said.supports(u.reader.FoldString(s)) && !promises(u.reader.FoldString(s), said.text) {
			kept = append(kept, s)
			left += n
		}
	}
	if left*2 < total || len(kept) == 0 {
		return ""
	}
	return digest.Join(kept)
}

// sentences cuts after closing punctuation, which stays.
func sentences(s string) []string {
	var out []string
	from := 0
	runes := []rune(s)
	for i, r := range runes {
		end := strings.ContainsRune("。！？!?\n", r) || r == '.' && (i+1 == len(runes) || unicode.IsSpace(runes[i+1]))
		if end || i == len(runes)-1 {
			if t := strings.TrimSpace(string(runes[from : i+1])); t != "" {
				out = append(out, t)
			}
			from = i + 1
		}
	}
	return out
}

// support knows what a source says: pairs of characters, beginnings of words, numbers.
type support struct {
	text  string
	pairs map[[2]rune]bool
	runes map[rune]bool
	stems map[string]bool
	sums  map[string]bool // numbers, without leading zeros
}

func newSupport(text string) support {
	s := support{text: text, pairs: map[[2]rune]bool{}, runes: map[rune]bool{}, stems: map[string]bool{}, sums: map[string]bool{}}
	r := []rune(text)
	for i, c := range r {
		s.runes[c] = true
		if i > 0 {
			s.pairs[[2]rune{r[i-1], c}] = true
		}
	}
	for _, w := range contentWords(text) {
		s.stems[stem(w)] = true
	}
	for _, n := range numbers(text) {
		s.sums[bareNumber(n)] = true
	}
	return s
}

// supports asks for every number, two thirds of the characters and two fifths of the pairs
// of Chinese, or half of the longer words of other scripts; of what is shorter, every letter.
func (s support) supports(sentence string) bool {
	if !s.counts(sentence) || !s.points(sentence) {
		return false
	}
	if han := hanOnly(sentence); len(han) >= 4 {
		return s.supportsHan(han)
	}
	words := contentWords(sentence)
	if len(words) == 0 {
		return strings.Contains(s.text, strings.TrimFunc(sentence, func(r rune) bool { return !isLetterOrDigit(r) }))
	}
	hits := 0
	for _, w := range words {
		if s.stems[stem(w)] {
			hits++
		}
	}
	return hits*2 >= len(words)
}

// pointer is something in a sentence that leads elsewhere: a link, an address, an account.
var pointer = regexp.MustCompile(`(?:https?://|www\.|t\.me/|[\pL\pN._%+-]*@)[^\s，。！？]+`)

// points asks that whatever leads elsewhere stands in the source.
func (s support) points(sentence string) bool {
	for _, p := range pointer.FindAllString(sentence, -1) {
		if !strings.Contains(s.text, strings.TrimRight(p, ".,;:!?)")) {
			return false
		}
	}
	return true
}

// counts asks for every number of the sentence, 三天 and 3天 being the same.
func (s support) counts(sentence string) bool {
	for _, n := range numbers(sentence) {
		if !s.sums[bareNumber(n)] && !s.spelled(n) {
			return false
		}
	}
	r := []rune(sentence)
	for i := 0; i+1 < len(r); i++ {
		d := strings.IndexRune(numerals, r[i])
		if d < 0 || r[i] == '一' {
			continue
		}
		digit := rune('0' + d/len("零"))
		if !s.pairs[[2]rune{r[i], r[i+1]}] && !s.pairs[[2]rune{digit, r[i+1]}] {
			return false
		}
	}
	return true
}

const numerals = "零一二三四五六七八九"

// spelled reports that a one-digit number stands in the source as a numeral.
func (s support) spelled(n string) bool {
	return len(n) == 1 && s.runes[[]rune(numerals)[n[0]-'0']]
}

func (s support) supportsHan(han []rune) bool {
	runes, pairs := 0, 0
	for i, c := range han {
		if s.runes[c] {
			runes++
		}
		if i > 0 && s.pairs[[2]rune{han[i-1], c}] {
			pairs++
		}
	}
	return runes*3 >= len(han)*2 && pairs*5 >= (len(han)-1)*2
}

func hanOnly(s string) []rune {
	var out []rune
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			out = append(out, r)
		}
	}
	return out
}

func bareNumber(n string) string { return strings.TrimLeft(n, "0") }

func numbers(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// contentWords are the words of four letters or more.
func contentWords(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) || unicode.Is(unicode.Han, r) }) {
		if len([]rune(w)) >= 4 && !frame(w) {
			out = append(out, w)
		}
	}
	return out
}

// frame tells words that summaries are built with.
func frame(w string) bool {
	switch w {
	case "customer", "customers", "reports", "says", "states", "that", "they", "with", "their", "this", "have", "been", "were", "from", "wants", "would", "like", "asks", "requests", "because", "after", "also":
		return true
	}
	return false
}

func stem(w string) string {
	r := []rune(w)
	return string(r[:min(len(r), 4)])
}

// promises tells commitments and findings that only the organisation could state.
func promises(sentence, said string) bool {
	for _, p := range []string{"我们会", "我们将", "客服已", "已承诺", "已为您", "已安排", "保证", "将为", "会尽快为", "已受理", "已批准", "已退款", "we will", "we have", "has been approved", "will be refunded", "we apologi", "we are sorry", "has been resolved", "guarantee", "is entitled"} {
		if strings.Contains(sentence, p) && !strings.Contains(said, p) {
			return true
		}
	}
	return false
}

package reading

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed han.txt
var hanTable string

// Reader folds and cuts texts. It is immutable and safe for concurrent use.
type Reader struct {
	fold        map[rune]rune // traditional to simplified
	traditional map[rune]bool
	simplified  map[rune]bool
	common      map[string][]string // frequent words of languages in Latin script
}

// Text is one text read: Raw as written, Fold of the same length for matching.
type Text struct {
	Raw     []rune
	Fold    []rune
	Clauses []Clause
}

// Clause is a stretch of text between punctuation, [Start, End) in runes, without it.
type Clause struct {
	Start, End int
	Sentence   int  // clauses of one sentence share the number
	Asks       bool // ends in a question mark
}

// New builds the tables.
func New() *Reader {
	r := &Reader{fold: map[rune]rune{}, traditional: map[rune]bool{}, simplified: map[rune]bool{}}
	lines := tableLines(hanTable)
	from, to := []rune(lines[0]), []rune(lines[1])
	for i, t := range from {
		r.fold[t] = to[i]
		r.traditional[t] = true
	}
	for _, t := range lines[2] {
		r.simplified[t] = true
	}
	for _, both := range "乾徵於夥著" {
		delete(r.traditional, both)
	}
	r.fold['著'] = '着'
	r.common = commonWords()
	return r
}

func tableLines(s string) []string {
	var lines []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			lines = append(lines, l)
		}
	}
	return lines
}

// Read folds s and cuts it into clauses. Invalid UTF-8 becomes U+FFFD.
func (r *Reader) Read(s string) Text {
	raw := []rune(s)
	fold := make([]rune, len(raw))
	for i, c := range raw {
		fold[i] = r.Fold(c)
	}
	t := Text{Raw: raw, Fold: fold}
	t.Clauses = clauses(fold)
	return t
}

// Fold maps one rune to the form that rules are written in: lower case, half width,
// simplified, straight quotes, plain spaces.
func (r *Reader) Fold(c rune) rune {
	switch {
	case c < 0x80:
		if c >= 'A' && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	case c >= 0xFF01 && c <= 0xFF5E:
		return r.Fold(c - 0xFEE0)
	case c == 0x3000, c == 0xA0, c == 0x202F:
		return ' '
	case c == '￥':
		return '¥'
	case c == '’', c == '‘', c == 'ʼ':
		return '\''
	case c == '“', c == '”', c == '„', c == '«', c == '»':
		return '"'
	case c == '–', c == '—', c == '−', c == '‐', c == '‑':
		return '-'
	case c == 'ё', c == 'Ё':
		return 'е'
	}
	if s, ok := r.fold[c]; ok {
		return s
	}
	return unicode.ToLower(c)
}

// FoldString folds a whole string.
func (r *Reader) FoldString(s string) string {
	return strings.Map(r.Fold, s)
}

// Words returns the text as written between two rune positions, trimmed.
func (t Text) Words(start, end int) string {
	start, end = max(start, 0), min(end, len(t.Raw))
	if start >= end {
		return ""
	}
	return strings.TrimSpace(string(t.Raw[start:end]))
}

// ClauseAt returns the index of the clause that holds position i, or -1.
func (t Text) ClauseAt(i int) int {
	lo, hi := 0, len(t.Clauses)
	for lo < hi {
		mid := (lo + hi) / 2
		switch c := t.Clauses[mid]; {
		case i < c.Start:
			hi = mid
		case i >= c.End:
			lo = mid + 1
		default:
			return mid
		}
	}
	return -1
}

// Sentence returns the span of the sentence that clause i belongs to.
func (t Text) Sentence(i int) (start, end int) {
	first, last := i, i
	for first > 0 && t.Clauses[first-1].Sentence == t.Clauses[i].Sentence {
		first--
	}
	for last+1 < len(t.Clauses) && t.Clauses[last+1].Sentence == t.Clauses[i].Sentence {
		last++
	}
	return t.Clauses[first].Start, t.Clauses[last].End
}

package llm

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Answer is the form as filled in, checked against the closed lists: what is in none of
// them is left out.
type Answer struct {
	Kind      string
	Category  string // "" none
	Facts     []Fact
	Fields    map[string]string
	Wish      string // "" none
	Sentiment float64
	Language  string
	Summary   string
	Injection bool
	Tokens    int
}

// Fact is a circumstance with the words said to show it.
type Fact struct{ Name, Words string }

type filled struct {
	Kind     string `json:"kind"`
	Category string `json:"category"`
	Facts    []struct {
		Name  string `json:"name"`
		Words string `json:"words"`
	} `json:"facts"`
	Fields []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
	Wish      string  `json:"wish"`
	Sentiment float64 `json:"sentiment"`
	Language  string  `json:"language"`
	Summary   string  `json:"summary"`
	Injection bool    `json:"injection"`
}

var thought = regexp.MustCompile(`(?s)<think(?:ing)?>.*?</think(?:ing)?>`)

// afterThoughts leaves out what a model thought aloud; some begin without saying so.
func afterThoughts(content string) string {
	s := thought.ReplaceAllString(content, "")
	for _, end := range []string{"</think>", "</thinking>"} {
		if i := strings.LastIndex(s, end); i >= 0 {
			s = s[i+len(end):]
		}
	}
	return s
}

const mostObjects = 8 // that are tried before an answer counts as unreadable

// read takes the first JSON object out of an answer that is the form, and checks it.
func (f Form) read(content string) (Answer, error) {
	last := fmt.Errorf("%w: no JSON object", ErrUnreadable)
	rest := afterThoughts(content)
	for range mostObjects {
		raw, after, ok := nextObject(rest)
		if !ok {
			break
		}
		rest = after
		if raw == "" {
			continue
		}
		var in filled
		if err := json.Unmarshal([]byte(raw), &in); err != nil {
			last = fmt.Errorf("%w: not the form", ErrUnreadable)
			continue
		}
		a, err := f.check(in)
		if err == nil {
			return a, nil
		}
		last = err
	}
	return Answer{}, last
}

const (
	mostFacts = 20
	mostWords = 200 // runes of a quote or a value
)

func (f Form) check(in filled) (Answer, error) {
	if !slices.Contains(kinds(), in.Kind) {
		return Answer{}, fmt.Errorf("%w: unknown kind", ErrUnreadable)
	}
	a := Answer{Kind: in.Kind, Injection: in.Injection, Fields: map[string]string{}}
	if slices.ContainsFunc(f.Categories, func(c Choice) bool { return c.ID == in.Category }) {
		a.Category = in.Category
	}
	if slices.Contains(f.Wishes, in.Wish) {
		a.Wish = in.Wish
	}
	if !math.IsNaN(in.Sentiment) {
		a.Sentiment = max(-1, min(1, in.Sentiment))
	}
	if len(in.Language) <= 12 {
		a.Language = in.Language
	}
	if utf8.RuneCountInString(in.Summary) <= 800 && !strings.ContainsRune(in.Summary, utf8.RuneError) {
		a.Summary = strings.TrimSpace(printable(in.Summary))
	}
	for _, x := range in.Facts[:min(len(in.Facts), mostFacts)] {
		if slices.Contains(f.Facts, x.Name) && x.Words != "" && utf8.RuneCountInString(x.Words) <= mostWords {
			a.Facts = append(a.Facts, Fact{x.Name, x.Words})
		}
	}
	for _, x := range in.Fields[:min(len(in.Fields), mostFacts)] {
		if slices.Contains(f.Fields, x.Name) && x.Value != "" && utf8.RuneCountInString(x.Value) <= mostWords {
			a.Fields[x.Name] = x.Value
		}
	}
	return a, nil
}

// printable leaves out what cannot be seen: control characters, and marks that turn the
// direction of what follows.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}

// nextObject finds the next balanced {…}, minding strings, and what follows it; raw is ""
// when a brace is never closed. ok is false when there is no brace left.
func nextObject(s string) (raw, after string, ok bool) {
	start := strings.IndexByte(s, '{')
	if start < 0 {
		return "", "", false
	}
	depth, quoted, escaped := 0, false, false
	for i := start; i < len(s); i++ {
		switch c := s[i]; {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return s[start : i+1], s[i+1:], true
			}
		}
	}
	return "", s[start+1:], true
}

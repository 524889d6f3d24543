package llm

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
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

// read takes the first JSON object out of an answer and checks it.
func (f Form) read(content string) (Answer, error) {
	raw, ok := firstObject(thought.ReplaceAllString(content, ""))
	if !ok {
		return Answer{}, fmt.Errorf("%w: no JSON object", ErrUnreadable)
	}
	var in filled
	if err := json.Unmarshal([]byte(raw), &in); err != nil {
		return Answer{}, fmt.Errorf("%w: not the form", ErrUnreadable)
	}
	return f.check(in)
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
	if utf8.ValidString(in.Summary) && utf8.RuneCountInString(in.Summary) <= 800 {
		a.Summary = strings.TrimSpace(in.Summary)
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

// firstObject finds the first balanced {…}, minding strings.
func firstObject(s string) (string, bool) {
	start := strings.IndexByte(s, '{')
	if start < 0 {
		return "", false
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
				return s[start : i+1], true
			}
		}
	}
	return "", false
}

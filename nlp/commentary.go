package nlp

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/nlp/llm"
)

// Bounds of a commentary.
const (
	longestCommentary = 700 // runes
	mostSentences     = 3
)

// Comment asks the model for three sentences about the figures of a day. It returns "" when
// there is no model, when it does not answer in time, and when what it wrote has a number that
// is not among the facts, as digits or as a word, or is no plain text of at most three
// sentences: counting is not the model's.
func (u *Understanding) Comment(ctx context.Context, language, facts string) string {
	if u.writer == nil || facts == "" {
		return ""
	}
	text, err := u.writer.Comment(ctx, llm.Commentary{Language: language, Facts: facts})
	if err != nil {
		u.log.Info("the digest goes without a reading", "reason", err.Error())
		return ""
	}
	text = strings.Join(strings.Fields(text), " ")
	if !plain(text) || !figuresFrom(text, facts) {
		u.log.Warn("the model's reading of the day was dropped: it is not borne out by the figures")
		return ""
	}
	return text
}

func plain(text string) bool {
	n := utf8.RuneCountInString(text)
	return n > 0 && n <= longestCommentary && !strings.ContainsAny(text, "<>{}`@*#|") && !strings.Contains(text, "://") && countSentences(text) <= mostSentences
}

// countSentences counts the ends of sentences; a point between digits or inside a word is none.
func countSentences(text string) int {
	n, r := 0, []rune(text)
	for i, c := range r {
		switch {
		case strings.ContainsRune("。！？!?", c):
			n++
		case c == '.' && (i+1 == len(r) || unicode.IsSpace(r[i+1])):
			n++
		}
	}
	return n
}

var (
	figure      = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	numberWords = regexp.MustCompile(`(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|halved?|thirds?|quarters?|doubled?|tripled?|twice|thrice)\b`)
	hanNumbers  = regexp.MustCompile(`[〇一二两兩三四五六七八九十百千万萬]+\s*(?:多|余|餘|几|幾)?\s*(?:件|人|次|天|日|周|週|个|個|位|名|小时|小時|分钟|分鐘|分|成|倍|条|條|宗|例|半|％|%)|百分之|翻倍|翻番|一半|减半|減半`)
)

// figuresFrom reports whether every number of a text stands in the facts, to the digit. A share
// in words cannot be checked and is taken for one that does not.
func figuresFrom(text, facts string) bool {
	known := map[string]bool{}
	for _, n := range figure.FindAllString(facts, -1) {
		known[n] = true
	}
	for _, n := range figure.FindAllString(text, -1) {
		if !known[n] {
			return false
		}
	}
	for _, words := range []*regexp.Regexp{numberWords, hanNumbers} {
		for _, w := range words.FindAllString(text, -1) {
			if !strings.Contains(strings.ToLower(facts), strings.ToLower(w)) {
				return false
			}
		}
	}
	return true
}

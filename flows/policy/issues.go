package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// LintIssues finds what a customer raised and a final reply does not speak of, where the policy
// wants every issue covered (VK-P1). An issue is a clause that holds a keyword of the taxonomy;
// a reply speaks of it when it has that keyword or another word of the clause. With a single
// issue there is nothing to forget. told is all the customer wrote. Findings have the
// customer's words and no place.
func (p *Policy) LintIssues(lang, told, reply string) (found []Finding) {
	issues := p.issues(told)
	if len(issues) < 2 {
		return nil
	}
	low := strings.ToLower(reply)
	for i := range p.conduct {
		r := &p.conduct[i]
		for _, issue := range issues {
			if r.covers && !issue.in(low) {
				f := r.finding(lang, "", [2]int{})
				f.Words = issue.words
				found = append(found, f)
			}
		}
	}
	return found
}

// issue is one thing a customer complains of: the clause, and what in a reply shows that it is
// spoken of.
type issue struct {
	words string
	marks []string
}

func (p *Policy) issues(told string) (out []issue) {
	seen := map[string]bool{}
	for _, clause := range strings.FieldsFunc(told, func(r rune) bool { return strings.ContainsRune(".,;!?。，；！？、\n", r) }) {
		low := strings.ToLower(strings.TrimSpace(clause))
		key := p.keywordIn(low)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, issue{strings.TrimSpace(clause), append(content(low), key)})
	}
	return out
}

// keywordIn is the first keyword of any category and language in a clause.
func (p *Policy) keywordIn(low string) string {
	for i := range p.categories {
		for _, lang := range p.languages {
			for _, word := range p.categories[i].Keywords[lang] {
				if containsWord(low, strings.ToLower(word)) {
					return strings.ToLower(word)
				}
			}
		}
	}
	return ""
}

func (i issue) in(reply string) bool {
	for _, m := range i.marks {
		if containsWord(reply, m) {
			return true
		}
	}
	return false
}

// content lists the words of a clause that say what it is about: longer words, and pairs of
// Chinese characters.
func content(low string) (out []string) {
	for _, word := range strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) }) {
		runes := []rune(word)
		switch {
		case unicode.Is(unicode.Han, runes[0]):
			for i := range len(runes) - 1 {
				out = append(out, string(runes[i:i+2]))
			}
		case utf8.RuneCountInString(word) >= 5:
			out = append(out, word)
		}
	}
	return out
}

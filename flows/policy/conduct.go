package policy

import (
	"regexp"
	"slices"
	"strings"
)

// Finding is a phrase that staff (or a model) had better not send.
type Finding struct {
	Rule       string   // group of domain 1.22.5: G1 … G9, or the policy's own id
	Sources    []string // the procedures' rules behind it
	Name       string   // what is wrong, in the language asked for
	Words      string   // the words found, as they stand in the text
	Start, End int      // byte offsets of Words in the text
	Better     string   // better wording, in the language asked for
	Approval   string   // role whose approval makes it right; "" for style
}

type conductRule struct {
	id         string
	sources    []string
	name       Names
	phrases    []string // lower case, all languages
	patterns   []*regexp.Regexp
	must       []string // a final reply contains one of these; lower case, all languages
	files      []string // kinds of files that are not sent just like that
	unlessTime bool
	final      bool      // looked at in the reply that ends a complaint alone
	covers     bool      // a final reply speaks of everything the customer raised
	when       condition // of the complaint
	approval   string
	better     Names
}

// saysWhen recognises that a text names a time, which makes "soon" harmless (LG-M1).
var saysWhen = regexp.MustCompile(`(?i)\d\s*(?:[:：]\s*\d\d|[点點时時日号號天]|个?小时|個?小時|分钟|分鐘|个?工作日|h\b|hours?\b|min|days?\b|am\b|pm\b|o'clock)|[一二两兩三四五六七八九十]\s*(?:[点點天]|个?小时|個?小時|个?工作日|個?工作日)|今天|明天|今晚|周[一二三四五六日]|週[一二三四五六日]|today|tonight|tomorrow|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b`)

// Lint finds forbidden phrases in a text that is about to go to a customer, in the order
// they stand in it. Phrases of every language are looked for; names and better wordings
// come in lang. It never changes the text. Rules with a condition go by a complaint of which
// nothing is known; see LintFor.
func (p *Policy) Lint(lang, text string) []Finding { return p.LintFor(Facts{}, lang, text) }

// LintFor is Lint for words about a complaint with those facts.
func (p *Policy) LintFor(f Facts, lang, text string) []Finding {
	p.settle(&f)
	return p.lint(&f, false, lang, text)
}

// lint looks for what a text says; with final also for what only the last reply may not say.
func (p *Policy) lint(f *Facts, final bool, lang, text string) []Finding {
	low := strings.ToLower(text)
	if len(low) != len(text) {
		low = text // lowering changed byte positions; match as written
	}
	timed := saysWhen.MatchString(text)
	var found []Finding
	for i := range p.conduct {
		r := &p.conduct[i]
		if r.unlessTime && timed || r.final && !final || !p.evaluations.holds(r.when, f) {
			continue
		}
		for _, at := range r.places(low) {
			found = append(found, r.finding(lang, text, at))
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return a.Start - b.Start })
	return found
}

// LintReply is Lint for the reply that ends a complaint: it also finds what such a reply must
// say and does not, such as thanks or the uniform signature (VK-P1). Those findings come
// last, without words or place.
func (p *Policy) LintReply(lang, text string) []Finding { return p.LintReplyFor(Facts{}, lang, text) }

// LintReplyFor is LintReply for a complaint with those facts. A final rule without words of
// its own concerns every such reply (LG-Q2).
func (p *Policy) LintReplyFor(f Facts, lang, text string) []Finding {
	p.settle(&f)
	found := p.lint(&f, true, lang, text)
	low := strings.ToLower(text)
	for i := range p.conduct {
		r := &p.conduct[i]
		said := slices.ContainsFunc(r.must, func(w string) bool { return containsWord(low, w) })
		lacks := len(r.must) > 0 && !said || r.wordless()
		if lacks && p.evaluations.holds(r.when, &f) {
			found = append(found, r.finding(lang, "", [2]int{}))
		}
	}
	return found
}

// LintFiles finds kinds of files that staff had better not send just like that, such as a
// letter that its head has to confirm (SH-Q3). Findings have neither words nor place.
func (p *Policy) LintFiles(lang string, kinds []string) []Finding {
	var found []Finding
	for i := range p.conduct {
		r := &p.conduct[i]
		if slices.ContainsFunc(r.files, func(k string) bool { return slices.Contains(kinds, k) }) {
			found = append(found, r.finding(lang, "", [2]int{}))
		}
	}
	return found
}

// wordless reports whether a rule concerns a final reply whatever it says.
func (r *conductRule) wordless() bool {
	return r.final && len(r.phrases)+len(r.patterns)+len(r.must)+len(r.files) == 0
}

func (r *conductRule) places(low string) (places [][2]int) {
	for _, phrase := range r.phrases {
		for at, ok := findWord(low, phrase, 0); ok; at, ok = findWord(low, phrase, at+len(phrase)) {
			places = append(places, [2]int{at, at + len(phrase)})
		}
	}
	for _, pattern := range r.patterns {
		for _, at := range pattern.FindAllStringIndex(low, -1) {
			places = append(places, [2]int{at[0], at[1]})
		}
	}
	return outermost(places)
}

// outermost drops places inside others, so that overlapping phrases are one finding.
func outermost(places [][2]int) (out [][2]int) {
	slices.SortFunc(places, func(a, b [2]int) int {
		if a[0] != b[0] {
			return a[0] - b[0]
		}
		return b[1] - a[1]
	})
	for _, p := range places {
		if n := len(out); n == 0 || p[1] > out[n-1][1] {
			out = append(out, p)
		}
	}
	return out
}

func (r *conductRule) finding(lang, text string, at [2]int) Finding {
	return Finding{
		Rule: r.id, Sources: r.sources, Name: r.name.In(lang), Words: text[at[0]:at[1]],
		Start: at[0], End: at[1], Better: r.better.In(lang), Approval: r.approval,
	}
}

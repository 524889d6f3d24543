package facts

import (
	"unicode"

	"redress/flows/complaint"
	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

// judge weighs a hit against the words before it: it returns the name to record, which may
// be milder, or "" for no fact.
func judge(t reading.Text, turns []lexicon.Hit, name string, h lexicon.Hit) string {
	if intention(name) {
		if negated(t, turns, h) {
			return ""
		}
		return name
	}
	switch {
	case negated(t, turns, h):
		return ""
	case name == complaint.FactDanger:
		return danger(t, turns, h)
	case name == complaint.FactSelfHarm, name == complaint.FactThreat:
		return name
	case before(t, turns, h, "near", sameSentence):
		return complaint.FactHazard
	case before(t, turns, h, "if", sameClause):
		if name == complaint.FactHazard {
			return name
		}
		return ""
	}
	return name
}

// intention tells facts that are what the customer will do: "if … I will sue" counts.
func intention(name string) bool {
	return name == complaint.FactMedia || name == complaint.FactLawsuit || name == complaint.FactRegulator
}

// danger is danger now: not feared, not supposed, not past.
func danger(t reading.Text, turns []lexicon.Hit, h lexicon.Hit) string {
	for _, tag := range []string{"near", "if", "past"} {
		if around(t, turns, h, tag) {
			return complaint.FactHazard
		}
	}
	return complaint.FactDanger
}

type reach int

const (
	sameClause reach = iota
	sameSentence
)

func before(t reading.Text, turns []lexicon.Hit, h lexicon.Hit, tag string, r reach) bool {
	i := t.ClauseAt(h.Start)
	if i < 0 {
		return false
	}
	start := t.Clauses[i].Start
	if r == sameSentence {
		start, _ = t.Sentence(i)
		start = max(start, h.Start-24)
	}
	for _, n := range turns {
		if n.Tag == tag && n.Start >= start && n.Start < h.End && n.End <= h.End && n.Start <= h.Start {
			return true
		}
	}
	return false
}

// around looks in the whole sentence, and in the next for the past that settles it.
func around(t reading.Text, turns []lexicon.Hit, h lexicon.Hit, tag string) bool {
	i := t.ClauseAt(h.Start)
	if i < 0 {
		return false
	}
	start, end := t.Sentence(i)
	if tag == "past" {
		end = min(end+60, len(t.Fold))
	}
	for _, n := range turns {
		if n.Tag == tag && n.Start >= start && n.End <= end {
			return true
		}
	}
	return false
}

const (
	nearHan   = 5  // runes between a Chinese negation and what it denies
	nearLatin = 22 // about four words
)

// negated reports a negation shortly before the hit in the same clause, or inside its gap.
func negated(t reading.Text, turns []lexicon.Hit, h lexicon.Hit) bool {
	i := t.ClauseAt(h.Start)
	if i < 0 {
		return false
	}
	limit := nearLatin
	if unicode.Is(unicode.Han, t.Fold[h.Start]) {
		limit = nearHan
	}
	for _, n := range turns {
		if n.Tag != "no" || n.Start < t.Clauses[i].Start {
			continue
		}
		if n.End <= h.Start && h.Start-n.End <= limit && !broken(t.Fold[n.End:h.Start]) && !doubled(t, n) {
			return true
		}
	}
	return false
}

// broken tells that the words between begin a new statement: 没处理好导致…, "not fixed and".
func broken(between []rune) bool {
	for _, stop := range []string{"导致", "造成", "结果", "就", "还", "却", "害", "吃了", "让", "到", "才", "but ", " and ", "because ", " i ", " i'll ", " we ", " will ", "only ", "until ", "resulting", "so ", " when ", "causing "} {
		if contains(between, []rune(stop)) {
			return true
		}
	}
	return false
}

// doubled tells a negation that states: 不得不, 不是没有, "not only", "no wonder".
func doubled(t reading.Text, n lexicon.Hit) bool {
	rest := t.Fold[n.Start:min(n.End+6, len(t.Fold))]
	for _, s := range []string{"不得不", "不是没", "不仅", "不但", "不只", "不光", "不停", "不断", "不止", "不小心", "不到", "不知道", "不晓得", "不新鲜", "不卫生", "不干净", "不好", "没熟", "没煮熟", "不舒服", "没多久", "没几", "不久", "不行", "not only", "no wonder", "no doubt", "not just", "no sooner"} {
		if hasPrefix(rest, []rune(s)) {
			return true
		}
	}
	return false
}

func contains(in, what []rune) bool {
	for i := 0; i+len(what) <= len(in); i++ {
		if hasPrefix(in[i:], what) {
			return true
		}
	}
	return false
}

func hasPrefix(in, what []rune) bool {
	if len(in) < len(what) {
		return false
	}
	for i, r := range what {
		if in[i] != r {
			return false
		}
	}
	return true
}

package digest

import (
	"cmp"
	"slices"
	"unicode"
)

// distinct drops lines that say again what an earlier or a longer one says.
func distinct(lines []line) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		l.pairs = pairs(l.fold)
		i := slices.IndexFunc(out, func(o line) bool { return same(o, l) })
		switch {
		case i < 0:
			out = append(out, l)
		case len(l.fold) > len(out[i].fold)+4 && l.place == "":
			out[i] = l
		}
	}
	slices.SortStableFunc(out, func(a, b line) int { return cmp.Compare(a.message, b.message) })
	return out
}

// same compares two-character sets: nearly equal, or one within the other.
func same(a, b line) bool {
	if len(a.pairs) == 0 || len(b.pairs) == 0 {
		return string(a.fold) == string(b.fold)
	}
	small, sum := min(len(a.pairs), len(b.pairs)), len(a.pairs)+len(b.pairs)
	least := min(small, sum*4/9) // fewer in common are no match either way
	both := common(a.pairs, b.pairs, least)
	return float64(both) >= 0.8*float64(sum-both) || small >= 4 && both == small
}

// pairs lists the pairs of neighbouring letters, sorted, each once.
func pairs(s []rune) []uint64 {
	out := make([]uint64, 0, len(s))
	for i := 0; i+1 < len(s); i++ {
		if isLetter(s[i]) && isLetter(s[i+1]) {
			out = append(out, uint64(s[i])<<32|uint64(s[i+1]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// common counts what two sorted lists share, as long as it may reach least.
func common(a, b []uint64, least int) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) && n+min(len(a)-i, len(b)-j) >= least {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

const mostSentences = 3

// fit keeps all lines when they are short enough, else the weightiest sentences, in order.
func fit(lines []line, most int) []line {
	if length(lines) <= most {
		return lines
	}
	groups := sentences(lines)
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score(groups[b], b), score(groups[a], a)) })
	kept := map[int]bool{}
	for _, i := range order {
		if len(kept) == mostSentences || len(kept) > 0 && score(groups[i], i) < leastScore {
			break
		}
		kept[i] = true
	}
	var out []line
	for i, g := range groups {
		if kept[i] {
			out = append(out, g...)
		}
	}
	return shorten(out, most)
}

const leastScore = 2.5 // a sentence with no more than this adds nothing to a summary

// shorten drops the lightest clauses, the later of equals, but leaves each sentence one.
func shorten(lines []line, most int) []line {
	lines = slices.Clone(lines)
	for length(lines) > most {
		worst := -1
		for i, l := range lines {
			if !lone(lines, i) && (worst < 0 || l.weight <= lines[worst].weight) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		lines = slices.Delete(lines, worst, worst+1)
	}
	for i := range lines {
		lines[i].words = cut(lines[i].words, most)
	}
	return lines
}

// lone tells the only line left of its sentence.
func lone(lines []line, i int) bool {
	same := func(k int) bool {
		return k >= 0 && k < len(lines) && lines[k].message == lines[i].message && lines[k].sentence == lines[i].sentence
	}
	return !same(i-1) && !same(i+1)
}

func sentences(lines []line) [][]line {
	var out [][]line
	from := 0
	for i := range lines {
		if i+1 == len(lines) || lines[i+1].message != lines[i].message || lines[i+1].sentence != lines[i].sentence {
			out = append(out, lines[from:i+1])
			from = i + 1
		}
	}
	return out
}

// score is the weight of the two weightiest clauses, with a bonus for what comes early.
func score(lines []line, position int) float64 {
	first, second := 0.0, 0.0
	for _, l := range lines {
		if l.place != "" {
			return 100
		}
		switch {
		case l.weight > first:
			first, second = l.weight, first
		case l.weight > second:
			second = l.weight
		}
	}
	return first + second + 2/float64(position+1)
}

func length(lines []line) int {
	n := 0
	for _, l := range lines {
		n += len(l.words) + 1
	}
	return n
}

// cut shortens at a word or rune boundary.
func cut(words []rune, most int) []rune {
	if len(words) <= most {
		return words
	}
	end := most
	for end > most/2 && isLetter(words[end]) && isLetter(words[end-1]) && !unicode.Is(unicode.Han, words[end]) {
		end--
	}
	return append(tidy(words[:end]), '…')
}

// tidy trims and collapses spaces and stray punctuation at the ends.
func tidy(words []rune) []rune { return tidyInto(make([]rune, 0, len(words)), words) }

// tidyInto is tidy in given room, which may be that of the words.
func tidyInto(out, words []rune) []rune {
	for _, r := range words {
		if unicode.IsSpace(r) {
			r = ' '
			if len(out) == 0 || out[len(out)-1] == ' ' {
				continue
			}
		}
		if !isDecoration(r) {
			out = append(out, r)
		}
	}
	start, end := 0, len(out)
	for start < end && (out[start] == ' ' || trailing(out[start]) || out[start] == '.') {
		start++
	}
	for end > start && (out[end-1] == ' ' || trailing(out[end-1])) {
		end--
	}
	return out[start:end]
}

func trailing(r rune) bool {
	switch r {
	case ',', '，', '、', ';', '；', ':', '：', '-', '~', '～', '。', '!', '！', '…', '*':
		return true
	}
	return false
}

func isLetter(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isParticle(r rune) bool {
	switch r {
	case '啊', '呀', '吧', '吗', '嘛', '呢', '哦', '噢', '了', '的', '啦', '哈', '唉', '哎', '嗯', '喔', '咯':
		return true
	}
	return false
}

// isDecoration tells emoji, control and formatting characters.
func isDecoration(r rune) bool {
	if r >= 0x20 && r < 0x7F || r >= 0x3000 && r <= 0x9FFF {
		return false
	}
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Cc, r) && r != '\n' || unicode.Is(unicode.Cf, r) ||
		r == 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF || r == unicode.ReplacementChar
}

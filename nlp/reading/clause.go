package reading

import "unicode"

type stop int

const (
	none stop = iota
	comma
	full
	ask
)

// clauses cuts folded text at punctuation. A full stop between digits or letters, as in
// 3.5 or e.g, does not cut; a comma between digits does not either.
func clauses(fold []rune) []Clause {
	out := make([]Clause, 0, len(fold)/8+1)
	start, sentence := 0, 0
	cut := func(end int, s stop) {
		from, to := trim(fold, start, end)
		if from < to {
			out = append(out, Clause{Start: from, End: to, Sentence: sentence, Asks: s == ask})
		} else if s == ask && len(out) > 0 {
			out[len(out)-1].Asks = true
		}
		if s >= full {
			sentence++
		}
		start = end + 1
	}
	for i := range fold {
		if s := stopAt(fold, i); s != none {
			cut(i, s)
		}
	}
	cut(len(fold), full)
	return out
}

func stopAt(fold []rune, i int) stop {
	switch c := fold[i]; c {
	case '。', '!', '…', '\n', '\r', '\u2028':
		return full
	case '?', '؟', '⁇':
		return ask
	case ';', '、', '~':
		return comma
	case '.':
		if inWord(fold, i) {
			return none
		}
		return full
	case ',':
		if between(fold, i, unicode.IsDigit) {
			return none
		}
		return comma
	case ' ':
		if hanBeside(fold, i) {
			return comma
		}
	}
	return none
}

func inWord(fold []rune, i int) bool {
	return i+1 < len(fold) && i > 0 && isWord(fold[i+1]) && isWord(fold[i-1])
}

func between(fold []rune, i int, is func(rune) bool) bool {
	return i > 0 && i+1 < len(fold) && is(fold[i-1]) && is(fold[i+1])
}

// hanBeside tells a space that Chinese writers use for a comma.
func hanBeside(fold []rune, i int) bool {
	return i > 0 && i+1 < len(fold) && isHan(fold[i-1]) && isHan(fold[i+1])
}

func isHan(c rune) bool { return unicode.Is(unicode.Han, c) }

func isWord(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsDigit(c)) && !isHan(c)
}

func trim(fold []rune, start, end int) (int, int) {
	for start < end && unicode.IsSpace(fold[start]) {
		start++
	}
	for end > start && unicode.IsSpace(fold[end-1]) {
		end--
	}
	return start, end
}

// Package classify is a small linear classifier: hashed character and word n-grams plus a few
// dense features, multinomial logistic regression, weights in eight bits.
package classify

import (
	"slices"
	"unicode"
)

// Bits is the size of the hash space of n-grams, as a power of two.
const Bits = 17

const buckets = 1 << Bits

// Grams returns the hashed n-grams of a folded text, sorted, each once: one to three
// characters of Chinese and the like; words, pairs of words, beginnings of words and three
// letters in a row of other scripts. Digits count as one character.
func Grams(fold []rune) []uint32 {
	out := make([]uint32, 0, len(fold)*3)
	var prev uint32
	for i := 0; i < len(fold); {
		switch {
		case dense(fold[i]):
			out = hanGrams(out, fold, i)
			prev = 0
			i++
		case isWord(fold[i]):
			end := i
			for end < len(fold) && isWord(fold[end]) && !dense(fold[end]) {
				end++
			}
			var w uint32
			out, w = wordGrams(out, fold[i:end], prev)
			prev = w
			i = end
		default:
			if mark(fold[i]) {
				out = append(out, bucket(hashRune(seedMark, fold[i])))
			}
			i++
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

const (
	seedHan uint32 = 2166136261 + iota*16777619
	seedWord
	seedPair
	seedPrefix
	seedMark
	seedInner
)

const (
	prefix = 4 // letters of a long word that say what it is about
	inner  = 3 // letters in a row, so that an ending or a slip changes little
)

func part(seed uint32, letters []rune) uint32 {
	h := seed
	for _, r := range letters {
		h = hashRune(h, r)
	}
	return bucket(h)
}

func hanGrams(out []uint32, fold []rune, i int) []uint32 {
	h := seedHan
	for n := 0; n < 3 && i+n < len(fold) && (dense(fold[i+n]) || isWord(fold[i+n])); n++ {
		h = hashRune(h, fold[i+n])
		out = append(out, bucket(h))
	}
	return out
}

func wordGrams(out []uint32, w []rune, prev uint32) ([]uint32, uint32) {
	h := seedWord
	for _, r := range w {
		h = hashRune(h, r)
	}
	out = append(out, bucket(h))
	if prev != 0 {
		out = append(out, bucket(mix(seedPair^prev*31, h)))
	}
	if len(w) > prefix+1 {
		out = append(out, part(seedPrefix, w[:prefix]))
	}
	if len(w) > inner {
		for i := 0; i+inner <= len(w); i++ {
			out = append(out, part(seedInner, w[i:i+inner]))
		}
	}
	return out, h
}

// dense tells scripts without spaces between words.
func dense(r rune) bool {
	if r >= 0x4E00 && r <= 0x9FFF {
		return true
	}
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r))
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\''
}

func mark(r rune) bool {
	return r == '!' || r == '?' || r == '#' || r == '@' || r > 0x2190
}

func hashRune(h uint32, r rune) uint32 {
	if r >= '0' && r <= '9' {
		r = '0'
	}
	return mix(h, uint32(r))
}

func mix(h, v uint32) uint32 {
	h ^= v
	h *= 16777619
	h ^= h >> 15
	return h
}

func bucket(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7feb352d
	h ^= h >> 15
	return h & (buckets - 1)
}

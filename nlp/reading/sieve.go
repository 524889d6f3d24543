package reading

// Sieve remembers the pairs of neighbouring bytes of a text, hashed, so that most words that
// do not occur in it are known not to.
type Sieve [64]uint64

// Sift makes the sieve of a text.
func Sift(s string) (v Sieve) {
	for i := 1; i < len(s); i++ {
		h := pairHash(s[i-1], s[i])
		v[h>>6] |= 1 << (h & 63)
	}
	return v
}

// May tells words that the text may hold; of any other it is sure.
func (v *Sieve) May(word string) bool {
	for i := 1; i < len(word); i++ {
		h := pairHash(word[i-1], word[i])
		if v[h>>6]&(1<<(h&63)) == 0 {
			return false
		}
	}
	return true
}

func pairHash(a, b byte) uint32 { return (uint32(a)<<6 ^ uint32(b)*37) & 4095 }

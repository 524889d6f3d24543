package similar

const (
	bands    = 4  // of the simhash, 16 bits each: copies with up to three bits changed share one
	samples  = 16 // pairs of least grams: texts with half their grams in common share one in 99 of 100 cases, with a third in 83
	sampling = 2
)

// Keys are what a text is filed under: texts that speak of the same matter have at least one
// key in common, nearly always, and others seldom. There are none for a text of fewer than
// four n-grams, which says too little.
func (p Print) Keys() []uint64 {
	if len(p.grams) < 4 {
		return nil
	}
	keys := make([]uint64, 0, bands+samples)
	for b := range bands {
		part := p.Hash >> (16 * b) & 0xffff
		keys = append(keys, mix(part|uint64(b+1)<<32))
	}
	for s := range samples {
		h := uint64(s + 1)
		for i := range sampling {
			h = mix(h ^ p.least(uint64(s*sampling+i)))
		}
		keys = append(keys, h)
	}
	return keys
}

// least is the gram that comes first in the n-th of many fixed orders.
func (p Print) least(n uint64) uint64 {
	salt := mix(n + 0x9e3779b97f4a7c15)
	low := ^uint64(0)
	for _, g := range p.grams {
		low = min(low, mix(g^salt))
	}
	return low
}

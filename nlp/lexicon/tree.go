package lexicon

// number stands in a phrase for numerals in a row.
const number = '#'

// tree holds the first parts of the phrases, rune by rune. Its roots are the pairs of runes
// that begin a phrase, and the single ones that are a phrase or come before a number.
type tree struct {
	nodes   []node // zero stands for none
	pairs   map[[2]rune]int32
	singles map[rune]int32
	seen    [1 << 13]byte // bits of the roots
}

// node is one rune of first parts; the others are numbers of nodes and phrases, zero none.
type node struct {
	char   rune
	down   int32 // a node that may come next
	beside int32 // another that may stand in place of this one
	phrase int32 // one whose first part ends here
}

func newTree() tree {
	return tree{nodes: make([]node, 1), pairs: map[[2]rune]int32{}, singles: map[rune]int32{}}
}

// grow returns the node where a first part ends.
func (t *tree) grow(first []rune) *node {
	n, rest := t.root(first)
	for _, c := range rest {
		n = t.below(n, c)
	}
	return &t.nodes[n]
}

// root returns the root of a first part, and what comes after it.
func (t *tree) root(first []rune) (n int32, rest []rune) {
	if len(first) == 1 || first[1] == number {
		n, ok := t.singles[first[0]]
		if !ok {
			n = t.add(first[0])
			t.singles[first[0]] = n
			t.mark(first[0], first[0])
		}
		return n, first[1:]
	}
	pair := [2]rune{first[0], first[1]}
	n, ok := t.pairs[pair]
	if !ok {
		n = t.add(first[1])
		t.pairs[pair] = n
		t.mark(first[0], first[1])
	}
	return n, first[2:]
}

func (t *tree) below(n int32, c rune) int32 {
	for k := t.nodes[n].down; k != 0; k = t.nodes[k].beside {
		if t.nodes[k].char == c {
			return k
		}
	}
	k := t.add(c)
	t.nodes[k].beside, t.nodes[n].down = t.nodes[n].down, k
	return k
}

func (t *tree) add(c rune) int32 {
	t.nodes = append(t.nodes, node{char: c})
	return int32(len(t.nodes) - 1)
}

func (t *tree) single(c rune) int32 {
	if !t.marked(c, c) {
		return 0
	}
	return t.singles[c]
}

func (t *tree) pair(a, b rune) int32 {
	if !t.marked(a, b) {
		return 0
	}
	return t.pairs[[2]rune{a, b}]
}

// mark and marked are a small filter before the maps: most places begin no phrase.
func (t *tree) mark(a, b rune) {
	i := (uint32(a)<<8 ^ uint32(b)) & 0xFFFF
	t.seen[i>>3] |= 1 << (i & 7)
}

func (t *tree) marked(a, b rune) bool {
	i := (uint32(a)<<8 ^ uint32(b)) & 0xFFFF
	return t.seen[i>>3]&(1<<(i&7)) != 0
}

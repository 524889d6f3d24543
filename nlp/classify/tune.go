package classify

import (
	"fmt"
	"math/rand/v2"
)

// Tune goes on training a model with further samples, in an order fixed by a seed, and leaves
// the model itself as it is. Its classes stay; dense features beyond its own are ignored.
func Tune(m *Model, samples []Sample, o Options) *Model {
	k, nd := len(m.head.Classes), len(m.head.Dense)
	t := newTrainer(k, nd, o)
	copy(t.b, m.head.Bias)
	for i, w := range m.grams {
		t.w[i] = float64(w) * m.head.Scale
	}
	for i, row := range m.head.Dense {
		copy(t.dw[i*k:], row)
	}
	for _, past := range [][]float64{t.g, t.dg, t.bg} { // as after much training: a new sample moves little
		for i := range past {
			past[i] = tunedPast
		}
	}
	known := make([]Sample, len(samples))
	for i, s := range samples {
		s.Dense = s.Dense[:min(len(s.Dense), nd)]
		known[i] = s
	}
	t.epochs(known, rand.New(rand.NewPCG(3, 4)))
	return t.model(m.head.Classes, nd)
}

// tunedPast is the sum of squared gradients that a weight starts tuning with.
const tunedPast = 1.0

// Class is the index of a class by name.
func (m *Model) Class(name string) (int, error) {
	for i, c := range m.head.Classes {
		if c == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("no class %q", name)
}

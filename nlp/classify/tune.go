package classify

import (
	"fmt"
	"math/rand/v2"
)

// Tune goes on training a model with further samples, in an order fixed by a seed, and leaves
// the model itself as it is. Its classes stay; dense features beyond its own are ignored.
func Tune(m *Model, samples []Sample, o Options) *Model {
	k, nd := len(m.head.Classes), len(m.head.Dense)
	t := &trainer{k: k, o: o, w: make([]float64, buckets*k), g: make([]float64, buckets*k),
		dw: make([]float64, nd*k), dg: make([]float64, nd*k), b: append([]float64(nil), m.head.Bias...), bg: make([]float64, k)}
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
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range o.Epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			s := samples[i]
			s.Dense = s.Dense[:min(len(s.Dense), nd)]
			t.step(t.thin(s, r))
		}
	}
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

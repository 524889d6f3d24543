package classify

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Sample is one labelled text.
type Sample struct {
	Grams  []uint32
	Dense  []float64
	Class  int
	Weight float64
}

// Options of training.
type Options struct {
	Epochs     int
	Rate       float64
	Decay      float64 // pull of gram weights towards zero
	DenseDecay float64
	Drop       float64 // share of grams left out of each step, so that none is relied on
	Runs       int     // trainings in different orders whose weights are averaged; 0 is one
}

// Train fits a multinomial logistic regression by AdaGrad, in orders fixed by seeds: the
// same samples give the same model. The average of several runs depends on no order.
func Train(classes []string, samples []Sample, o Options) *Model {
	nd := 0
	for _, s := range samples {
		nd = max(nd, len(s.Dense))
	}
	runs := max(1, o.Runs)
	sum := newTrainer(len(classes), nd, o)
	for run := range runs {
		t := newTrainer(len(classes), nd, o)
		t.epochs(samples, rand.New(rand.NewPCG(uint64(run)+1, 2)))
		sum.add(t, 1/float64(runs))
	}
	return sum.model(classes, nd)
}

func newTrainer(k, nd int, o Options) *trainer {
	return &trainer{k: k, o: o, w: make([]float64, buckets*k), g: make([]float64, buckets*k),
		dw: make([]float64, nd*k), dg: make([]float64, nd*k), b: make([]float64, k), bg: make([]float64, k)}
}

// epochs goes through the samples, each time in another order.
func (t *trainer) epochs(samples []Sample, r *rand.Rand) {
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	for range t.o.Epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			t.step(t.thin(samples[i], r))
		}
	}
}

// add adds the weights of another, times share.
func (t *trainer) add(other *trainer, share float64) {
	for _, pair := range [][2][]float64{{t.w, other.w}, {t.dw, other.dw}, {t.b, other.b}} {
		for i, v := range pair[1] {
			pair[0][i] += v * share
		}
	}
}

type trainer struct {
	k             int
	o             Options
	w, g          []float64
	dw, dg, b, bg []float64
}

func (t *trainer) thin(s Sample, r *rand.Rand) Sample {
	kept := make([]uint32, 0, len(s.Grams))
	for _, g := range s.Grams {
		if r.Float64() >= t.o.Drop {
			kept = append(kept, g)
		}
	}
	s.Grams = kept
	return s
}

func (t *trainer) step(s Sample) {
	v := gramValue(len(s.Grams))
	z := slices.Clone(t.b)
	for _, g := range s.Grams {
		for c := range z {
			z[c] += v * t.w[int(g)*t.k+c]
		}
	}
	for i, d := range s.Dense {
		for c := range z {
			z[c] += d * t.dw[i*t.k+c]
		}
	}
	p := softmax(z)
	for c := range p {
		e := p[c]
		if c == s.Class {
			e--
		}
		e *= s.Weight
		t.move(t.b, t.bg, c, e, 0)
		for i, d := range s.Dense {
			if d != 0 {
				t.move(t.dw, t.dg, i*t.k+c, e*d, t.o.DenseDecay)
			}
		}
		for _, g := range s.Grams {
			t.move(t.w, t.g, int(g)*t.k+c, e*v, t.o.Decay)
		}
	}
}

func (t *trainer) move(w, g []float64, i int, grad, decay float64) {
	grad += decay * w[i]
	g[i] += grad * grad
	w[i] -= t.o.Rate * grad / (math.Sqrt(g[i]) + 1e-6)
}

func (t *trainer) model(classes []string, nd int) *Model {
	m := &Model{head: header{Classes: classes, Bias: t.b}, grams: make([]int8, len(t.w))}
	top := 1e-9
	for _, w := range t.w {
		top = max(top, math.Abs(w))
	}
	m.head.Scale = top / 127
	for i, w := range t.w {
		m.grams[i] = int8(math.Round(w / m.head.Scale))
	}
	for i := range nd {
		m.head.Dense = append(m.head.Dense, t.dw[i*t.k:(i+1)*t.k])
	}
	return m
}

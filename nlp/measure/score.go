package measure

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Table counts answers against labels.
type Table struct {
	counts map[[2]string]int // label, answer
	n      int
}

// Add counts one answer.
func (t *Table) Add(label, answer string) {
	if t.counts == nil {
		t.counts = map[[2]string]int{}
	}
	t.counts[[2]string{label, answer}]++
	t.n++
}

// N is the number of answers counted.
func (t *Table) N() int { return t.n }

// Accuracy is the share of right answers.
func (t *Table) Accuracy() float64 {
	right := 0
	for k, n := range t.counts {
		if k[0] == k[1] {
			right += n
		}
	}
	return float64(right) / float64(max(t.n, 1))
}

// Labels lists the labels that occur, sorted.
func (t *Table) Labels() []string {
	seen := map[string]bool{}
	for k := range t.counts {
		seen[k[0]] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// Of is how many answers are about messages with that label.
func (t *Table) Of(label string) (n int) {
	for k, c := range t.counts {
		if k[0] == label {
			n += c
		}
	}
	return n
}

// F1 gives precision, recall and F1 of a label.
func (t *Table) F1(label string) (precision, recall, f1 float64) {
	right, said, is := 0, 0, 0
	for k, n := range t.counts {
		if k[0] == label {
			is += n
		}
		if k[1] == label {
			said += n
		}
		if k[0] == label && k[1] == label {
			right += n
		}
	}
	precision = float64(right) / float64(max(said, 1))
	recall = float64(right) / float64(max(is, 1))
	if right > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

// Macro is the mean F1 over the labels that occur.
func (t *Table) Macro() float64 {
	labels, sum := t.Labels(), 0.0
	for _, l := range labels {
		_, _, f := t.F1(l)
		sum += f
	}
	return sum / float64(max(len(labels), 1))
}

// Print writes the figures of each class and the confusion.
func (t *Table) Print(w io.Writer) {
	labels := t.Labels()
	fmt.Fprintf(w, "accuracy %.3f  macro-F1 %.3f  n %d\n", t.Accuracy(), t.Macro(), t.n)
	for _, l := range labels {
		p, r, f := t.F1(l)
		fmt.Fprintf(w, "  %-22s precision %.3f  recall %.3f  F1 %.3f  %s\n", l, p, r, f, t.Confused(l))
	}
}

// Confused lists what a label was taken for, most often first.
func (t *Table) Confused(label string) string {
	type pair struct {
		answer string
		n      int
	}
	var ps []pair
	for k, n := range t.counts {
		if k[0] == label {
			ps = append(ps, pair{k[1], n})
		}
	}
	slices.SortFunc(ps, func(a, b pair) int {
		if a.n != b.n {
			return b.n - a.n
		}
		return strings.Compare(a.answer, b.answer)
	})
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%s %d", orNone(p.answer), p.n))
	}
	return strings.Join(out, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

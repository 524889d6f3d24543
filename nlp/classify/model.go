package classify

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// Model is a trained classifier, immutable and safe for concurrent use.
type Model struct {
	head  header
	grams []int8 // [bucket*classes + class]
}

type header struct {
	Classes []string    `json:"classes"`
	Scale   float64     `json:"scale"` // of the eight-bit weights
	Dense   [][]float64 `json:"dense"` // [feature][class]
	Bias    []float64   `json:"bias"`
}

// Classes lists the classes in the order of Predict's answer.
func (m *Model) Classes() []string { return append([]string(nil), m.head.Classes...) }

// Predict returns a probability for each class.
func (m *Model) Predict(grams []uint32, dense []float64) []float64 {
	k := len(m.head.Classes)
	z := append([]float64(nil), m.head.Bias...)
	sums := make([]int32, k)
	for _, g := range grams {
		row := m.grams[int(g)*k : int(g)*k+k]
		for c, w := range row {
			sums[c] += int32(w)
		}
	}
	norm := gramValue(len(grams)) * m.head.Scale
	for c := range z {
		z[c] += float64(sums[c]) * norm
	}
	for i, d := range dense {
		if i < len(m.head.Dense) && d != 0 {
			for c, w := range m.head.Dense[i] {
				z[c] += w * d
			}
		}
	}
	return softmax(z)
}

// gramValue is the value of each of n grams, so that long texts do not shout.
func gramValue(n int) float64 {
	if n == 0 {
		return 0
	}
	return 1 / math.Sqrt(float64(n))
}

func softmax(z []float64) []float64 {
	top := math.Inf(-1)
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		z[i] = math.Exp(v - top)
		sum += z[i]
	}
	for i := range z {
		z[i] /= sum
	}
	return z
}

// Write stores the model, compressed.
func (m *Model) Write(w io.Writer) error {
	head, err := json.Marshal(m.head)
	if err != nil {
		return err
	}
	z, err := zlib.NewWriterLevel(w, zlib.BestCompression)
	if err != nil {
		return err
	}
	if err := binary.Write(z, binary.LittleEndian, uint32(len(head))); err != nil {
		return err
	}
	if _, err := z.Write(head); err != nil {
		return err
	}
	if err := binary.Write(z, binary.LittleEndian, m.grams); err != nil {
		return err
	}
	return z.Close()
}

// Read loads a stored model.
func Read(b []byte) (*Model, error) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	if len(all) < 4 {
		return nil, fmt.Errorf("read model: too short; train it again")
	}
	n := int(binary.LittleEndian.Uint32(all))
	m := &Model{}
	if n > len(all)-4 {
		return nil, fmt.Errorf("read model: header cut; train it again")
	}
	if err := json.Unmarshal(all[4:4+n], &m.head); err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	rest := all[4+n:]
	if len(rest) != buckets*len(m.head.Classes) {
		return nil, fmt.Errorf("read model: %d weights, want %d; train it again", len(rest), buckets*len(m.head.Classes))
	}
	m.grams = make([]int8, len(rest))
	for i, v := range rest {
		m.grams[i] = int8(v)
	}
	return m, nil
}

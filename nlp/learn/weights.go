// Package learn fits the classifiers of kind and category to the corrections that staff made,
// and measures before and after. What it makes counts only where it is loaded.
package learn

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"redress/nlp/classify"
)

// Weights are what has been learned.
type Weights struct {
	Kind, Topic *classify.Model
}

const magic = "redress weights 2\n"

// ErrNotWeights tells that a file holds something else.
var ErrNotWeights = errors.New("not a weights file of this version; make it anew with redress learn")

// Write stores weights.
func (w Weights) Write(out io.Writer) error {
	var b bytes.Buffer
	b.WriteString(magic)
	for _, m := range []*classify.Model{w.Kind, w.Topic} {
		var part bytes.Buffer
		if err := m.Write(&part); err != nil {
			return err
		}
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(part.Len())))
		b.Write(part.Bytes())
	}
	_, err := out.Write(b.Bytes())
	return err
}

// Read loads what Write stored.
func Read(b []byte) (*Weights, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, ErrNotWeights
	}
	var models [2]*classify.Model
	for i := range models {
		if len(rest) < 4 {
			return nil, ErrNotWeights
		}
		n := int(binary.LittleEndian.Uint32(rest))
		if rest = rest[4:]; n > len(rest) {
			return nil, ErrNotWeights
		}
		m, err := classify.Read(rest[:n])
		if err != nil {
			return nil, errors.Join(ErrNotWeights, err)
		}
		models[i], rest = m, rest[n:]
	}
	return &Weights{Kind: models[0], Topic: models[1]}, nil
}

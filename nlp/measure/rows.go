// Package measure compares what was understood with labelled messages: accuracy, F1 per
// class, confusion, per source and language.
package measure

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Row is one labelled message of a JSON Lines file. Empty labels are unknown.
type Row struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Text     string `json:"text"`
	Kind     string `json:"kind"`
	Category string `json:"category"`
	Severity string `json:"severity"` // "high" or unknown
	Source   string `json:"source"`
	Train    bool   `json:"train"`
}

// ReadRows reads JSON Lines.
func ReadRows(r io.Reader) ([]Row, error) {
	var rows []Row
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var row Row
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("line %d: write one JSON object a line: %w", n, err)
		}
		rows = append(rows, row)
	}
	return rows, sc.Err()
}

// Package corpus holds the labelled sentences that the shipped weights are trained on.
package corpus

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.tsv
var files embed.FS

// Sentence is a text with its labels; Category is one of the nine common ones, or "".
type Sentence struct{ Kind, Category, Text string }

// All lists every sentence, files in order of their names.
func All() ([]Sentence, error) {
	names, err := fs.Glob(files, "*.tsv")
	if err != nil {
		return nil, err
	}
	var all []Sentence
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(raw)) {
			if cols := strings.SplitN(strings.TrimRight(line, "\r\n"), "\t", 3); len(cols) == 3 {
				all = append(all, Sentence{cols[0], cols[1], cols[2]})
			}
		}
	}
	return all, nil
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	page  = "understanding.md"
	begin = "<!-- figures: written by go run ./nlp/report -dir FOLDER -->\n"
	end   = "<!-- end of figures -->\n"
)

// publish writes the tables between the marks of the page, and the chart beside it.
func (f figures) publish(docs string) error {
	if docs == "" {
		return nil
	}
	name := filepath.Join(docs, page)
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := between(string(raw), f.markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "understanding.svg"), []byte(f.chart()), 0o644)
}

// between replaces what stands between the marks of a page.
func between(page, figures string) (string, error) {
	head, rest, ok := strings.Cut(page, begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", fmt.Errorf("put the lines %q and %q where the figures belong", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return head + begin + "\n" + strings.TrimRight(figures, "\n") + "\n\n" + end + tail, nil
}

package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a policy document and how to put it right.
type Problem struct {
	File         string // the name given to Load, or the pack the line comes from
	Line, Column int    // from 1; 0 when the mistake has no place
	Text         string // what is wrong and the remedy
}

// String gives "file:line:column: text".
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Error is every mistake found in one policy document, in the order of the document.
type Error struct{ Problems []Problem }

// Error lists the problems, one a line.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// maxProblems is how many mistakes one report names; a document with more is not a policy.
const maxProblems = 100

// pos is where something stands in a document.
type pos struct {
	file      string
	line, col int
}

// problems collects mistakes.
type problems struct{ list []Problem }

func (ps *problems) add(at pos, format string, args ...any) {
	p := Problem{at.file, at.line, at.col, fmt.Sprintf(format, args...)}
	if len(ps.list) < maxProblems && !slices.Contains(ps.list, p) {
		ps.list = append(ps.list, p)
	}
}

func (ps *problems) err() error {
	if len(ps.list) == 0 {
		return nil
	}
	slices.SortStableFunc(ps.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &Error{ps.list}
}

// closest gives the known word most like the given one, or "".
func closest(word string, known []string) string {
	best, least := "", len(word)/2+1
	for _, k := range known {
		if d := distance(strings.ToLower(word), k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// suggest gives ` (did you mean "x"?)` or the list of what is possible.
func suggest(word string, known []string) string {
	if k := closest(word, known); k != "" {
		return fmt.Sprintf("did you mean %q?", k)
	}
	if len(known) > 20 {
		known = known[:20]
	}
	return "use one of: " + strings.Join(known, ", ")
}

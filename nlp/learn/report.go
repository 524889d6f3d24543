package learn

import (
	"fmt"
	"io"
)

const fewest = 20 // held-out messages that a share is worth naming for

// Print writes the report for whoever runs the installation.
func (r Report) Print(w io.Writer) error {
	lines := []string{
		fmt.Sprintf("%d corrections, of which %d were held out to measure", r.Lessons, r.HeldOut),
		"                              before    after",
		"your corrections   kind       " + r.Kind.String(),
		"                   category   " + r.Category.String(),
		"shipped sentences  kind       " + r.OldKind.String(),
		"                   category   " + r.OldCategory.String(),
	}
	lines = append(lines, "The shipped weights have seen the shipped sentences: there, only a fall says something.")
	if r.HeldOut < fewest {
		lines = append(lines, fmt.Sprintf("With fewer than %d held out, the figures of your corrections say little.", fewest))
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, l); err != nil {
			return err
		}
	}
	return nil
}

// String is "before  after" in percent, or counts when there are few.
func (c Change) String() string { return fmt.Sprintf("%-9s %s", c.Before, c.After) }

// String is a share in percent, or a count when there are few.
func (s Score) String() string {
	switch {
	case s.Of == 0:
		return "–"
	case s.Of < fewest:
		return fmt.Sprintf("%d of %d", s.Right, s.Of)
	}
	return fmt.Sprintf("%.1f %%", 100*float64(s.Right)/float64(s.Of))
}

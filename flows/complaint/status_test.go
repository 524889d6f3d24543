package complaint_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/flows/complaint"
)

var update = flag.Bool("update", false, "write the drawing in docs/states.md anew")

// TestDrawing keeps docs/states.md the picture of the table.
func TestDrawing(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> draft\n")
	for _, tr := range complaint.Transitions() {
		for _, from := range tr.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, tr.To, tr.Action)
		}
	}
	for _, s := range complaint.Statuses() {
		if s.Ended() {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n")
	const file = "../../docs/states.md"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, old, _ := strings.Cut(string(raw), "```mermaid")
	if *update {
		if err := os.WriteFile(file, []byte(text+b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if "```mermaid"+old != b.String() {
		t.Errorf("docs/states.md does not show the table; run with -update")
	}
}

// TestOnlyLegalMoves tries any sequence of actions: each either follows the table or is
// refused and changes nothing.
func TestOnlyLegalMoves(t *testing.T) {
	t.Parallel()
	var actions []complaint.Action
	for _, tr := range complaint.Transitions() {
		actions = append(actions, tr.Action)
	}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(0, 0)
		c := &complaint.Complaint{ID: "c1", Status: complaint.Draft, Owner: rapid.Int64Range(0, 1).Draw(t, "owner")}
		for range rapid.IntRange(1, 30).Draw(t, "moves") {
			now = now.Add(time.Hour)
			before := c.Clone()
			a := rapid.SampledFrom(actions).Draw(t, "action")
			want, legal := complaint.Next(before.Status, a)
			err := c.Apply(a, now)
			switch {
			case !legal && complaint.CodeOf(err) != complaint.Illegal:
				t.Fatalf("%s of a %s complaint gave %v", a, before.Status, err)
			case !legal && (c.Status != before.Status || !c.UpdatedAt.Equal(before.UpdatedAt)):
				t.Fatalf("a refused %s changed a %s complaint", a, before.Status)
			case legal && err != nil:
				t.Fatalf("%s of a %s complaint: %v", a, before.Status, err)
			case legal && c.Status != want && !(c.Status == complaint.Filed && before.Owner == 0):
				t.Fatalf("%s leads from %s to %s, the table says %s", a, before.Status, c.Status, want)
			}
			if c.Status.Ended() && c.ClosedAt.IsZero() {
				t.Fatalf("%s ended a complaint without saying when", a)
			}
			if c.Status == complaint.Filed && c.FiledAt.IsZero() {
				t.Fatalf("%s filed a complaint without saying when", a)
			}
		}
	})
}

// TestEveryStatusIsReachable finds statuses that the table forgot.
func TestEveryStatusIsReachable(t *testing.T) {
	t.Parallel()
	reached := []complaint.Status{complaint.Draft}
	for range complaint.Statuses() {
		for _, tr := range complaint.Transitions() {
			if slices.ContainsFunc(tr.From, func(s complaint.Status) bool { return slices.Contains(reached, s) }) && !slices.Contains(reached, tr.To) {
				reached = append(reached, tr.To)
			}
		}
	}
	for _, s := range complaint.Statuses() {
		if !slices.Contains(reached, s) {
			t.Errorf("no way leads to %s", s)
		}
		if !s.Open() && !s.Ended() && s != complaint.Draft {
			t.Errorf("%s is neither open nor ended", s)
		}
	}
}

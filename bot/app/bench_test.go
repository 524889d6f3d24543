package app

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestBenchMeasuresEveryBehaviour lets a few people write to the real program for a moment: every
// kind of measurement must find answers, in order.
func TestBenchMeasuresEveryBehaviour(t *testing.T) {
	t.Parallel()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"echo", "status", "status-500/s", "talk", "life"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			b := benchmark{people: 4, warm: 200 * time.Millisecond, span: time.Second, only: name, program: file, out: &out, errs: &errs}
			if err := b.run(t.Context()); err != nil {
				t.Fatalf("%v\n%s", err, errs.String())
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			fields := strings.Fields(lines[len(lines)-1])
			if len(fields) != 10 || fields[0] != name || fields[1] == "0" || fields[7] != "0" {
				t.Errorf("measured %q\n%s", fields, errs.String())
			}
		})
	}
}

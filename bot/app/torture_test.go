package app

import (
	"bytes"
	"testing"
	"time"
)

// TestTortureFindsNothingMissing kills the real program at random while customers and staff work
// and calls go wrong: nothing is lost, and nothing comes twice without an excuse.
func TestTortureFindsNothingMissing(t *testing.T) {
	t.Parallel()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	one := torment{messages: 200, words: 10, kills: 5, replicas: 1, faults: true, bound: 3 * time.Minute, program: file, out: &out, errs: &errs}
	if err := one.run(t.Context()); err != nil {
		t.Errorf("%v\n%s\n%s", err, out.String(), errs.String())
	}
}

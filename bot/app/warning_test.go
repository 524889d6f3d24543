package app

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"redress/flows/policy"
)

// TestCSAT05AMissingLimitIsWarnedOf is CS-AT05: a limit that the procedure demands without a number is not
// invented; who starts the program is told.
func TestCSAT05AMissingLimitIsWarnedOf(t *testing.T) {
	t.Parallel()
	p, err := policy.Pack("enterprise-rights-centre")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	warnOf(slog.New(slog.NewTextHandler(&out, nil)), p)
	if got := out.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "CS-T3") {
		t.Errorf("the log says\n%s", got)
	}
	for _, c := range p.Clocks() {
		if c.ID == "CS-T3" && c.Limit.Unit != policy.Unset {
			t.Errorf("CS-T3 has a limit of %+v", c.Limit)
		}
	}
	out.Reset()
	if p, err = policy.Pack("generic"); err != nil {
		t.Fatal(err)
	}
	if warnOf(slog.New(slog.NewTextHandler(&out, nil)), p); out.Len() != 0 {
		t.Errorf("of nothing it says\n%s", out.String())
	}
}

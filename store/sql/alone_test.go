package sqlstore

import (
	"strings"
	"testing"
)

// One process works on a file at a time; others may read it, and work once the first has ended.
func TestTwoProcessesDoNotWorkOnOneFile(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	first, second := openFile(t, home), openFile(t, home)
	must(t, first.Reclaim(t.Context(), benchNow))
	must(t, first.Reclaim(t.Context(), benchNow))
	err := second.Reclaim(t.Context(), benchNow)
	if err == nil || !strings.Contains(err.Error(), "another redress works on ") || !strings.Contains(err.Error(), "PostgreSQL") {
		t.Errorf("the second is told: %v", err)
	}
	if _, err := second.Backlog(t.Context()); err != nil {
		t.Errorf("who only reads is kept out: %v", err)
	}
	must(t, first.Close())
	must(t, second.Reclaim(t.Context(), benchNow))
	must(t, second.Close())
}

package app

import (
	"path/filepath"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

func TestPolicyFileIsWatched(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	ours(t, file, "1", "4 hour")
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = file })
	before := w.app.desk().Policy.Version
	ours(t, file, "2", "2 hour")
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for w.app.desk().Policy.Version == before {
		select {
		case <-look.C:
		case <-deadline.C:
			t.Fatal("the changed file is never read")
		}
	}
}

package app

import (
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// TestChangedDigestTimeCountsWithoutRestart: the rules are read again at a hang-up signal, and
// with them the time of the managers' message.
func TestChangedDigestTimeCountsWithoutRestart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	write := func(version, at string) {
		text := "schema: 1\nversion: \"" + version + "\"\nextends: generic\ndigest: \"" + at + "\"\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held := make(chan os.Signal, 1) // the program under test may not listen yet
	signal.Notify(held, syscall.SIGHUP)
	defer signal.Stop(held)
	write("1", "23:50")
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = file })
	before := w.app.desk().Policy.Version
	write("2", "11:00")
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for w.app.desk().Policy.Version == before {
		select {
		case <-look.C:
			if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
		case <-deadline.C:
			t.Fatal("the changed file is never read")
		}
	}
	w.settle()
	w.clock.Advance(75 * time.Minute)
	w.await("the digest at its new time", func() bool { return strings.Contains(w.shows(w.managers.ID()), "Mon 23 Nov") })
}

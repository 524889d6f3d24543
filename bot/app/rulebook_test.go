package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows"
)

// ours writes a policy file whose ordinary complaints are answered within some hours.
func ours(t *testing.T, file, version, within string) {
	t.Helper()
	text := "schema: 1\nversion: \"" + version + "\"\nextends: generic\nclocks:\n  - {id: G-T3, within: " + within + "}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestChangedPolicyIsTakenWholeWhileTheBotRuns(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	ours(t, file, "1", "4 hour")
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = file })
	old := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.sees(w.anna.ID(), "14:00 today")

	ours(t, file, "2", "four hours")
	w.app.takePolicy(t.Context())
	second := w.files(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	w.sees(w.boris.ID(), "14:00 today")

	ours(t, file, "2", "2 hour")
	w.app.takePolicy(t.Context())
	w.files(w.mona, "My invoice 4711 is wrong, I was charged 20 euros too much, please refund it")
	w.sees(w.mona.ID(), "12:00 today")

	w.stop()
	w.start()
	w.clock.Advance(3*time.Hour + 30*time.Minute)
	w.await("the promise of the new rules to break", func() bool { return w.count(w.mona.ID(), "That did not happen") == 1 })
	w.settle()
	if got := w.count(w.anna.ID(), "That did not happen"); got != 0 {
		t.Errorf("the promise of the old rules for %s broke early:\n%s", old, w.shows(w.anna.ID()))
	}
	w.clock.Advance(time.Hour)
	w.sees(w.anna.ID(), "That did not happen")
	for number, want := range map[string]string{old: "1+", second: "1+"} {
		st, err := w.app.db.Load(t.Context(), flows.Want{Number: number}, w.clock.Now())
		if err != nil || !strings.HasPrefix(st.Complaint.PolicyVersion, want) {
			t.Errorf("%s is under version %v, %v; want %s…", number, st.Complaint, err, want)
		}
	}
}

func TestBrokenPolicyIsNamedByLineAndNotUsed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	ours(t, file, "1", "4 hour")
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = file })
	before := w.app.desk()
	ours(t, file, "2", "four hours")
	changed, err := w.app.rules.reload(t.Context())
	if changed || err == nil || !strings.Contains(err.Error(), ":5:") {
		t.Errorf("changed %v, error %v; want the line of the mistake", changed, err)
	}
	if w.app.desk() != before {
		t.Error("the rules in force changed")
	}
	ours(t, file, "2", "5 hour")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if changed, err := w.app.rules.reload(ended); changed || err == nil || w.app.desk() != before {
		t.Errorf("rules that could not be kept are in force: %v, %v", changed, err)
	}
	if changed, err := w.app.rules.reload(t.Context()); !changed || err != nil {
		t.Errorf("the mended file is not used: %v", err)
	}
	if changed, err := w.app.rules.reload(t.Context()); changed || err != nil {
		t.Errorf("the same file is taken again: %v", err)
	}
}

func TestTimeRaisesSeverityShortlyAfterMidnight(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.press(w.li, w.staff.ID(), "Claim")
	w.answer(w.li, n, "We are looking into it.")
	midnight := time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC) // 1 December in the policy's zone
	w.clock.AdvanceTo(midnight.Add(4 * time.Minute))
	w.settle()
	if got := w.count(w.staff.ID(), "open for more than a week"); got != 0 {
		t.Errorf("raised before the sweep:\n%s", w.shows(w.staff.ID()))
	}
	w.clock.AdvanceTo(midnight.Add(6 * time.Minute))
	w.sees(w.staff.ID(), "Urgent – open for more than a week (G-S2)")
	w.sees(w.managers.ID(), n+" is now")
	w.sees(w.managers.ID(), "urgent complaint")
	w.press(w.li, w.staff.ID(), "The customer")
	w.sees(w.staff.ID(), "it takes time because of")
	w.clock.AdvanceTo(midnight.Add(24*time.Hour + 6*time.Minute))
	w.settle()
	if got := w.count(w.staff.ID(), "open for more than a week"); got != 1 {
		t.Errorf("raised %d times", got)
	}
}

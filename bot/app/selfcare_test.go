package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// TestComplaintsThatNobodySeesSoundTheAlarm files while no staff group is bound: those who own the
// bot hear of it in private, once.
func TestComplaintsThatNobodySeesSoundTheAlarm(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.StaffChat = 0 })
	telegramtest.Must(w.otto.Says("/start"))
	w.sees(w.otto.ID(), "More: /privacy")
	w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	for range 2 {
		w.pass(6 * time.Minute)
		if _, err := w.app.checkHealth(t.Context(), w.clock.Now(), 0); err != nil {
			t.Fatal(err)
		}
	}
	w.sees(w.otto.ID(), "Nobody sees")
	w.sees(w.managers.ID(), "Nobody sees")
	w.settle()
	if n := w.count(w.otto.ID(), "Nobody sees"); n != 1 {
		t.Errorf("the alarm came %d times within the hour", n)
	}
	if shown := w.shows(w.anna.ID()); strings.Contains(shown, "🚨") {
		t.Errorf("a customer is alarmed:\n%s", shown)
	}
}

// TestRetentionAndBackupsHappenByThemselves closes a complaint, lets years pass, and finds the
// words gone, the count kept, and backups made, of which the newest seven stay.
func TestRetentionAndBackupsHappenByThemselves(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "backups")
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.BackupDir = folder })
	number := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.resolve(w.li, number, "We refunded the second charge.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.sees(w.anna.ID(), "is closed")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("redress-2020-01-0%d.db", i+1)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(4 * 366 * 24 * time.Hour)
	w.await("the words gone", func() bool { return len(w.look("SELECT id FROM messages WHERE text LIKE '%charged%'")) == 0 })
	if left := w.look("SELECT summary || body FROM complaints WHERE number = $1", number); len(left) != 1 || strings.Contains(left[0], "charged") || strings.Contains(left[0], "A-1001") {
		t.Errorf("left on record: %q", left)
	}
	w.await("seven backups", func() bool { return len(backupsIn(folder)) == backups })
	if newest := backupsIn(folder)[0]; !strings.Contains(newest, "redress-2030") {
		t.Errorf("the newest backup is %s", newest)
	}
}

// TestEventsThatNobodyDealsWithSoundTheAlarm leaves an event lying for two looks: it alarms at the
// second, whatever its own time is, and one that has just come does not.
func TestEventsThatNobodyDealsWithSoundTheAlarm(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	hourAgo := w.clock.Now().Add(-time.Hour)
	if _, err := w.app.db.Accept(t.Context(), []complaint.Event{{Source: "left", Kind: complaint.Odd, At: hourAgo, Chat: complaint.Chat{ID: 77, Kind: complaint.Private}}}); err != nil {
		t.Fatal(err)
	}
	h, newest, err := w.app.db.Health(t.Context(), w.clock.Now(), 0)
	if err != nil || h.Waiting != 0 || newest == 0 {
		t.Fatalf("just come: %+v, newest %d, %v", h, newest, err)
	}
	h, _, err = w.app.db.Health(t.Context(), w.clock.Now(), newest)
	if err != nil || h.Waiting != 1 || !h.WaitFrom.Equal(hourAgo.Truncate(time.Microsecond)) {
		t.Errorf("still there: %+v, %v", h, err)
	}
}

// TestSignOfLife says every week that the bot is at work.
func TestSignOfLife(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	if _, err := w.app.db.ClaimTick(t.Context(), aliveTick, w.clock.Now(), w.app.aliveJob().Event(w.clock.Now())); err != nil {
		t.Fatal(err)
	}
	w.app.unfinished(t.Context())
	m := w.sees(w.managers.ID(), "I am at work")
	if !strings.Contains(m.Content(), "1 in, 0 closed") || strings.Contains(m.Content(), "🚨") {
		t.Errorf("it says %q", m.Content())
	}
	w.app.alarm(t.Context(), complaint.Health{Deliver: "Connection refused"}, w.clock.Now())
	w.sees(w.managers.ID(), "Connection refused")
}

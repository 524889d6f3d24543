package sqlstore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

// A backup taken while others write holds what was committed, and can be put in the place of
// records that are gone.
func TestBackupIsRestored(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	url := "sqlite:" + filepath.Join(home, "redress.db")
	db := openURL(t, url)
	do(t, db, 1, flows.Result{Complaints: []*complaint.Complaint{{ID: "c1", Number: "2026-0001", Status: complaint.Filed, Customer: 7, Category: "x", FiledAt: benchNow, Summary: "lift"}}})
	copied := filepath.Join(home, "copy of it?.db")
	if err := Backup(t.Context(), url, copied); err != nil {
		t.Fatal(err)
	}
	do(t, db, 2, flows.Result{Complaints: []*complaint.Complaint{{ID: "c2", Number: "2026-0002", Status: complaint.Filed, Customer: 7, Category: "x", FiledAt: benchNow, Summary: "later"}}})
	if err := Backup(t.Context(), url, copied); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("over an older one: %v", err)
	}
	if err := Restore(t.Context(), copied, url); err == nil || !strings.Contains(err.Error(), "stop the bot") {
		t.Errorf("over living records: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	anew := "sqlite:" + filepath.Join(home, "anew.db")
	if err := Restore(t.Context(), copied, anew); err != nil {
		t.Fatal(err)
	}
	again := openURL(t, anew)
	defer again.Close()
	for id, there := range map[string]bool{"c1": true, "c2": false} {
		st, err := again.Load(t.Context(), flows.Want{ID: id}, benchNow)
		if err != nil || (st.Complaint != nil) != there {
			t.Errorf("%s: %+v, %v; want it there: %v", id, st.Complaint, err, there)
		}
	}
}

func TestBackupRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	broken := filepath.Join(home, "broken.db")
	if err := os.WriteFile(broken, []byte("no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"a file that is no copy":     Restore(t.Context(), broken, "sqlite:"+filepath.Join(home, "new.db")),
		"a file that is not there":   Restore(t.Context(), filepath.Join(home, "none.db"), "sqlite:"+filepath.Join(home, "new.db")),
		"records that are not there": Backup(t.Context(), "sqlite:"+filepath.Join(home, "none.db"), filepath.Join(home, "copy.db")),
		"records of a server":        Backup(t.Context(), "postgres://user:secret@localhost/redress", filepath.Join(home, "copy.db")),
	} {
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(home, "new.db")); err == nil {
		t.Error("a refused backup left records behind")
	}
}

package app

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
)

func TestExportThatCannotBe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	there := filepath.Join(dir, "there.csv")
	if err := os.WriteFile(there, []byte("keep"), 0o600); err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(dir, "redress.db")
	if err := os.WriteFile(database, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"DATABASE_URL=sqlite:" + database}
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"", 2, "--from is missing"},
		{"--from yesterday", 2, "--from yesterday is no day"},
		{"--from 2026-11-31", 2, "--from 2026-11-31 is no day"},
		{"--from 2026-11-01 --to soon", 2, "--to soon is no day"},
		{"--from 2026-11-02 --to 2026-11-01", 2, "is after"},
		{"--from 2026-11-01 --format pdf", 2, "choose from csv, xlsx, json"},
		{"--from 2026-11-01 --language ru", 2, "choose from en, zh-Hans, zh-Hant"},
		{"--from 2026-11-01 --desk moon", 2, "choose from staff"},
		{"--from 2026-11-01 and more", 2, "redress export"},
		{"--from 2026-11-01 --out " + there, 1, "exists already"},
		{"--from 2026-11-01 --out " + filepath.Join(dir, "no", "x.csv"), 1, "--out"},
		{"--from 2026-11-01 --data " + filepath.Join(dir, "none.db"), 1, "there is no database"},
	} {
		code, out, errs := redress(t, environ, append([]string{"export"}, strings.Fields(tt.args)...)...)
		if code != tt.code || out != "" || !strings.Contains(errs, tt.says) {
			t.Errorf("%q: code %d, out %q, errors %q", tt.args, code, out, errs)
		}
	}
	if kept, err := os.ReadFile(there); err != nil || string(kept) != "keep" {
		t.Errorf("the file that was there: %q, %v", kept, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("an empty database was made")
	}
}

func TestExportWritesWhatIsOnRecord(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	number := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back. Call me: +49 30 901820")
	w.answer(w.li, number, "I am looking into the double charge.")
	second := w.files(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	w.stop()
	data := strings.TrimPrefix(w.cfg.Database, "sqlite:")
	file := filepath.Join(t.TempDir(), "november.csv")
	code, out, errs := redress(t, nil, "export", "--data", data, "--from", "2026-11-01", "--to", "2026-11-30", "--out", file)
	if code != 0 || out != "" || !strings.Contains(errs, "2 complaints are in "+file) {
		t.Fatalf("code %d, %q, %q", code, out, errs)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\uFEFF"))).ReadAll()
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	row := map[string]string{}
	for i, name := range lines[0] {
		row[name] = lines[1][i]
	}
	if row["Number"] != number || row["Owner"] != "Li" || row["Status"] != "being handled" || row["Messages to the customer"] != "1" || row["First reply"] == "" {
		t.Errorf("row %v", row)
	}
	_, out, _ = redress(t, nil, "export", "--data", data, "--from", "2026-11-01", "--to", "2026-11-30", "--format", "json", "--redact", "--language", "zh-Hans")
	var all []map[string]any
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 2 {
		t.Fatalf("%d objects, %v", len(all), err)
	}
	if all[0]["owner"] != nil || all[0]["customer"] != nil || strings.Contains(out, "901820") || all[1]["number"] != second {
		t.Errorf("redacted: %v", all[0])
	}
	for args, want := range map[string]int{"--from 2026-12-01 --to 2026-12-31": 0, "--from 2026-11-01 --to 2026-11-30 --desk staff": 2} {
		code, out, errs := redress(t, nil, append([]string{"export", "--data", data, "--format", "json"}, strings.Fields(args)...)...)
		if err := json.Unmarshal([]byte(out), &all); code != 0 || err != nil || len(all) != want {
			t.Errorf("%s: code %d, %d objects, %v, %s", args, code, len(all), err, errs)
		}
	}
}

func TestExportThatBreaksLeavesNoFile(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.stop()
	file := filepath.Join(t.TempDir(), "x.csv")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs strings.Builder
	args := []string{"export", "--data", strings.TrimPrefix(w.cfg.Database, "sqlite:"), "--from", "2026-11-01", "--out", file}
	if code := Main(ctx, args, nil, strings.NewReader(""), &out, &errs); code != 1 {
		t.Errorf("code %d: %s", code, errs.String())
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("half a file was left behind")
	}
}

package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
)

func TestCorrectionsAreLearnedFrom(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup)
	n := w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	told := len(w.shows(w.anna.ID()))
	w.press(w.li, w.staff.ID(), "More")
	w.press(w.li, w.staff.ID(), "Correct")
	w.press(w.li, w.staff.ID(), "Question")
	w.sees(w.staff.ID(), "Li corrected it: Question")
	w.settle()
	if got := len(w.shows(w.anna.ID())); got != told {
		t.Errorf("Anna heard of it:\n%s", w.shows(w.anna.ID()))
	}
	if got := w.look("SELECT person FROM labels WHERE print <> 0"); len(got) != 1 || !strings.Contains(got[0], "question") {
		t.Errorf("labels: %v", got)
	}
	if got := w.look("SELECT detail FROM history WHERE action = 'correct'"); len(got) != 1 || !strings.HasPrefix(got[0], "complaint>question") {
		t.Errorf("history: %v", got)
	}
	if got := w.look("SELECT DISTINCT complaint FROM fingerprints"); len(got) != 1 {
		t.Errorf("%d complaints are filed under keys, want %s", len(got), n)
	}
	w.stop()
	file, out := filepath.Join(t.TempDir(), "weights"), &strings.Builder{}
	data := strings.TrimPrefix(w.cfg.Database, "sqlite:")
	if err := learnCommand(context.WithoutCancel(t.Context()), []string{"-data", data, "-out", file}, nil, out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "1 corrections") || !strings.Contains(out.String(), "REDRESS_WEIGHTS="+file) {
		t.Errorf("report:\n%s", out)
	}
	w.cfg.Weights = file
	w.start()
	w.say(w.boris, "The parcel B-77 arrived broken yesterday, I want a refund of 30 euros")
	w.sees(w.boris.ID(), "Which order or product")
}

func TestWeightsThatAreNoneAreAFault(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "weights")
	if err := os.WriteFile(bad, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{bad, bad + "-missing"} {
		if _, err := ReadConfig([]string{"REDRESS_WEIGHTS=" + name}); err == nil || !strings.HasPrefix(err.Error(), "REDRESS_WEIGHTS:") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// modelThatWrites is a model that drafts one sentence, whatever it is asked.
func modelThatWrites(t *testing.T, sentence string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": sentence}}}})
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAModelsDraftIsTheOwnersToSend(t *testing.T) {
	t.Parallel()
	const draft = "Thank you for telling us. I am checking the double charge with our accounts team."
	url := modelThatWrites(t, draft)
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.OpenAIURL, c.OpenAIModel = url, "m" })
	w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.press(w.li, w.staff.ID(), "More")
	w.press(w.li, w.staff.ID(), "Draft a reply")
	w.sees(w.staff.ID(), draft)
	w.settle()
	if w.count(w.anna.ID(), draft) != 0 {
		t.Error("the draft went out by itself")
	}
	w.press(w.li, w.staff.ID(), "Send")
	w.sees(w.anna.ID(), draft)
	w.sees(w.staff.ID(), "✓ sent")
}

func TestNothingToLearnWritesNothing(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), &strings.Builder{}
	file := filepath.Join(dir, "weights")
	environ := []string{"DATABASE_URL=sqlite:" + filepath.Join(dir, "redress.db")}
	if err := learnCommand(t.Context(), []string{"-out", file}, environ, out, io.Discard); err != nil || !strings.Contains(out.String(), "no corrections") {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("weights were written")
	}
	if err := learnCommand(t.Context(), []string{"-data", filepath.Join(dir, "missing.db")}, environ, out, io.Discard); err == nil {
		t.Error("a database that is not there was opened")
	}
}

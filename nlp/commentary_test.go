package nlp

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"redress/nlp/llm"
)

// scribe answers with a text, or not at all.
type scribe struct {
	text string
	err  error
}

func (s scribe) Write(context.Context, llm.Letter) (string, error) { return s.text, s.err }

func (s scribe) Comment(_ context.Context, d llm.Commentary) (string, error) {
	if d.Language != "en" || !strings.Contains(d.Facts, "31") {
		return "", errors.New("asked for something else")
	}
	return s.text, s.err
}

// TestCommentaryMustBeBorneOutByTheFigures: a number that nobody computed drops the whole text.
func TestCommentaryMustBeBorneOutByTheFigures(t *testing.T) {
	t.Parallel()
	const facts = "Yesterday 31 in · 28 closed · now 64 open · 3 overdue\nSatisfaction: 3.5 of 5\n物业：收 31"
	for name, tt := range map[string]struct {
		text string
		kept bool
	}{
		"borne out":          {"31 came in and 28 were closed. 64 are open, 3 of them overdue. Look at those 3 first.", true},
		"without numbers":    {"A busy day. More came than went. Look at the overdue ones first.", true},
		"a decimal":          {"Satisfaction stood at 3.5 of 5.", true},
		"Chinese":            {"昨天收到 31 件，办结 28 件。在办 64 件。先看超时的 3 件。", true},
		"another number":     {"31 came in and 29 were closed.", false},
		"part of a number":   {"6 came in.", false},
		"a rounded decimal":  {"Satisfaction stood at 3.6.", false},
		"a sum":              {"Together 59 moved.", false},
		"a number as a word": {"Twelve came in yesterday.", false},
		"a share as a word":  {"Half of them are overdue.", false},
		"a Chinese number":   {"昨天收到三十一件。", false},
		"a Chinese share":    {"比前一天翻倍。", false},
		"four sentences":     {"One. Busy. Day. Again.", false},
		"an address":         {"See https://example.org for 31.", false},
		"markup":             {"<b>31</b> came in.", false},
		"too long":           {strings.Repeat("busy ", 200), false},
		"nothing":            {" ", false},
	} {
		u := &Understanding{writer: scribe{text: tt.text}, log: slog.New(slog.DiscardHandler)}
		if got := u.Comment(t.Context(), "en", facts); (got != "") != tt.kept {
			t.Errorf("%s: %q", name, got)
		}
	}
	failing := &Understanding{writer: scribe{err: errors.New("timeout")}, log: slog.New(slog.DiscardHandler)}
	for name, u := range map[string]*Understanding{"no model": {}, "no answer": failing} {
		if got := u.Comment(t.Context(), "en", facts); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

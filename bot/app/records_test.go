package app

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"redress/bot/telegram/telegramtest"
	sqlstore "redress/store/sql"
)

// look reads one column of the records, as text.
func look(t *testing.T, database, query string, args ...any) (found []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(database, "sqlite:")+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.WithoutCancel(t.Context()), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		found = append(found, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func (w *town) look(query string, args ...any) []string {
	w.t.Helper()
	return look(w.t, w.cfg.Database, query, args...)
}

// words are what is on record of a customer's messages, oldest first, and how many messages
// are kept that cannot be read.
func (w *town) words(p *telegramtest.Person) (texts []string, unsupported int) {
	w.t.Helper()
	texts = w.look("SELECT text FROM messages WHERE direction = 'in' AND chat = $1 AND text <> '' ORDER BY message_id", p.ID())
	return texts, len(w.look("SELECT id FROM messages WHERE chat = $1 AND unsupported <> ''", p.ID()))
}

// backlog is what the bot has still to do.
func (w *town) backlog() sqlstore.Backlog {
	w.t.Helper()
	b, err := w.app.db.Backlog(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

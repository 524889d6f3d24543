package sqlstore

import (
	"log/slog"
	"path/filepath"
	"testing"

	"redress/store/storetest"
)

// quiet logs into the test's output.
func quiet(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

// openFile opens the database in home.
func openFile(t testing.TB, home string, options ...Option) *DB {
	t.Helper()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(home, "re dress?.db"), quiet(t), options...)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t testing.TB, home string) storetest.Store { return openFile(t, home) })
}

package sqlstore

import (
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"redress/store/storetest"
)

// quiet logs into the test's output.
func quiet(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

// openFile opens the database in home.
func openFile(t testing.TB, home string, options ...Option) *DB {
	t.Helper()
	return openURL(t, "sqlite:"+filepath.Join(home, "re dress?.db"), options...)
}

// servers is where tests get a database of PostgreSQL.
var servers storetest.Postgres

// Everything that is promised holds on PostgreSQL, too. Who opens the same home again is the
// same replica, started again.
func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	var homes sync.Map
	servers.Database(t) // or none of what follows
	storetest.Exercise(t, func(t testing.TB, home string) storetest.Store {
		url, ok := homes.Load(home)
		if !ok {
			url, _ = homes.LoadOrStore(home, servers.Database(t))
		}
		return openURL(t, url.(string), WithName("one"))
	})
}

func openURL(t testing.TB, url string, options ...Option) *DB {
	t.Helper()
	db, err := Open(t.Context(), url, quiet(t), options...)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t testing.TB, home string) storetest.Store { return openFile(t, home) })
}

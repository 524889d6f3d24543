package sqlstore

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is everything that differs between databases. All other SQL of this package runs
// on both: $1 parameters, TEXT and BIGINT only, ON CONFLICT, no implicit conversions.
type dialect struct {
	goose    goose.Dialect
	driver   string
	begin    string           // starts a writing transaction
	write    string           // data source of the one writing connection
	read     string           // data source of the reading connections
	conflict func(error) bool // a unique key exists already: somebody was faster
	cleanup  func() error     // after Close
}

// dialectOf understands a database URL: "sqlite:<file>" or "sqlite::memory:" (a file of its
// own that is deleted on Close).
func dialectOf(location string) (dialect, error) {
	name, rest, _ := strings.Cut(location, ":")
	if name != "sqlite" || rest == "" {
		return dialect{}, fmt.Errorf("DATABASE_URL %q is not understood; use sqlite:<file>", name+":…")
	}
	if rest != ":memory:" {
		return sqliteDialect(rest, func() error { return nil })
	}
	dir, err := os.MkdirTemp("", "redress-")
	if err != nil {
		return dialect{}, fmt.Errorf("cannot make a temporary database: %w", err)
	}
	return sqliteDialect(filepath.Join(dir, "redress.db"), func() error { return os.RemoveAll(dir) })
}

func sqliteDialect(file string, cleanup func() error) (dialect, error) {
	source := "file:" + (&url.URL{Path: file}).EscapedPath()
	const common = "_pragma=busy_timeout(5000)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)"
	return dialect{
		goose:  goose.DialectSQLite3,
		driver: "sqlite",
		begin:  "BEGIN IMMEDIATE",
		write: source + "?" + common + "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
			"&_pragma=foreign_keys(1)&_txlock=immediate",
		read:     source + "?mode=ro&" + common + "&_pragma=query_only(1)",
		conflict: sqliteConflict,
		cleanup:  cleanup,
	}, nil
}

func sqliteConflict(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

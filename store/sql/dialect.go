package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
)

// dialect is everything that differs between databases. All other SQL of this package runs
// on both: $1 parameters, TEXT and BIGINT only, ON CONFLICT, no implicit conversions.
type dialect struct {
	goose     goose.Dialect
	migrator  func() (*sql.DB, []goose.ProviderOption, error) // for bringing the tables up to date
	reader    func() (*sql.DB, error)                         // for snapshots
	pen       func(ctx context.Context) (pen, error)          // the one connection that writes
	prepares  bool                                            // statements have to be prepared to be quick
	isolation sql.IsolationLevel                              // of a snapshot
	shared    bool                                            // other replicas may work on the same records
	conflict  func(error) bool                                // a unique key exists already: somebody was faster
	away      func(error) bool                                // the database is out of reach for now; nothing is wrong with what was asked
	explain   func(error) error                               // says what to do about a database that cannot be reached
	bury      func(q *conn) error                             // strikes off replicas that are gone
	alone     func() (release func() error, err error)        // keeps other processes from the same work
	cleanup   func() error                                    // after Close
}

// dialectOf understands a database URL: "sqlite:<file>", "sqlite::memory:" (a file of its own
// that is deleted on Close) or "postgres://…". name is what a replica is known by.
func dialectOf(location, name string) (dialect, error) {
	scheme, rest, _ := strings.Cut(location, ":")
	switch {
	case scheme == "postgres" || scheme == "postgresql":
		return postgresDialect(location, name)
	case scheme != "sqlite" || rest == "":
		return dialect{}, fmt.Errorf("DATABASE_URL %q is not understood; use sqlite:<file> or postgres://user:password@host/database", scheme+":…")
	case rest != ":memory:":
		return sqliteDialect(rest, func() error { return nil }), nil
	}
	dir, err := os.MkdirTemp("", "redress-")
	if err != nil {
		return dialect{}, fmt.Errorf("cannot make a temporary database: %w", err)
	}
	return sqliteDialect(filepath.Join(dir, "redress.db"), func() error { return os.RemoveAll(dir) }), nil
}

// link carries statements to the database, within one transaction.
type link interface {
	// exec runs a statement and returns how many rows it touched.
	exec(ctx context.Context, query string, args []any) (int64, error)
	// each runs a statement once for every set of arguments.
	each(ctx context.Context, query string, sets [][]any) ([]int64, error)
	// send runs a statement whose count nobody asks for. It may go out with the next one that
	// waits for an answer, which then returns its error.
	send(ctx context.Context, query string, args []any) error
	// query reads rows.
	query(ctx context.Context, query string, args []any, scan func(scanner) error) error
}

// pen is the connection that writes.
type pen interface {
	link
	// begin starts a transaction that overlaps with that of no other writer, wherever it runs.
	begin(ctx context.Context) error
	// mark sets the point that undo goes back to; keep makes what came since part of the
	// transaction.
	mark(ctx context.Context) error
	keep(ctx context.Context) error
	undo(ctx context.Context) error
	// commit makes all durable. An error may leave it open whether it is: then kept tells, asked
	// of a later pen.
	commit(ctx context.Context, batch int64) error
	kept(ctx context.Context, batch int64) (bool, error)
	// abandon ends a transaction that failed; usable is false when the connection is lost.
	abandon() (usable bool)
	close() error
}

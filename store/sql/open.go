package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/pressly/goose/v3"

	"redress/flows/complaint"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers is how many connections look things up beside the one that writes.
const readers = 4

// SessionCache holds copies of sessions. It may forget anything at any time, and fail; the
// rows of the database decide.
type SessionCache interface {
	Get(ctx context.Context, chat int64) (s complaint.Session, ok bool, err error)
	Put(ctx context.Context, s complaint.Session) error
}

// Option changes how a DB is opened.
type Option func(*DB)

// WithSessionCache lets Load take sessions from a cache when they are the newest.
func WithSessionCache(c SessionCache) Option { return func(db *DB) { db.cache = c } }

// WithArrivals names who is told, after COMMIT, of events that arose here instead of being
// accepted: deliveries and ticks. It must not block. What it misses is found by Unfinished.
func WithArrivals(tell func([]complaint.Event)) Option { return func(db *DB) { db.tell = tell } }

// WithName names this replica. Started again under the same name, it takes up at once what it
// had in hand; without one, the others have to notice first that it is gone. Two replicas that
// run at once must not share a name.
func WithName(name string) Option { return func(db *DB) { db.name = name } }

// DB is the records. It is safe for concurrent use, also by several processes.
type DB struct {
	dialect dialect
	name    string // of this replica; "" where there is one only
	log     *slog.Logger
	cache   SessionCache
	tell    func([]complaint.Event)
	read    *sql.DB
	looks   chan struct{} // a place for each snapshot open at once
	stmts   sync.Map      // query -> *sql.Stmt on read
	org     atomic.Pointer[org]
	writer  *writer
	rest    func()       // ends what goes on in the background
	alone   func() error // lets other processes work again; nil: they always could
}

// Open opens the database at url ("sqlite:redress.db", "postgres://user:password@host/database"),
// bringing it up to date first. A file is created where there is none; a database of a server
// must exist. "sqlite::memory:" is a database that is gone after Close.
func Open(ctx context.Context, url string, log *slog.Logger, options ...Option) (*DB, error) {
	db := &DB{name: newName(), log: log, looks: make(chan struct{}, readers), rest: func() {}}
	for _, option := range options {
		option(db)
	}
	var err error
	if db.dialect, err = dialectOf(url, db.name); err != nil {
		return nil, err
	}
	if !db.dialect.shared {
		db.name = ""
	}
	if err := migrate(ctx, db.dialect); err != nil {
		return nil, errors.Join(err, db.dialect.cleanup())
	}
	if db.read, err = db.dialect.reader(); err != nil {
		return nil, fmt.Errorf("cannot open the database for reading: %w", err)
	}
	// One more than there are snapshots: a statement is prepared on a connection of its own,
	// and snapshots that all wait for one would wait for ever.
	db.read.SetMaxOpenConns(readers + 1)
	db.read.SetMaxIdleConns(readers + 1)
	if db.writer, err = startWriter(ctx, db.dialect, db.name, log); err != nil {
		return nil, errors.Join(err, db.read.Close())
	}
	if db.dialect.shared {
		db.inBackground(db.live)
	}
	return db, nil
}

// inBackground runs f until Close.
func (db *DB) inBackground(f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f(ctx)
	}()
	db.rest = func() { cancel(); <-ended }
}

// Close waits for the units of work under way and closes the database. Later calls fail.
func (db *DB) Close() error {
	db.rest()
	err := errors.Join(db.writer.close(), db.read.Close())
	if db.alone != nil {
		err = errors.Join(err, db.alone())
		db.alone = nil
	}
	return errors.Join(err, db.dialect.cleanup())
}

func (db *DB) arrived(events []complaint.Event) {
	if db.tell != nil && len(events) > 0 {
		db.tell(events)
	}
}

// Ping reports whether the records can be read and written to now.
func (db *DB) Ping(ctx context.Context) error {
	return db.write(ctx, func(q *conn) error {
		err := q.send(`UPDATE counters SET value = value WHERE name = 'id'`)
		return err
	})
}

func migrate(ctx context.Context, d dialect) error {
	pool, options, err := d.migrator()
	if err != nil {
		return fmt.Errorf("cannot open the database: %w", err)
	}
	defer pool.Close()
	if err := pool.PingContext(ctx); err != nil {
		return fmt.Errorf("cannot open the database: %w", d.explain(err))
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(d.goose, pool, dir, append(options, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return fmt.Errorf("cannot prepare the database: %w", err)
	}
	if _, err = provider.Up(ctx); err != nil { // perhaps another process was just doing the same
		_, err = provider.Up(ctx)
	}
	if err != nil {
		return fmt.Errorf("cannot bring the database up to date: %w", d.explain(err))
	}
	return nil
}

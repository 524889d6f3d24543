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

// DB is the records. It is safe for concurrent use, also by several processes.
type DB struct {
	dialect dialect
	log     *slog.Logger
	cache   SessionCache
	tell    func([]complaint.Event)
	read    *sql.DB
	looks   chan struct{} // a place for each snapshot open at once
	stmts   sync.Map      // query -> *sql.Stmt on read
	org     atomic.Pointer[org]
	writer  *writer
}

// Open opens the database at url ("sqlite:redress.db"), creating it and bringing it up to
// date first. "sqlite::memory:" is a database that is gone after Close.
func Open(ctx context.Context, url string, log *slog.Logger, options ...Option) (*DB, error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, d); err != nil {
		return nil, errors.Join(err, d.cleanup())
	}
	read, err := sql.Open(d.driver, d.read)
	if err != nil {
		return nil, fmt.Errorf("cannot open the database for reading: %w", err)
	}
	// One more than there are snapshots: a statement is prepared on a connection of its own,
	// and snapshots that all wait for one would wait for ever.
	read.SetMaxOpenConns(readers + 1)
	read.SetMaxIdleConns(readers + 1)
	db := &DB{dialect: d, log: log, read: read, looks: make(chan struct{}, readers)}
	for _, option := range options {
		option(db)
	}
	if db.writer, err = startWriter(d, log); err != nil {
		return nil, errors.Join(err, read.Close())
	}
	return db, nil
}

// Close waits for the units of work under way and closes the database. Later calls fail.
func (db *DB) Close() error {
	err := db.writer.close()
	return errors.Join(err, db.read.Close(), db.dialect.cleanup())
}

func (db *DB) arrived(events []complaint.Event) {
	if db.tell != nil && len(events) > 0 {
		db.tell(events)
	}
}

// Ping reports whether the records can be read and written to now.
func (db *DB) Ping(ctx context.Context) error {
	return db.write(ctx, func(q *conn) error {
		_, err := q.exec(`UPDATE counters SET value = value WHERE name = 'id'`)
		return err
	})
}

func migrate(ctx context.Context, d dialect) error {
	pool, err := sql.Open(d.driver, d.write)
	if err != nil {
		return fmt.Errorf("cannot open the database: %w", err)
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(d.goose, pool, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("cannot prepare the database: %w", err)
	}
	if _, err = provider.Up(ctx); err != nil { // perhaps another process was just doing the same
		_, err = provider.Up(ctx)
	}
	if err != nil {
		return fmt.Errorf("cannot bring the database up to date: %w", err)
	}
	return nil
}

package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func sqliteDialect(file string, cleanup func() error) dialect {
	source := "file:" + (&url.URL{Path: file}).EscapedPath()
	const common = "_pragma=busy_timeout(5000)&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)"
	write := source + "?" + common + "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_txlock=immediate"
	return dialect{
		goose: goose.DialectSQLite3,
		migrator: func() (*sql.DB, []goose.ProviderOption, error) {
			pool, err := sql.Open("sqlite", write)
			if err == nil {
				pool.SetMaxOpenConns(1)
			}
			return pool, nil, err
		},
		reader: func() (*sql.DB, error) {
			return sql.Open("sqlite", source+"?mode=ro&"+common+"&_pragma=query_only(1)")
		},
		pen:      func(ctx context.Context) (pen, error) { return openFilePen(ctx, write) },
		prepares: true,
		conflict: sqliteConflict,
		away:     func(error) bool { return false },
		explain:  func(err error) error { return err },
		bury: func(q *conn) error {
			_, err := q.exec(`DELETE FROM replicas`)
			return err
		},
		alone:   func() (func() error, error) { return workAlone(file) },
		cleanup: cleanup,
	}
}

func sqliteConflict(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// filePen writes to a file. BEGIN IMMEDIATE keeps other processes out.
type filePen struct {
	statements
	pool *sql.DB
	conn *sql.Conn
}

func openFilePen(ctx context.Context, source string) (pen, error) {
	pool, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("store: cannot open the database for writing: %w", err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: cannot connect for writing: %w", err), pool.Close())
	}
	kept := map[string]*sql.Stmt{}
	prepare := func(_ context.Context, query string) (*sql.Stmt, error) {
		if stmt, ok := kept[query]; ok {
			return stmt, nil
		}
		stmt, err := conn.PrepareContext(context.Background(), query)
		if err == nil {
			kept[query] = stmt
		}
		return stmt, err
	}
	return &filePen{statements: prepared(prepare), pool: pool, conn: conn}, nil
}

func (p *filePen) do(ctx context.Context, query string) error {
	_, err := p.exec(ctx, query, nil)
	return err
}

func (p *filePen) begin(ctx context.Context) error           { return p.do(ctx, "BEGIN IMMEDIATE") }
func (p *filePen) mark(ctx context.Context) error            { return p.do(ctx, "SAVEPOINT unit") }
func (p *filePen) keep(ctx context.Context) error            { return p.do(ctx, "RELEASE SAVEPOINT unit") }
func (p *filePen) commit(ctx context.Context, _ int64) error { return p.do(ctx, "COMMIT") }

// kept is never asked: an error of COMMIT means that nothing is.
func (p *filePen) kept(context.Context, int64) (bool, error) { return false, nil }

func (p *filePen) undo(ctx context.Context) error {
	if err := p.do(ctx, "ROLLBACK TO SAVEPOINT unit"); err != nil {
		return err
	}
	return p.keep(ctx)
}

func (p *filePen) abandon() (usable bool) {
	ctx := context.Background()
	if _, err := p.conn.ExecContext(ctx, "ROLLBACK"); err == nil {
		return true
	}
	return p.conn.PingContext(ctx) == nil && p.idle(ctx)
}

// idle reports whether the connection is outside any transaction.
func (p *filePen) idle(ctx context.Context) bool {
	if _, err := p.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return false
	}
	_, err := p.conn.ExecContext(ctx, "ROLLBACK")
	return err == nil
}

func (p *filePen) close() error {
	err := p.conn.Close()
	return errors.Join(err, p.pool.Close())
}

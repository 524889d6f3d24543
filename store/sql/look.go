package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// look runs f on a consistent snapshot for reading. Where the database goes away for a moment,
// f runs again: it must begin anew each time.
func (db *DB) look(ctx context.Context, f func(q *conn) error) error {
	select {
	case db.looks <- struct{}{}:
		defer func() { <-db.looks }()
	case <-ctx.Done():
		return fmt.Errorf("store: cannot read: %w", ctx.Err())
	}
	limit, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for wait := firstPause; ; wait *= 2 {
		err := db.snapshot(ctx, f)
		if err == nil || !db.dialect.away(err) || !pause(limit, wait) {
			return err
		}
	}
}

func (db *DB) snapshot(ctx context.Context, f func(q *conn) error) error {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: db.dialect.isolation})
	if err != nil {
		return fmt.Errorf("store: cannot read: %w", db.dialect.explain(err))
	}
	defer func() { _ = tx.Rollback() }()
	q := &conn{ctx: ctx, me: db.name, org: db.org.Load(), link: db.linkTo(tx)}
	if err := f(q); err != nil {
		return err
	}
	db.org.Store(q.org)
	return nil
}

func (db *DB) linkTo(tx *sql.Tx) link {
	if !db.dialect.prepares {
		return statements{tx.ExecContext, tx.QueryContext}
	}
	return prepared(func(ctx context.Context, query string) (*sql.Stmt, error) {
		stmt, err := db.statement(query)
		if err != nil {
			return nil, err
		}
		return tx.StmtContext(ctx, stmt), nil
	})
}

func (db *DB) statement(query string) (*sql.Stmt, error) {
	if stmt, ok := db.stmts.Load(query); ok {
		return stmt.(*sql.Stmt), nil
	}
	stmt, err := db.read.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	if first, loaded := db.stmts.LoadOrStore(query, stmt); loaded {
		return first.(*sql.Stmt), stmt.Close()
	}
	return stmt, nil
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// conn runs statements in one transaction: of the writer, or of a snapshot for reading.
// Statements are prepared once.
type conn struct {
	ctx     context.Context
	prepare func(query string) (*sql.Stmt, error)
	org     *org // what was read last; nil when it must be read again
}

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// exec runs a statement and returns how many rows it touched.
func (q *conn) exec(query string, args ...any) (int64, error) {
	stmt, err := q.prepare(query)
	if err != nil {
		return 0, fmt.Errorf("store: cannot prepare: %w", err)
	}
	res, err := stmt.ExecContext(q.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("store: cannot write: %w", err)
	}
	return res.RowsAffected()
}

// row reads at most one row; ok is false when there is none.
func (q *conn) row(query string, args []any, into ...any) (ok bool, err error) {
	stmt, err := q.prepare(query)
	if err != nil {
		return false, fmt.Errorf("store: cannot prepare: %w", err)
	}
	err = stmt.QueryRowContext(q.ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("store: cannot read: %w", err)
	}
	return true, nil
}

// collect reads all rows.
func collect[T any](q *conn, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	stmt, err := q.prepare(query)
	if err != nil {
		return nil, fmt.Errorf("store: cannot prepare: %w", err)
	}
	rows, err := stmt.QueryContext(q.ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("store: cannot read: %w", err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("store: cannot read: %w", err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: cannot read: %w", err)
	}
	return all, nil
}

// args keeps calls of row readable.
func args(list ...any) []any { return list }

// look runs f on a consistent snapshot for reading.
func (db *DB) look(ctx context.Context, f func(q *conn) error) error {
	select {
	case db.looks <- struct{}{}:
		defer func() { <-db.looks }()
	case <-ctx.Done():
		return fmt.Errorf("store: cannot read: %w", ctx.Err())
	}
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("store: cannot read: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	q := &conn{ctx: ctx, org: db.org.Load(), prepare: func(query string) (*sql.Stmt, error) {
		stmt, err := db.prepared(query)
		if err != nil {
			return nil, err
		}
		return tx.StmtContext(ctx, stmt), nil
	}}
	if err := f(q); err != nil {
		return err
	}
	db.org.Store(q.org)
	return nil
}

func (db *DB) prepared(query string) (*sql.Stmt, error) {
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

package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
)

// conn runs statements in one transaction: of the writer, or of a snapshot for reading.
type conn struct {
	ctx  context.Context
	link link
	me   string // the replica that all this happens in; "" where there is one only
	org  *org   // what was read last; nil when it must be read again
	sure bool   // org is of this transaction, in which nobody else can change it
}

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// exec runs a statement and returns how many rows it touched.
func (q *conn) exec(query string, args ...any) (int64, error) {
	n, err := q.link.exec(q.ctx, query, args)
	if err != nil {
		return 0, fmt.Errorf("store: cannot write: %w", err)
	}
	return n, nil
}

// each runs a statement once for every set of arguments, and returns the counts of rows.
func (q *conn) each(query string, sets [][]any) ([]int64, error) {
	counts, err := q.link.each(q.ctx, query, sets)
	if err != nil {
		return nil, fmt.Errorf("store: cannot write: %w", err)
	}
	return counts, nil
}

// send runs a statement whose count of rows does not matter. What is wrong with it may show
// only at a later statement, or at the end of the unit of work.
func (q *conn) send(query string, args ...any) error {
	if err := q.link.send(q.ctx, query, args); err != nil {
		return fmt.Errorf("store: cannot write: %w", err)
	}
	return nil
}

// row reads at most one row; ok is false when there is none.
func (q *conn) row(query string, args []any, into ...any) (ok bool, err error) {
	err = q.link.query(q.ctx, query, args, func(row scanner) error {
		if ok {
			return nil
		}
		ok = true
		return row.Scan(into...)
	})
	if err != nil {
		return false, fmt.Errorf("store: cannot read: %w", err)
	}
	return ok, nil
}

// collect reads all rows.
func collect[T any](q *conn, scan func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	err = q.link.query(q.ctx, query, args, func(row scanner) error {
		one, err := scan(row)
		all = append(all, one)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: cannot read: %w", err)
	}
	return all, nil
}

// args keeps calls of row readable.
func args(list ...any) []any { return list }

// statements is a link over database/sql.
type statements struct {
	run  func(ctx context.Context, query string, args ...any) (sql.Result, error)
	rows func(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// prepared is a link over statements that prepare hands out.
func prepared(prepare func(ctx context.Context, query string) (*sql.Stmt, error)) statements {
	return statements{
		run: func(ctx context.Context, query string, args ...any) (sql.Result, error) {
			stmt, err := prepare(ctx, query)
			if err != nil {
				return nil, err
			}
			return stmt.ExecContext(ctx, args...)
		},
		rows: func(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
			stmt, err := prepare(ctx, query)
			if err != nil {
				return nil, err
			}
			return stmt.QueryContext(ctx, args...)
		},
	}
}

func (s statements) exec(ctx context.Context, query string, args []any) (int64, error) {
	res, err := s.run(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (s statements) each(ctx context.Context, query string, sets [][]any) ([]int64, error) {
	counts := make([]int64, 0, len(sets))
	for _, args := range sets {
		n, err := s.exec(ctx, query, args)
		if err != nil {
			return nil, err
		}
		counts = append(counts, n)
	}
	return counts, nil
}

func (s statements) send(ctx context.Context, query string, args []any) error {
	_, err := s.exec(ctx, query, args)
	return err
}

func (s statements) query(ctx context.Context, query string, args []any, scan func(scanner) error) error {
	rows, err := s.rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

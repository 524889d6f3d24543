package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// loader fills the tables of a target in one transaction.
type loader interface {
	// fill empties a table and copies rows into it.
	fill(ctx context.Context, t table, rows *counted) error
	// readAgain counts what the table holds now.
	readAgain(ctx context.Context, t table, into *counted) error
	commit(ctx context.Context) error
	close(ctx context.Context) error
}

func (e *end) load(ctx context.Context) (loader, error) {
	link, err := e.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	l := rowLoader{link}
	if !e.shared {
		return l, l.run(ctx, "BEGIN IMMEDIATE", "PRAGMA defer_foreign_keys = 1")
	}
	return copyLoader{l}, l.run(ctx, "BEGIN")
}

// rowLoader inserts row by row, which is all that SQLite needs.
type rowLoader struct{ link *sql.Conn }

func (l rowLoader) run(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := l.link.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (l rowLoader) fill(ctx context.Context, t table, rows *counted) error {
	if err := l.run(ctx, "DELETE FROM "+t.name); err != nil {
		return err
	}
	places := make([]string, len(t.columns))
	for i := range places {
		places[i] = fmt.Sprint("$", i+1)
	}
	insert, err := l.link.PrepareContext(ctx, "INSERT INTO "+t.name+" ("+strings.Join(t.columns, ", ")+") VALUES ("+strings.Join(places, ", ")+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for rows.Next() {
		if _, err := insert.ExecContext(ctx, rows.values...); err != nil {
			return err
		}
	}
	return nil
}

func (l rowLoader) readAgain(ctx context.Context, t table, into *counted) error {
	rows, err := l.link.QueryContext(ctx, t.read())
	if err != nil {
		return err
	}
	defer rows.Close()
	into.rows = rows
	for into.Next() {
	}
	return into.err
}

func (l rowLoader) commit(ctx context.Context) error { return l.run(ctx, "COMMIT") }

// close gives up what is not committed.
func (l rowLoader) close(ctx context.Context) error {
	_ = l.run(context.WithoutCancel(ctx), "ROLLBACK") // fails when there is nothing to give up
	return l.link.Close()
}

// copyLoader fills tables of PostgreSQL with COPY.
type copyLoader struct{ rowLoader }

func (l copyLoader) fill(ctx context.Context, t table, rows *counted) error {
	if err := l.run(ctx, "DELETE FROM "+t.name); err != nil {
		return err
	}
	return l.link.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("%T is no connection to PostgreSQL", driver)
		}
		_, err := conn.Conn().CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, rows)
		return err
	})
}

// commit lets PostgreSQL look at what it got, so that it plans well from the first moment.
func (l copyLoader) commit(ctx context.Context) error { return l.run(ctx, "ANALYZE", "COMMIT") }

// counted are rows on their way, counted and summed up. It is what COPY reads from.
type counted struct {
	rows   *sql.Rows
	so     Copied
	tell   func(Copied)
	values []any
	err    error
}

// Next reads one more row into values; false at the end or after an error.
func (c *counted) Next() bool {
	if c.err != nil || !c.rows.Next() {
		c.err = errors.Join(c.err, c.rows.Err())
		return false
	}
	into := make([]any, len(c.values))
	for i := range into {
		into[i] = &c.values[i]
	}
	if c.err = c.rows.Scan(into...); c.err != nil {
		return false
	}
	for i, v := range c.values {
		if s, ok := v.(string); ok {
			c.values[i] = clean(s)
		}
	}
	c.so.Rows++
	c.so.Sum += sum(c.values)
	if c.so.Rows%copyStep == 0 {
		c.tell(c.so)
	}
	return true
}

// Values is the row read last.
func (c *counted) Values() ([]any, error) { return c.values, nil }

// Err is what ended the rows too early.
func (c *counted) Err() error { return c.err }

// sum is a number that depends on every value of a row. Added up, rows count in any order.
func sum(values []any) uint64 {
	var row []byte
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			row = append(row, 'n')
		case int64:
			row = binary.BigEndian.AppendUint64(append(row, 'i'), uint64(v))
		case string:
			row = append(binary.BigEndian.AppendUint64(append(row, 's'), uint64(len(v))), v...)
		case []byte:
			row = append(binary.BigEndian.AppendUint64(append(row, 'b'), uint64(len(v))), v...)
		default:
			row = fmt.Appendf(append(row, '?'), "%T %v", v, v)
		}
	}
	digest := sha256.Sum256(row)
	return binary.BigEndian.Uint64(digest[:8])
}

package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Classes of advisory locks; the second half of the key is a hash.
const (
	classWriting = 0x52656401 // held by who writes, until COMMIT
	classLiving  = 0x52656402 // held by each replica as long as it is connected
)

// errLost is a connection that has ended.
var errLost = errors.New("the connection to PostgreSQL is lost")

// serverPen writes to a PostgreSQL server. What need not be answered waits and goes out with
// the next statement that does: a unit of work costs as many round trips as it has reads, and
// one more.
type serverPen struct {
	conn    *pgx.Conn
	name    string
	waiting *pgx.Batch
	marking bool // the mark still waits,
	start   int  // after so many statements,
	before  int  // and with it so many
}

func openServerPen(ctx context.Context, config *pgx.ConnConfig, name string) (pen, error) {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return nil, explained(err, config)
	}
	p := &serverPen{conn: conn, name: name, waiting: &pgx.Batch{}}
	_, err = p.exec(ctx, `SELECT pg_advisory_lock_shared($1, hashtext(current_schema() || '/' || $2))`, args(classLiving, name))
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// flush sends what waits; take reads the answers to the last so many statements of it.
func (p *serverPen) flush(ctx context.Context, last int, take func(pgx.BatchResults) error) error {
	batch := p.waiting
	p.waiting, p.marking = &pgx.Batch{}, false
	results := p.conn.SendBatch(ctx, batch)
	var err error
	for n := batch.Len() - last; n > 0 && err == nil; n-- {
		_, err = results.Exec()
	}
	if err == nil {
		err = take(results)
	}
	if closing := results.Close(); err == nil {
		err = closing
	}
	return p.lost(err)
}

// lost marks an error of a connection that is no more.
func (p *serverPen) lost(err error) error {
	if err != nil && sqlState(err) == "" && p.conn.IsClosed() {
		return fmt.Errorf("%w: %w", errLost, err)
	}
	return err
}

func (p *serverPen) exec(ctx context.Context, query string, args []any) (int64, error) {
	counts, err := p.each(ctx, query, [][]any{args})
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

func (p *serverPen) each(ctx context.Context, query string, sets [][]any) ([]int64, error) {
	if len(sets) == 0 {
		return nil, nil
	}
	for _, args := range sets {
		p.waiting.Queue(query, args...)
	}
	counts := make([]int64, len(sets))
	err := p.flush(ctx, len(sets), func(results pgx.BatchResults) error {
		for i := range counts {
			tag, err := results.Exec()
			if err != nil {
				return err
			}
			counts[i] = tag.RowsAffected()
		}
		return nil
	})
	return counts, err
}

func (p *serverPen) send(_ context.Context, query string, args []any) error {
	p.waiting.Queue(query, args...)
	return nil
}

func (p *serverPen) query(ctx context.Context, query string, args []any, scan func(scanner) error) error {
	p.waiting.Queue(query, args...)
	return p.flush(ctx, 1, func(results pgx.BatchResults) error {
		rows, err := results.Query()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(truths{rows}); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// truths reads a BIGINT into a bool where one is asked for, as database/sql does.
type truths struct{ pgx.Rows }

func (t truths) Scan(into ...any) error {
	for i, to := range into {
		if b, ok := to.(*bool); ok {
			into[i] = (*truth)(b)
		}
	}
	return t.Rows.Scan(into...)
}

type truth bool

// Scan is called by the driver.
func (t *truth) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a %T is neither 0 nor 1", v)
	}
	*t = n != 0
	return nil
}

// begin waits for all other writers of these records: their order is one, ids grow in the
// order of commits, and nobody decides on what another is just changing.
func (p *serverPen) begin(ctx context.Context) error {
	p.waiting.Queue("BEGIN")
	_, err := p.exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))`, args(classWriting))
	return err
}

func (p *serverPen) mark(context.Context) error {
	p.start = p.waiting.Len()
	p.waiting.Queue("SAVEPOINT unit")
	p.marking, p.before = true, p.waiting.Len()
	return nil
}

// keep waits only if something is unanswered: what has been answered cannot fail any more.
func (p *serverPen) keep(ctx context.Context) error {
	if p.waiting.Len() == 0 || p.marking && p.waiting.Len() == p.before {
		return p.send(ctx, "RELEASE SAVEPOINT unit", nil)
	}
	_, err := p.exec(ctx, "RELEASE SAVEPOINT unit", nil)
	return err
}

func (p *serverPen) undo(ctx context.Context) error {
	if p.marking { // nothing of the unit has gone out: what waits is from before it
		p.waiting.QueuedQueries = p.waiting.QueuedQueries[:p.start]
		p.marking = false
		return nil
	}
	p.waiting = &pgx.Batch{}
	p.waiting.Queue("ROLLBACK TO SAVEPOINT unit")
	_, err := p.exec(ctx, "RELEASE SAVEPOINT unit", nil)
	return err
}

// commit notes, with the rest, that this batch of this replica is kept: if the answer is
// lost, the note tells.
func (p *serverPen) commit(ctx context.Context, batch int64) error {
	p.waiting.Queue(`
		INSERT INTO replicas (name, batch, seen) VALUES ($1, $2, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT))
		ON CONFLICT (name) DO UPDATE SET batch = excluded.batch, seen = excluded.seen`, p.name, batch)
	p.waiting.Queue("COMMIT")
	return p.flush(ctx, 1, func(results pgx.BatchResults) error {
		tag, err := results.Exec()
		if err == nil && tag.String() != "COMMIT" { // a transaction that has failed is rolled back without an error
			err = fmt.Errorf("PostgreSQL answered %s to COMMIT", tag)
		}
		return err
	})
}

func (p *serverPen) kept(ctx context.Context, batch int64) (kept bool, err error) {
	var last int64
	err = p.query(ctx, `SELECT batch FROM replicas WHERE name = $1`, args(p.name), func(row scanner) error {
		return row.Scan(&last)
	})
	return last == batch, err
}

func (p *serverPen) abandon() (usable bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	p.waiting, p.marking = &pgx.Batch{}, false
	if _, err := p.conn.Exec(ctx, "ROLLBACK"); err == nil {
		return true
	}
	_ = p.conn.Close(ctx) // it is lost anyway
	return false
}

// close strikes the replica off first, so that others take over at once what it leaves.
func (p *serverPen) close() error {
	if p.conn.IsClosed() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := p.conn.Exec(ctx, `DELETE FROM replicas WHERE name = $1`, p.name)
	return errors.Join(err, p.conn.Close(ctx))
}

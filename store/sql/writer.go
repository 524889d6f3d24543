package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// ErrClosed is the answer to a unit of work given after Close.
var ErrClosed = errors.New("store: closed")

// maxBatch is how many units of work share one COMMIT.
const maxBatch = 50

// unit is one caller's work, waiting for COMMIT.
type unit struct {
	ctx  context.Context
	run  func(*conn) error
	err  error
	done chan struct{}
}

// writer is the one place that writes: it gathers the units that wait, runs each behind a
// savepoint of its own, and commits them together.
type writer struct {
	begin string
	log   *slog.Logger
	pool  *sql.DB
	units chan *unit
	stop  chan struct{}
	ended chan struct{}

	link  *sql.Conn // nil when it has to be had anew
	stmts map[string]*sql.Stmt
	org   *org
}

func startWriter(d dialect, log *slog.Logger) (*writer, error) {
	pool, err := sql.Open(d.driver, d.write)
	if err != nil {
		return nil, fmt.Errorf("cannot open the database for writing: %w", err)
	}
	pool.SetMaxOpenConns(1)
	w := &writer{begin: d.begin, log: log, pool: pool, units: make(chan *unit), stop: make(chan struct{}), ended: make(chan struct{})}
	if err := w.connect(); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	go w.loop()
	return w, nil
}

// write runs f in a transaction and returns after COMMIT. If it returns an error, nothing of
// f has happened. f may run on another goroutine and must not keep q.
func (db *DB) write(ctx context.Context, f func(q *conn) error) error {
	u := &unit{ctx: ctx, run: f, done: make(chan struct{})}
	select {
	case db.writer.units <- u:
		<-u.done // the answer is certain and near: do not leave without it
		return u.err
	case <-db.writer.stop:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) loop() {
	defer close(w.ended)
	for {
		select {
		case u := <-w.units:
			w.commit(w.gather(u))
		case <-w.stop:
			return
		}
	}
}

func (w *writer) gather(first *unit) []*unit {
	batch := []*unit{first}
	for len(batch) < maxBatch {
		select {
		case u := <-w.units:
			batch = append(batch, u)
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch in one transaction and lets its callers go.
func (w *writer) commit(batch []*unit) {
	if err := w.transact(batch); err != nil {
		w.abandon()
		for _, u := range batch {
			u.err = errors.Join(u.err, err)
		}
	}
	for _, u := range batch {
		close(u.done)
	}
}

// transact returns an error when nothing of the batch is kept.
func (w *writer) transact(batch []*unit) error {
	if err := w.connect(); err != nil {
		return err
	}
	q := &conn{ctx: context.Background(), prepare: w.prepare, org: w.org}
	if _, err := q.exec(w.begin); err != nil {
		return err
	}
	for _, u := range batch {
		if err := w.attempt(q, u); err != nil {
			return err
		}
	}
	if _, err := q.exec("COMMIT"); err != nil {
		return err
	}
	w.org = q.org
	return nil
}

// attempt runs one unit; its own failure is undone and kept in u.err. The error returned is
// for a transaction that is lost as a whole: a full disk ends it without asking.
func (w *writer) attempt(q *conn, u *unit) error {
	if u.err = u.ctx.Err(); u.err != nil {
		return nil
	}
	if _, err := q.exec("SAVEPOINT unit"); err != nil {
		return err
	}
	if u.err = w.guarded(q, u); u.err != nil {
		q.org = nil
		if _, err := q.exec("ROLLBACK TO SAVEPOINT unit"); err != nil {
			return err
		}
	}
	_, err := q.exec("RELEASE SAVEPOINT unit")
	return err
}

func (w *writer) guarded(q *conn, u *unit) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a unit of work: %T", r)
			w.log.Error("panic in a unit of work", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
		}
	}()
	return u.run(q)
}

func (w *writer) connect() error {
	if w.link != nil {
		return nil
	}
	link, err := w.pool.Conn(context.Background())
	if err != nil {
		return fmt.Errorf("store: cannot connect for writing: %w", err)
	}
	w.link, w.stmts, w.org = link, map[string]*sql.Stmt{}, nil
	return nil
}

// abandon ends a transaction that failed, and the connection if even that fails.
func (w *writer) abandon() {
	w.org = nil
	if w.link == nil {
		return
	}
	if _, err := w.link.ExecContext(context.Background(), "ROLLBACK"); err == nil {
		return
	}
	if w.link.PingContext(context.Background()) == nil && w.idle() {
		return
	}
	w.drop()
}

// idle reports whether the connection is outside any transaction.
func (w *writer) idle() bool {
	if _, err := w.link.ExecContext(context.Background(), "BEGIN"); err != nil {
		return false
	}
	_, err := w.link.ExecContext(context.Background(), "ROLLBACK")
	return err == nil
}

func (w *writer) drop() {
	for _, stmt := range w.stmts {
		_ = stmt.Close()
	}
	_ = w.link.Close()
	w.link, w.stmts = nil, nil
}

func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := w.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := w.link.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = stmt
	return stmt, nil
}

func (w *writer) close() error {
	select {
	case <-w.stop:
		return nil
	default:
		close(w.stop)
	}
	<-w.ended
	if w.link != nil {
		w.drop()
	}
	return w.pool.Close()
}

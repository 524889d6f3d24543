package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// ErrClosed is the answer to a unit of work given after Close.
var ErrClosed = errors.New("store: closed")

const (
	maxBatch   = 50                    // how many units of work share one COMMIT
	patience   = 8 * time.Second       // how long a database that is away is waited for
	batchLimit = 30 * time.Second      // and one that does not answer
	firstPause = 10 * time.Millisecond // before the first new try; then twice as long each time
)

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
	dialect dialect
	me      string
	log     *slog.Logger
	units   chan *unit
	stop    chan struct{}
	ended   chan struct{}

	pen   pen // nil when it has to be had anew
	org   *org
	batch int64 // of this transaction
	doubt bool  // whether the batch was committed is not known
}

func startWriter(ctx context.Context, d dialect, me string, log *slog.Logger) (*writer, error) {
	w := &writer{dialect: d, me: me, log: log, units: make(chan *unit), stop: make(chan struct{}), ended: make(chan struct{})}
	if err := w.connect(ctx); err != nil {
		return nil, err
	}
	go w.loop()
	return w, nil
}

// write runs f in a transaction and returns after COMMIT. If it returns an error, nothing of
// f has happened, unless the database was lost at the very moment of COMMIT and did not come
// back in time. f may run on another goroutine, and again from its beginning; it must not
// keep q.
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
			w.serve(u)
		case <-w.stop:
			return
		}
	}
}

// gather adds the units that wait to a batch.
func (w *writer) gather(batch []*unit) []*unit {
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

// serve runs a unit, and those that wait with it, in one transaction and lets their callers
// go. While the database is away, it tries again.
func (w *writer) serve(first *unit) {
	ctx, cancel := w.limit()
	defer cancel()
	batch := []*unit{first}
	w.batch++
	var giveUp time.Time
	for wait := firstPause; ; wait *= 2 {
		var err error
		if batch, err = w.transact(ctx, batch); err == nil {
			break
		}
		w.abandon()
		if giveUp.IsZero() {
			giveUp = time.Now().Add(patience)
		}
		if w.dialect.away(err) && time.Now().Before(giveUp) && pause(ctx, wait) {
			continue
		}
		for _, u := range batch {
			u.err = errors.Join(u.err, err)
		}
		break
	}
	w.doubt = false
	for _, u := range batch {
		close(u.done)
	}
}

// limit is how long a batch may take. Nobody interrupts a file.
func (w *writer) limit() (context.Context, context.CancelFunc) {
	if !w.dialect.shared {
		return context.Background(), func() {}
	}
	return context.WithTimeout(context.Background(), batchLimit)
}

// transact returns an error when nothing of the batch is kept, as far as is known.
func (w *writer) transact(ctx context.Context, batch []*unit) ([]*unit, error) {
	if err := w.connect(ctx); err != nil {
		return batch, err
	}
	if err := w.pen.begin(ctx); err != nil {
		return batch, fmt.Errorf("store: cannot write: %w", err)
	}
	if w.doubt {
		if kept, err := w.pen.kept(ctx, w.batch); err != nil || kept {
			w.pen.abandon()
			return batch, err
		}
		w.doubt = false
	}
	batch = w.gather(batch)
	q := &conn{ctx: ctx, link: w.pen, me: w.me, org: w.org}
	for _, u := range batch {
		if err := w.attempt(q, u); err != nil {
			return batch, err
		}
	}
	if err := w.pen.commit(ctx, w.batch); err != nil {
		w.doubt = w.dialect.away(err)
		return batch, fmt.Errorf("store: cannot commit: %w", err)
	}
	w.org = q.org
	return batch, nil
}

// attempt runs one unit; its own failure is undone and kept in u.err. The error returned is
// for a transaction that is lost as a whole: a full disk ends it without asking.
func (w *writer) attempt(q *conn, u *unit) error {
	if u.err = u.ctx.Err(); u.err != nil {
		return nil
	}
	if err := w.pen.mark(q.ctx); err != nil {
		return err
	}
	if u.err = w.guarded(q, u); u.err == nil {
		u.err = w.pen.keep(q.ctx)
	}
	if u.err == nil {
		return nil
	}
	q.org = nil
	return w.pen.undo(q.ctx)
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

func (w *writer) connect(ctx context.Context) error {
	if w.pen != nil {
		return nil
	}
	p, err := w.dialect.pen(ctx)
	if err != nil {
		return err
	}
	w.pen, w.org = p, nil
	return nil
}

// abandon ends a transaction that failed, and the connection if even that fails.
func (w *writer) abandon() {
	w.org = nil
	if w.pen == nil || w.pen.abandon() {
		return
	}
	if err := w.pen.close(); err != nil {
		w.log.Debug("the writing connection did not close cleanly", "error", err)
	}
	w.pen = nil
}

func (w *writer) close() error {
	select {
	case <-w.stop:
		return nil
	default:
		close(w.stop)
	}
	<-w.ended
	if w.pen == nil {
		return nil
	}
	return w.pen.close()
}

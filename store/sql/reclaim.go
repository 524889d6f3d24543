package sqlstore

import (
	"context"
	"time"
)

// Reclaim makes due at once what a run that was killed had leased, instead of when its leases
// end. It is for a process that has the records to itself, before it leases anything: with
// others at work it would have things sent twice.
func (db *DB) Reclaim(ctx context.Context, now time.Time) error {
	return db.write(ctx, func(q *conn) error {
		_, err := q.exec(`
			UPDATE outbox SET leased_until = 0, due_at = $1
			WHERE state = 'waiting' AND leased_until > $1`, micros(now))
		return err
	})
}

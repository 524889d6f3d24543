package sqlstore

import (
	"context"
	"crypto/rand"
	"time"
)

// How long a replica that says nothing counts as living: while its connection stands, and once
// it is gone; and how long after a start of the server nobody is struck off, so that all can
// find their way back.
const (
	beat          = 2 * time.Second
	deadSilent    = 30 * time.Second
	deadUncoupled = 5 * time.Second
	restarting    = 10 * time.Second
)

// Reclaim takes over at the start of a run what a run before it, and replicas that are gone,
// had in hand: their leases end now, their events are found by Unfinished. Of a SQLite file it
// keeps other processes away until Close, so that nothing is sent twice; an error says so where
// another one was first.
func (db *DB) Reclaim(ctx context.Context, now time.Time) error {
	if db.alone == nil {
		release, err := db.dialect.alone()
		if err != nil {
			return err
		}
		db.alone = release
	}
	_, err := db.takeOver(ctx, now, true)
	return err
}

// Rescue takes over, at any time, what replicas that are gone had in hand, and reports whether
// there was something. What living ones have in hand stays theirs, this one's own included.
func (db *DB) Rescue(ctx context.Context, now time.Time) (taken bool, err error) {
	if !db.dialect.shared {
		return false, nil
	}
	return db.takeOver(ctx, now, false)
}

func (db *DB) takeOver(ctx context.Context, now time.Time, own bool) (taken bool, err error) {
	err = db.write(ctx, func(q *conn) error {
		if err := db.dialect.bury(q); err != nil {
			return err
		}
		mine := q.me // whose leases are let alone
		if own {
			mine = "\x01" // nobody's
		}
		parcels, err := q.exec(`
			UPDATE outbox SET leased_until = 0, leased_by = '', due_at = $1
			WHERE state = 'waiting' AND leased_until > $1 AND leased_by <> $2
				AND (leased_by = $3 OR leased_by NOT IN (SELECT name FROM replicas))`, micros(now), mine, q.me)
		if err != nil {
			return err
		}
		events, err := q.exec(`
			UPDATE events SET owner = $1
			WHERE state = 'new' AND owner <> $1 AND owner NOT IN (SELECT name FROM replicas)`, q.me)
		taken = parcels+events > 0
		return err
	})
	return taken && err == nil, err
}

// bury strikes off the replicas of a server that are gone.
func bury(q *conn) error {
	err := q.send(`
		DELETE FROM replicas r
		WHERE r.name <> $1 AND pg_postmaster_start_time() < clock_timestamp() - make_interval(secs => $2)
			AND (r.seen < (extract(epoch FROM clock_timestamp()) - $3) * 1000000
				OR r.seen < (extract(epoch FROM clock_timestamp()) - $4) * 1000000 AND NOT EXISTS (
					SELECT 1 FROM pg_locks l
					WHERE l.locktype = 'advisory' AND l.classid = $5 AND l.objsubid = 2
						AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
						AND l.objid = CAST(CAST(hashtext(current_schema() || '/' || r.name) AS BIGINT) & 4294967295 AS OID)))`,
		q.me, restarting.Seconds(), deadSilent.Seconds(), deadUncoupled.Seconds(), int64(classLiving))
	return err
}

// live tells the others every now and then that this replica is there.
func (db *DB) live(ctx context.Context) {
	for pause(ctx, beat) {
		if err := db.write(ctx, func(*conn) error { return nil }); err != nil && ctx.Err() == nil {
			db.log.Warn("the records are out of reach; trying again", "error", err)
		}
	}
}

// newName is a name that no other replica has.
func newName() string { return rand.Text()[:12] }

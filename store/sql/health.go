package sqlstore

import (
	"context"
	"time"

	"redress/flows/complaint"
)

// What is late enough for a person to look.
const (
	unseenAfter = 5 * time.Minute  // a desk without a group
	stuckAfter  = 10 * time.Minute // a message that could have been sent
)

// Health looks at what waits for too long, and counts the last seven days. An event waits for
// too long when it was there already, as the newest or before it, at an earlier look; newest is
// what to give to a later one. Its own time says nothing: it may be of before a stop.
func (db *DB) Health(ctx context.Context, now time.Time, earlier int64) (h complaint.Health, newest int64, err error) {
	err = db.look(ctx, func(q *conn) error {
		at := func(before time.Duration) int64 { return micros(now.Add(-before)) }
		var unseen, stuck, waiting int64
		week := 7 * 24 * time.Hour
		for _, f := range []struct {
			query string
			args  []any
			into  []any
		}{
			{`SELECT COUNT(*), COALESCE(MIN(CASE WHEN opens_at > created_at THEN opens_at ELSE created_at END), 0), COALESCE(MIN(desk), '') FROM outbox
				WHERE state = 'waiting' AND chat = 0 AND CASE WHEN opens_at > created_at THEN opens_at ELSE created_at END < $1`, args(at(unseenAfter)), args(&h.Unseen, &unseen, &h.UnseenFor)},
			{`SELECT COUNT(*), COALESCE(MIN(CASE WHEN opens_at > created_at THEN opens_at ELSE created_at END), 0) FROM outbox
				WHERE state = 'waiting' AND chat <> 0 AND urgency >= 0 AND CASE WHEN opens_at > created_at THEN opens_at ELSE created_at END < $1`, args(at(stuckAfter)), args(&h.Stuck, &stuck)},
			{`SELECT COUNT(*), COALESCE(MIN(at), 0) FROM events WHERE state = 'new' AND id <= $1 AND kind NOT IN ('tick', 'due', 'delivered')`,
				args(earlier), args(&h.Waiting, &waiting)},
			{`SELECT COALESCE(MAX(id), 0) FROM events`, nil, args(&newest)},
			{`SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND settled_at >= $1`, args(at(week)), args(&h.Failed)},
			{`SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND settled_at >= $1`, args(at(week)), args(&h.Sent)},
			{`SELECT COUNT(*) FROM events WHERE state = 'parked' AND at >= $1`, args(at(week)), args(&h.Parked)},
			{`SELECT COUNT(*) FROM complaints WHERE number IS NOT NULL AND filed_at >= $1`, args(at(week)), args(&h.Received)},
			{`SELECT COUNT(*) FROM complaints WHERE closed_at >= $1 AND closed_at > 0`, args(at(week)), args(&h.Closed)},
			{`SELECT COUNT(*) FROM complaints WHERE open_rank > 0`, nil, args(&h.Open)},
		} {
			if _, err := q.row(f.query, f.args, f.into...); err != nil {
				return err
			}
		}
		h.UnseenFrom, h.StuckFrom, h.WaitFrom = moment(unseen), moment(stuck), moment(waiting)
		return nil
	})
	return h, newest, err
}

package sqlstore

import (
	"context"
	"time"
)

// LastTick is the newest run of job that was claimed; ok is false when there never was one.
func (db *DB) LastTick(ctx context.Context, job string) (due time.Time, ok bool, err error) {
	var at int64
	err = db.look(ctx, func(q *conn) error {
		ok, err = q.row(`SELECT due FROM ticks WHERE job = $1 ORDER BY due DESC LIMIT 1`, args(clean(job)), &at)
		return err
	})
	return moment(at), ok, err
}

package sqlstore

import (
	"context"
	"time"
)

// PurgeLabels forgets corrections made before a time, and what complaints filed before it are
// looked up by when another speaks of the same matter. It returns how many corrections are gone.
func (db *DB) PurgeLabels(ctx context.Context, before time.Time) (gone int64, err error) {
	err = db.write(ctx, func(q *conn) error {
		gone, err = q.exec(`DELETE FROM labels WHERE at < $1`, micros(before))
		if err != nil {
			return err
		}
		err = q.send(`DELETE FROM fingerprints WHERE filed_at < $1`, micros(before))
		return err
	})
	return gone, err
}

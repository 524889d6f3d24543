package sqlstore

import (
	"context"
	"time"
)

// File returns what was kept under an id; ok is false when nothing was.
func (db *DB) File(ctx context.Context, id string) (data []byte, ok bool, err error) {
	err = db.look(ctx, func(q *conn) error {
		ok, err = q.row(`SELECT data FROM files WHERE id = $1`, args(id), &data)
		return err
	})
	return data, ok, err
}

// KeepFile keeps data under an id, unless something is kept there already, and returns what is
// kept from now on. What was kept never changes.
func (db *DB) KeepFile(ctx context.Context, id string, data []byte, now time.Time) (kept []byte, err error) {
	err = db.write(ctx, func(q *conn) error {
		n, err := q.exec(`INSERT INTO files (id, made_at, data) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, id, micros(now), data)
		if kept = data; err != nil || n == 1 {
			return err
		}
		_, err = q.row(`SELECT data FROM files WHERE id = $1`, args(id), &kept)
		return err
	})
	return kept, err
}

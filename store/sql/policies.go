package sqlstore

import (
	"context"
	"time"

	"redress/flows"
)

// KeepPolicy keeps the text of a version of the rules, so that complaints filed under it can
// go on under it. A version that is kept already stays as it is.
func (db *DB) KeepPolicy(ctx context.Context, r flows.Rules, now time.Time) error {
	return db.write(ctx, func(q *conn) error {
		err := q.send(`
			INSERT INTO policies (version, name, source, kept_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (version) DO NOTHING`, r.Version, clean(r.Name), r.Source, micros(now))
		return err
	})
}

// Policies returns every version of the rules that was kept, oldest first.
func (db *DB) Policies(ctx context.Context) (kept []flows.Rules, err error) {
	err = db.look(ctx, func(q *conn) error {
		kept, err = collect(q, scanPolicy, `SELECT version, name, source FROM policies ORDER BY kept_at, version`)
		return err
	})
	return kept, err
}

func scanPolicy(row scanner) (r flows.Rules, err error) {
	err = row.Scan(&r.Version, &r.Name, &r.Source)
	return r, err
}

package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

const (
	relatedDays  = 30 * 24 * time.Hour
	relatedAbout = 60 // complaints about the same object
	relatedLike  = 60 // and of the same category
)

// related finds the complaints of the last thirty days that may be about the same matter as
// c. What it costs depends on its bounds, not on how many complaints there are.
func related(q *conn, c *complaint.Complaint, now time.Time) (*flows.Related, error) {
	r := &flows.Related{}
	if c.Category == "" {
		return r, nil
	}
	since := micros(now.Add(-relatedDays))
	seen := map[string]bool{c.ID: true}
	add := func(found []complaint.Complaint, err error) error {
		for _, o := range found {
			if !seen[o.ID] {
				seen[o.ID] = true
				r.Others = append(r.Others, o)
			}
		}
		return err
	}
	if about := c.About(); about != "" {
		err := add(collect(q, scanComplaint, `
			SELECT body FROM complaints
			WHERE about = $1 AND about <> '' AND number IS NOT NULL AND filed_at >= $2
			ORDER BY filed_at DESC LIMIT CAST($3 AS BIGINT)`, about, since, relatedAbout))
		if err != nil {
			return nil, err
		}
	}
	if err := add(alike(q, c, now.Add(-sameDays))); err != nil {
		return nil, err
	}
	return r, add(collect(q, scanComplaint, `
		SELECT body FROM complaints
		WHERE category = $1 AND number IS NOT NULL AND filed_at >= $2
		ORDER BY filed_at DESC LIMIT CAST($3 AS BIGINT)`, c.Category, since, relatedLike))
}

// OpenComplaints returns up to limit open complaints after a mark ("" is the beginning),
// gravest first, without those of the gravest level and without their clocks, and the mark of
// the last; fewer than limit means that there are no more.
func (db *DB) OpenComplaints(ctx context.Context, after string, limit int) (page []complaint.Complaint, last string, err error) {
	from := openRow{rank: int64(complaint.P1), filed: 1 << 62}
	if _, err := fmt.Sscan(after, &from.rank, &from.filed, &from.id); after != "" && err != nil {
		return nil, "", complaint.Errorf(complaint.Invalid, "%q is no mark of open complaints", after)
	}
	err = db.look(ctx, func(q *conn) error {
		rows, err := collect(q, scanOpen, `
			SELECT open_rank, filed_at, id, body FROM complaints
			WHERE open_rank > 0 AND (open_rank, filed_at, id) > ($1, $2, $3)
			ORDER BY open_rank, filed_at, id LIMIT $4`, from.rank, from.filed, from.id, limit)
		if err != nil {
			return err
		}
		if n := len(rows); n > 0 {
			last = fmt.Sprint(rows[n-1].rank, " ", rows[n-1].filed, " ", rows[n-1].id)
		}
		page, err = decodeAll(rows)
		return err
	})
	return page, last, err
}

// decodeAll reads the bodies of many complaints, on all processors.
func decodeAll(rows []openRow) ([]complaint.Complaint, error) {
	page := make([]complaint.Complaint, len(rows))
	workers := runtime.GOMAXPROCS(0)
	faults := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(rows) && faults[w] == nil; i += workers {
				faults[w] = decode(rows[i].body, &page[i])
			}
		})
	}
	wait.Wait()
	return page, errors.Join(faults...)
}

type openRow struct {
	rank, filed int64
	id, body    string
}

func scanOpen(row scanner) (o openRow, err error) {
	err = row.Scan(&o.rank, &o.filed, &o.id, &o.body)
	return o, err
}

// Provisional returns up to limit complaints after an id, in order of id, that have a running
// deadline beyond the holidays known when it was set; without their clocks.
func (db *DB) Provisional(ctx context.Context, after string, limit int) (page []complaint.Complaint, err error) {
	err = db.look(ctx, func(q *conn) error {
		page, err = collect(q, scanComplaint, `
			SELECT body FROM complaints WHERE id IN (
				SELECT DISTINCT complaint FROM clocks
				WHERE met = 0 AND provisional = 1 AND complaint > $1 ORDER BY complaint LIMIT $2)
			ORDER BY id`, after, limit)
		return err
	})
	return page, err
}

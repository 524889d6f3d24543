package sqlstore

import (
	"context"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// saveReport keeps a report as it was sent. The first of an id stays.
func saveReport(q *conn, r complaint.Report) error {
	r.From, r.To, r.CutOff = moment(micros(r.From)), moment(micros(r.To)), moment(micros(r.CutOff))
	body, err := encode(r)
	if err != nil {
		return err
	}
	err = q.send(`
		INSERT INTO reports (id, job, at, body, desk) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
		r.ID, r.Job, micros(r.CutOff), body, string(r.Desk))
	return err
}

// lastReport is the newest report of a job and desk with a cut-off before a moment; nil: none.
func lastReport(q *conn, job string, desk complaint.Desk, before time.Time) (*complaint.Report, error) {
	var body string
	ok, err := q.row(`
		SELECT body FROM reports WHERE job = $1 AND desk = $2 AND at < $3 ORDER BY at DESC LIMIT 1`,
		args(job, string(desk), micros(before)), &body)
	if err != nil || !ok {
		return nil, err
	}
	r := &complaint.Report{}
	return r, decode(body, r)
}

// Reports returns up to limit reports of a job with a cut-off in [from, to), as they were sent,
// oldest first.
func (db *DB) Reports(ctx context.Context, job string, from, to time.Time, limit int) (all []complaint.Report, err error) {
	err = db.look(ctx, func(q *conn) error {
		all, err = collect(q, func(row scanner) (r complaint.Report, err error) {
			var body string
			if err := row.Scan(&body); err != nil {
				return r, err
			}
			return r, decode(body, &r)
		}, `SELECT body FROM reports WHERE job = $1 AND at >= $2 AND at < $3 ORDER BY at, id LIMIT $4`, job, micros(from), micros(to), limit)
		return err
	})
	return all, err
}

// Accounts is what a digest of that period is written from, all from one snapshot.
func (db *DB) Accounts(ctx context.Context, p flows.Period) (a flows.Accounts, err error) {
	err = db.look(ctx, func(q *conn) error {
		o, err := organisation(q)
		if err != nil {
			return err
		}
		if p.Chat != 0 {
			p.Desk, p.Chat = deskAt(o.Org, p), 0
		}
		if a.Figures, err = figures(q, p); err != nil {
			return err
		}
		week := newCount(q, flows.Period{From: p.From.AddDate(0, 0, -7), To: p.From, CutOff: a.Figures.CutOff, Known: a.Figures.Known, Desk: p.Desk})
		if err = week.pace(); err != nil {
			return err
		}
		a.Week = week.Figures
		if a.Last, err = lastReport(q, "digest", p.Desk, a.Figures.CutOff); err != nil || a.Last == nil {
			return err
		}
		a.Again, err = figures(q, flows.Period{From: a.Last.From.In(p.From.Location()), To: a.Last.To, CutOff: a.Last.CutOff, Known: a.Figures.Known,
			Desk: p.Desk, Brief: true})
		return err
	})
	return a, err
}

// behind lists the complaints that a number of a report counts, as they stood then.
func behind(q *conn, b flows.Behind) ([]complaint.Line, error) {
	c := newCount(q, b.Period)
	if b.Limit <= 0 {
		b.Limit = listLimit
	}
	return c.behind(b.Of, b.N, b.Limit)
}

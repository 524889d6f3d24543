package sqlstore

import (
	"context"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// count is figures being counted: the period in the terms of the records.
type count struct {
	q        *conn
	p        flows.Period
	from, to int64 // the period
	at       int64 // of states
	known    int64 // nothing from then on is known
	desk     string
	*complaint.Figures
}

// asKnown picks, of each complaint, how it stood at a moment given as $1, if the desk given as
// $2 had it ("" any). Merged complaints are left out.
const asKnown = ` s.since < $1 AND s.until >= $1 AND s.merged = 0 AND ($2 = '' OR s.desk = $2) `

// figures counts a period. Nothing is counted that was not on record before p.Known, so the
// same period gives the same numbers on any later day. What it costs follows the period, the
// thirty days before it (ninety for M17) and what is open, not all that ever was.
func figures(q *conn, p flows.Period) (*complaint.Figures, error) {
	c := newCount(q, p)
	parts := []func() error{c.received, c.pace, c.limits, c.marks, c.ratings}
	if !p.Brief {
		parts = append(parts, c.times, c.gaps, c.quality, c.ratios, c.progress, c.backlog, c.overdue, c.load, c.lines, c.days, c.topics, c.byDesk)
	}
	for _, part := range parts {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return c.Figures, nil
}

func newCount(q *conn, p flows.Period) *count {
	if p.CutOff.IsZero() {
		p.CutOff = p.To
	}
	if p.Known.IsZero() {
		p.Known = p.CutOff
	}
	if q.org != nil && p.Chat != 0 {
		p.Desk = deskAt(q.org.Org, p)
	}
	return &count{q: q, p: p, from: micros(p.From), to: micros(p.To), at: micros(p.CutOff), known: micros(p.Known), desk: string(p.Desk),
		Figures: &complaint.Figures{From: p.From, To: p.To, CutOff: p.CutOff, Known: p.Known, Desk: p.Desk}}
}

// nobody is a desk that has nothing: what a chat is told of that belongs to no desk.
const nobody complaint.Desk = "-"

// deskAt is the desk that a period asked for in a chat is narrowed to.
func deskAt(org flows.Org, p flows.Period) complaint.Desk {
	switch b := org.At(p.Chat); b.Desk {
	case complaint.StaffDesk, complaint.ManagersDesk:
		return p.Desk
	case "":
		return nobody
	default:
		return b.Desk
	}
}

// Figures counts a period of the whole house or of one desk (domain 5.2), on a snapshot: no
// unit of work waits for it.
func (db *DB) Figures(ctx context.Context, p flows.Period) (f *complaint.Figures, err error) {
	err = db.look(ctx, func(q *conn) error {
		f, err = figures(q, p)
		return err
	})
	return f, err
}

// one reads a row of numbers.
func (c *count) one(query string, args []any, into ...any) error {
	_, err := c.q.row(query, args, into...)
	return err
}

// received counts what came and what ended, and of what it is part.
func (c *count) received() error {
	err := c.one(`
		SELECT COUNT(*) FROM standings s WHERE`+asKnown+`AND s.filed >= $3 AND s.filed < $4`,
		args(c.known, c.desk, c.from, c.to), &c.Received)
	if err != nil {
		return err
	}
	return c.one(`
		SELECT COUNT(DISTINCT s.complaint) FROM standings s
		WHERE s.closed >= $3 AND s.closed > 0 AND s.closed < $4 AND s.since < $1 AND s.merged = 0 AND ($2 = '' OR s.desk = $2)`,
		args(c.known, c.desk, c.from, c.to), &c.Closed)
}

// pace measures how long customers waited for a person, and for the end, by what happened in
// the period.
func (c *count) pace() (err error) {
	c.FirstReply, err = c.took(`SELECT c.filed_at, c.first_reply, 0 FROM complaints c JOIN standings s ON s.complaint = c.id
		WHERE` + asKnown + `AND c.first_reply >= $3 AND c.first_reply > 0 AND c.first_reply < $4`)
	if err != nil {
		return err
	}
	c.Resolution, err = c.took(`SELECT s.filed, s.closed, COALESCE((
			SELECT CAST(SUM(w.until - w.since) AS BIGINT) FROM standings w
			WHERE w.complaint = s.complaint AND w.status = 'waiting' AND w.since < s.closed), 0)
		FROM standings s WHERE` + asKnown + `AND s.closed >= $3 AND s.closed > 0 AND s.closed < $4`)
	return err
}

// times measures what else has a beginning and an end.
func (c *count) times() (err error) {
	c.Acknowledged, err = c.took(`SELECT c.filed_at, c.acked_at, 0 FROM complaints c JOIN standings s ON s.complaint = c.id
		WHERE` + asKnown + `AND c.acked_at >= $3 AND c.acked_at > 0 AND c.acked_at < $4`)
	if err != nil {
		return err
	}
	c.FirstResult, err = c.took(`SELECT c.filed_at, c.first_result, 0 FROM complaints c JOIN standings s ON s.complaint = c.id
		WHERE` + asKnown + `AND c.first_result >= $3 AND c.first_result > 0 AND c.first_result < $4`)
	if err != nil {
		return err
	}
	c.Claims, err = c.took(`SELECT s.filed, h.at, 0 FROM history h JOIN standings s ON s.complaint = h.complaint
		WHERE` + asKnown + `AND` + marked + `AND h.action = 'claim' AND h.at >= $3 AND h.at < $4
			AND NOT EXISTS (SELECT 1 FROM history g WHERE g.complaint = h.complaint AND g.n < h.n AND g.action = 'claim')`)
	return err
}

func (c *count) took(query string) (complaint.Times, error) {
	return collect(c.q, scanTook, query, c.known, c.desk, c.from, c.to)
}

// marked is what the index of telling entries holds.
const marked = ` h.action IN ('claim', 'escalate', 'dispute', 'reopen', 'offer', 'approve') `

func scanTook(row scanner) (t complaint.Took, err error) {
	var from, to, paused int64
	err = row.Scan(&from, &to, &paused)
	return complaint.Took{From: moment(from), To: moment(to), Paused: time.Duration(paused) * time.Microsecond}, err
}

// utterance is who spoke when about which complaint.
type utterance struct {
	id  string
	out bool
	at  int64
}

// gaps measures how long customers waited for each human reply of the period (M03).
func (c *count) gaps() error {
	all, err := collect(c.q, func(row scanner) (u utterance, err error) {
		var direction string
		err = row.Scan(&u.id, &direction, &u.at)
		u.out = direction == "out"
		return u, err
	}, `
		SELECT m.complaint, m.direction, m.at FROM messages m
		WHERE m.direction IN ('in', 'out') AND m.delivery NOT IN ('failed', 'blocked') AND m.at < $4 AND m.complaint IN (
			SELECT o.complaint FROM messages o JOIN standings s ON s.complaint = o.complaint
			WHERE`+asKnown+`AND o.direction = 'out' AND o.at >= $3 AND o.at < $4)
		ORDER BY m.complaint, m.at, m.direction`, c.known, c.desk, c.from, c.to)
	if err != nil {
		return err
	}
	var about string
	var asked int64
	for _, u := range all {
		if u.id != about {
			about, asked = u.id, 0
		}
		switch {
		case !u.out && asked == 0:
			asked = u.at
		case u.out:
			if asked != 0 && u.at >= c.from {
				c.Gaps = append(c.Gaps, complaint.Took{From: moment(asked), To: moment(u.at)})
			}
			asked = 0
		}
	}
	return nil
}

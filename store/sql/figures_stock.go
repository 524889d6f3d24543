package sqlstore

import (
	"time"

	"redress/flows/complaint"
)

// openThen picks the complaints that were open at a moment given as $1, if the desk given as
// $2 had them ("" any).
const openThen = ` s.active = 1 AND s.merged = 0 AND s.until >= $1 AND +s.since < $1 AND ($2 = '' OR s.desk = $2) `

const day = 24 * 3600 * int64(1_000_000) // microseconds

// backlog counts what was open at the cut-off (M11).
func (c *count) backlog() error {
	var oldest, unclaimed, unanswered int64
	err := c.one(`
		SELECT COUNT(*), COUNT(CASE WHEN s.status = 'waiting' THEN 1 END), COUNT(CASE WHEN s.status = 'filed' THEN 1 END),
			COUNT(CASE WHEN s.severity = 1 THEN 1 END), COUNT(CASE WHEN s.severity IN (1, 2) THEN 1 END),
			COUNT(CASE WHEN s.lacking = 1 THEN 1 END),
			COUNT(CASE WHEN s.filed > $3 THEN 1 END), COUNT(CASE WHEN s.filed > $4 THEN 1 END),
			COUNT(CASE WHEN s.filed > $5 THEN 1 END), COUNT(CASE WHEN s.filed > $6 THEN 1 END),
			COALESCE(MIN(s.filed), 0), COALESCE(MIN(CASE WHEN s.status = 'filed' THEN s.filed END), 0),
			COUNT(CASE WHEN s.answered = 0 THEN 1 END), COALESCE(MIN(CASE WHEN s.answered = 0 THEN s.filed END), 0)
		FROM standings s WHERE`+openThen, args(c.at, c.desk, c.at-day, c.at-3*day, c.at-7*day, c.at-30*day),
		&c.Open, &c.Paused, &c.Unclaimed, &c.Emergency, &c.Grave, &c.Lacking,
		&c.Ages[0], &c.Ages[1], &c.Ages[2], &c.Ages[3], &oldest, &unclaimed, &c.Unanswered, &unanswered)
	if err != nil {
		return err
	}
	c.Ages[4] = c.Open
	for i := 4; i > 0; i-- {
		c.Ages[i] -= c.Ages[i-1]
	}
	c.OldestSince, c.UnclaimedAt, c.UnansweredAt = moment(oldest), moment(unclaimed), moment(unanswered)
	if c.AgeMedian, err = c.age(c.Open / 2); err != nil {
		return err
	}
	if c.AgeP90, err = c.age(c.Open / 10); err != nil {
		return err
	}
	return c.one(`SELECT COUNT(*) FROM events WHERE state = 'parked' AND at < $1`, args(c.at), &c.Parked)
}

// age is how old the open complaint is that has so many older ones.
func (c *count) age(older int) (time.Duration, error) {
	if c.Open == 0 {
		return 0, nil
	}
	var filed int64
	err := c.one(`SELECT s.filed FROM standings s WHERE`+openThen+`ORDER BY s.filed LIMIT 1 OFFSET $3`, args(c.at, c.desk, older), &filed)
	return time.Duration(c.at-filed) * time.Microsecond, err
}

// The + below keeps SQLite from walking through every deadline there ever was instead of what
// is not met yet.

// brokenThen are the limits that had passed at a moment given as $1 without being met.
const brokenThen = ` (
	SELECT complaint, due FROM clocks WHERE met = 0 AND due > 0 AND due < $1 AND started < $1 AND +born < $1
	UNION ALL
	SELECT complaint, due FROM clocks WHERE met >= $1 AND met > 0 AND +due > 0 AND +due < $1 AND started < $1 AND +born < $1) AS k `

// pressingThen are those, and those that ended within a day of it, that is before the moment
// given as $3: how many of each complaint had passed, and when the last ends.
const pressingThen = ` (
	SELECT complaint, COUNT(CASE WHEN due < $1 THEN 1 END) AS late, MAX(due) AS last FROM (
		SELECT complaint, due FROM clocks WHERE met = 0 AND due > 0 AND due < $3 AND started < $1 AND +born < $1
		UNION ALL
		SELECT complaint, due FROM clocks WHERE met >= $1 AND met > 0 AND +due > 0 AND +due < $3 AND started < $1 AND +born < $1) AS r
	GROUP BY complaint) AS k `

// overdue counts limits that had passed (M08) and those that end within a day.
func (c *count) overdue() error {
	milder := 0
	err := c.one(`
		SELECT COUNT(CASE WHEN k.late > 0 THEN 1 END), CAST(COALESCE(SUM(k.late), 0) AS BIGINT),
			COUNT(CASE WHEN k.late > 0 AND s.severity NOT IN (1, 2) THEN 1 END), COUNT(CASE WHEN k.last >= $1 THEN 1 END)
		FROM`+pressingThen+`JOIN standings s ON (s.complaint || '') = k.complaint WHERE`+openThen,
		args(c.at, c.desk, c.at+day), &c.Overdue, &c.OverdueRuns, &milder, &c.Soon)
	c.Pressing = c.Grave + milder
	return err
}

// load counts the open complaints of each member of staff (M25).
func (c *count) load() (err error) {
	c.Load, err = collect(c.q, func(row scanner) (l complaint.Load, err error) {
		err = row.Scan(&l.Owner, &l.Name, &l.Open)
		return l, err
	}, `
		SELECT s.owner, COALESCE((SELECT p.name FROM staff p WHERE p.id = s.owner), ''), COUNT(*) FROM standings s
		WHERE`+openThen+`AND s.owner <> 0 GROUP BY s.owner ORDER BY 3 DESC, 1`, c.at, c.desk)
	return err
}

// byDesk is each desk's share, when more than one has something.
func (c *count) byDesk() error {
	shares := map[string]*complaint.DeskLine{}
	for i, part := range []struct {
		into  func(*complaint.DeskLine) *int
		query string
		args  []any
	}{
		{func(l *complaint.DeskLine) *int { return &l.Received }, `FROM standings s WHERE` + asKnown + `AND s.filed >= $3 AND s.filed < $4`,
			args(c.known, c.desk, c.from, c.to)},
		{func(l *complaint.DeskLine) *int { return &l.Closed }, `FROM standings s WHERE` + asKnown + `AND s.closed >= $3 AND s.closed > 0 AND s.closed < $4`,
			args(c.known, c.desk, c.from, c.to)},
		{func(l *complaint.DeskLine) *int { return &l.Open }, `FROM standings s WHERE` + openThen, args(c.at, c.desk)},
		{func(l *complaint.DeskLine) *int { return &l.Unclaimed }, `FROM standings s WHERE` + openThen + `AND s.status = 'filed'`, args(c.at, c.desk)},
		{func(l *complaint.DeskLine) *int { return &l.Overdue }, `FROM` + brokenThen + `JOIN standings s ON (s.complaint || '') = k.complaint WHERE` + openThen,
			args(c.at, c.desk)},
	} {
		tallies, err := collect(c.q, scanTally, `SELECT s.desk, COUNT(DISTINCT s.complaint) `+part.query+` GROUP BY s.desk ORDER BY s.desk`, part.args...)
		if err != nil {
			return err
		}
		for _, t := range tallies {
			if shares[t.ID] == nil {
				shares[t.ID] = &complaint.DeskLine{Desk: complaint.Desk(t.ID)}
			}
			*part.into(shares[t.ID]) = t.N
		}
		if i == 2 && len(shares) < 2 {
			return nil // one desk is the house
		}
	}
	for _, id := range sorted(shares) {
		c.Desks = append(c.Desks, *shares[id])
	}
	return nil
}

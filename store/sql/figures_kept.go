package sqlstore

import "redress/flows/complaint"

// commitment is the limit that staff set themselves by a promise (M18).
const commitment = "commitment"

// limits counts limits kept and broken (M07): each once, when it was met in time in the period
// of that moment, and otherwise in the period of its deadline. Limits of what turned out not to
// be a complaint do not count.
func (c *count) limits() error {
	all, err := collect(c.q, func(row scanner) (l complaint.Limit, err error) {
		err = row.Scan(&l.Rule, &l.Met, &l.Breached, &l.Provisional)
		return l, err
	}, `
		SELECT k.rule, COALESCE(SUM(k.kept), 0), COALESCE(SUM(1 - k.kept), 0), COALESCE(SUM(k.provisional), 0) FROM (
			SELECT complaint, rule, provisional, 1 AS kept FROM clocks
			WHERE met >= $3 AND met > 0 AND met < $4 AND met <= due AND +born < $1
			UNION ALL
			SELECT complaint, rule, provisional, 0 FROM clocks
			WHERE due >= $3 AND due > 0 AND due < $4 AND due < $1 AND (met = 0 OR met > due) AND +born < $1) AS k
		JOIN standings s ON s.complaint = k.complaint
		WHERE`+asKnown+`AND s.valid = 1
		GROUP BY k.rule ORDER BY k.rule`, c.known, c.desk, c.from, c.to)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.Rule == commitment {
			c.Promises = l
			continue
		}
		c.Limits = append(c.Limits, l)
	}
	return c.one(`
		SELECT COUNT(*) FROM standings s WHERE`+asKnown+`AND s.filed >= $3 AND s.filed < $4
			AND NOT EXISTS (SELECT 1 FROM clocks k WHERE k.complaint = s.complaint)`,
		args(c.known, c.desk, c.from, c.to), &c.Unlimited)
}

// marks counts what happened to complaints in the period.
func (c *count) marks() error {
	err := c.one(`
		SELECT COUNT(DISTINCT CASE WHEN h.action = 'escalate' AND h.role <> 'system' THEN h.complaint END),
			COUNT(DISTINCT CASE WHEN h.action = 'escalate' AND h.role = 'system' THEN h.complaint END),
			COUNT(CASE WHEN h.action = 'dispute' THEN 1 END), COUNT(CASE WHEN h.action = 'offer' THEN 1 END),
			COUNT(CASE WHEN h.action = 'approve' THEN 1 END),
			COUNT(DISTINCT CASE WHEN h.action IN ('reopen', 'dispute') AND EXISTS (
				SELECT 1 FROM standings e WHERE e.complaint = h.complaint AND e.until = h.at AND e.active = 0) THEN h.complaint END)
		FROM history h JOIN standings s ON s.complaint = h.complaint
		WHERE`+asKnown+`AND`+marked+`AND h.at >= $3 AND h.at < $4`, args(c.known, c.desk, c.from, c.to),
		&c.Escalated, &c.Raised, &c.Objections, &c.Offers.Proposed, &c.Offers.Approved, &c.Reopened)
	if err != nil {
		return err
	}
	c.Validity, err = collect(c.q, scanTally, `
		SELECT s.outcome, COUNT(*) FROM standings s WHERE`+asKnown+`AND s.closed >= $3 AND s.closed > 0 AND s.closed < $4
		GROUP BY s.outcome ORDER BY 2 DESC, 1`, c.known, c.desk, c.from, c.to)
	if err != nil {
		return err
	}
	return c.one(`
		SELECT COUNT(CASE WHEN c.callback = 2 THEN 1 END), COUNT(CASE WHEN c.callback > 0 THEN 1 END)
		FROM standings s JOIN complaints c ON c.id = s.complaint
		WHERE`+asKnown+`AND s.closed >= $3 AND s.closed > 0 AND s.closed < $4`, args(c.known, c.desk, c.from, c.to),
		&c.Callbacks.Part, &c.Callbacks.Whole)
}

func scanTally(row scanner) (t complaint.Tally, err error) {
	err = row.Scan(&t.ID, &t.N)
	return t, err
}

// ratings are the scores of surveys answered in the period (M15), each as last given.
func (c *count) ratings() error {
	all, err := collect(c.q, func(row scanner) (s complaint.Score, err error) {
		err = row.Scan(&s.ID, &s.Number, &s.Result, &s.Comment)
		return s, err
	}, `
		SELECT v.complaint, c.number, COALESCE((
			SELECT r.result FROM scores r WHERE r.complaint = v.complaint AND r.at < $1 ORDER BY r.at DESC LIMIT 1), 0), v.comment
		FROM surveys v JOIN complaints c ON c.id = v.complaint JOIN standings s ON s.complaint = v.complaint
		WHERE`+asKnown+`AND v.result > 0 AND v.at >= $3 AND v.at < $4 ORDER BY v.at, v.complaint`, c.known, c.desk, c.from, c.to)
	for _, s := range all {
		if s.Result == 0 {
			continue
		}
		c.Ratings = append(c.Ratings, s.Result)
		if s.Result <= 2 {
			c.Low = append(c.Low, s)
		}
	}
	if err != nil {
		return err
	}
	return c.one(`
		SELECT COUNT(*), COUNT(CASE WHEN v.result > 0 AND v.at < $1 THEN 1 END)
		FROM surveys v JOIN standings s ON s.complaint = v.complaint
		WHERE`+asKnown+`AND v.delivered_at >= $3 AND v.delivered_at > 0 AND v.delivered_at < $4`, args(c.known, c.desk, c.from, c.to),
		&c.Surveyed.Whole, &c.Surveyed.Part)
}

// quality is what the numbers themselves are worth (M26), and who came again (M10).
func (c *count) quality() error {
	err := c.one(`
		SELECT COUNT(CASE WHEN c.local_only = 1 THEN 1 END), COUNT(CASE WHEN c.second = 1 THEN 1 END)
		FROM standings s JOIN complaints c ON c.id = s.complaint
		WHERE`+asKnown+`AND s.filed >= $3 AND s.filed < $4`, args(c.known, c.desk, c.from, c.to), &c.Fallbacks, &c.Second)
	if err != nil {
		return err
	}
	return c.one(`
		SELECT COUNT(*) FROM messages m JOIN standings s ON s.complaint = m.complaint
		WHERE`+asKnown+`AND m.direction = 'out' AND m.at >= $3 AND m.at < $4 AND m.delivery IN ('retrying', 'blocked', 'failed')`,
		args(c.known, c.desk, c.from, c.to), &c.Undelivered)
}

const (
	monthBack   = 30 * 24 * 3600 * 1_000_000        // microseconds
	quarterBack = 90 * 24 * 3600 * 1_000_000        // of M17
	reopenDays  = 14 * 24 * 3600 * int64(1_000_000) // of M09
)

// ratios relates what was done to what there was to do.
func (c *count) ratios() error {
	if c.p.Daily {
		return c.cameBack()
	}
	carried := 0
	err := c.one(`
		SELECT COUNT(*) FROM standings s
		WHERE s.active = 1 AND s.merged = 0 AND s.valid = 1 AND s.until >= $1 AND +s.since < $1 AND ($2 = '' OR s.desk = $2)`,
		args(c.from, c.desk), &carried)
	if err != nil {
		return err
	}
	if err = c.one(`
		SELECT COUNT(CASE WHEN s.valid = 1 THEN 1 END), COUNT(CASE WHEN s.valid = 1 AND s.active = 0 THEN 1 END),
			COUNT(CASE WHEN s.owner <> 0 OR s.active = 0 THEN 1 END), COUNT(CASE WHEN s.active = 0 THEN 1 END)
		FROM standings s WHERE`+asKnown+`AND s.filed >= $3 AND s.filed < $4`, args(c.known, c.desk, c.from, c.to),
		&c.Cohort.Whole, &c.Cohort.Part, &c.Done.Whole, &c.Done.Part); err != nil {
		return err
	}
	if err = c.one(`
		SELECT COUNT(*), COUNT(CASE WHEN s.outcome IN ('resolved', 'agreed') THEN 1 END)
		FROM standings s WHERE`+asKnown+`AND s.valid = 1 AND s.closed >= $3 AND s.closed > 0 AND s.closed < $4`,
		args(c.known, c.desk, c.from, c.to), &c.Solved.Whole, &c.Solved.Part); err != nil {
		return err
	}
	c.Valid = complaint.Ratio{Part: c.Solved.Whole, Whole: carried + c.Cohort.Whole}
	if err = c.one(`
		SELECT COUNT(*), COUNT(CASE WHEN n > 1 THEN 1 END) FROM (
			SELECT s.customer, COUNT(*) AS n FROM standings s
			WHERE`+asKnown+`AND s.valid = 1 AND s.filed >= $3 AND s.filed < $4 GROUP BY s.customer) AS people`,
		args(c.known, c.desk, c.to-quarterBack, c.to), &c.Repeat.Whole, &c.Repeat.Part); err != nil {
		return err
	}
	return c.cameBack()
}

// cameBack is the cohort of M09.
func (c *count) cameBack() error {
	err := c.one(`
		SELECT COUNT(DISTINCT s.complaint) FROM standings s
		WHERE s.closed >= $3 AND s.closed > 0 AND s.closed < $4 AND s.since < $1 AND s.merged = 0 AND ($2 = '' OR s.desk = $2)`,
		args(c.known, c.desk, c.to-monthBack, c.to), &c.Back.Whole)
	if err != nil {
		return err
	}
	if err = c.one(`
		SELECT COUNT(DISTINCT s.complaint) FROM history h JOIN standings s ON s.complaint = h.complaint AND s.until = h.at
		WHERE`+marked+`AND h.action IN ('reopen', 'dispute') AND h.at >= $3 AND h.at < $1 AND s.active = 0 AND s.merged = 0
			AND s.closed >= $3 AND s.closed < $4 AND h.at <= s.closed + $5 AND ($2 = '' OR s.desk = $2)`,
		args(c.known, c.desk, c.to-monthBack, c.to, reopenDays), &c.Back.Part); err != nil {
		return err
	}
	return c.one(`
		SELECT COUNT(*) FROM (
			SELECT h.complaint FROM history h JOIN standings s ON s.complaint = h.complaint
			WHERE`+asKnown+`AND`+marked+`AND h.action IN ('reopen', 'dispute') AND h.at >= $3 AND h.at < $4
			GROUP BY h.complaint HAVING COUNT(*) > 1) AS again`, args(c.known, c.desk, c.to-monthBack, c.to), &c.BackAgain)
}

// progress counts, for each day of the period, the complaints that had been open when it began
// and were when it ended, and those of them whose customer heard from a person (M19).
func (c *count) progress() error {
	for day := c.p.From; day.Before(c.p.To) && !day.AddDate(0, 0, 1).After(c.p.Known); day = day.AddDate(0, 0, 1) {
		begin, end := micros(day), micros(day.AddDate(0, 0, 1))
		var open, told int
		if err := c.one(`
			SELECT COUNT(*) FROM standings s
			WHERE s.active = 1 AND s.merged = 0 AND s.until >= $1 AND +s.since < $1 AND ($2 = '' OR s.desk = $2)
				AND s.filed < $3 AND s.status <> 'resolved'`, args(end, c.desk, begin), &open); err != nil {
			return err
		}
		if err := c.one(`
			SELECT COUNT(DISTINCT m.complaint) FROM messages m JOIN standings s ON s.complaint = m.complaint
			WHERE`+asKnown+`AND s.active = 1 AND s.filed < $3 AND s.status <> 'resolved'
				AND m.direction = 'out' AND m.at >= $3 AND m.at < $1 AND m.delivery NOT IN ('failed', 'blocked')`,
			args(end, c.desk, begin), &told); err != nil {
			return err
		}
		c.Progress.Part += told
		c.Progress.Whole += open
	}
	return nil
}

package sqlstore

import (
	"math"
	"slices"

	"redress/flows/complaint"
)

// present is the until of a standing that lasts.
const present = math.MaxInt64

// standing is what figures count a complaint by.
type standing struct {
	closed                                     int64
	status                                     string
	severity                                   int64
	category, about, desk                      string
	owner                                      int64
	outcome                                    string
	valid, merged, lacking, proposed, answered int64
}

func standingOf(c *complaint.Complaint) standing {
	s := standing{
		status: string(c.Status), severity: int64(c.Severity), category: c.Category, about: clean(c.About()),
		desk: string(c.Desk), owner: c.Owner, outcome: c.Outcome, valid: bit(counts(c)),
		merged: bit(c.Merged != ""), lacking: bit(c.Lacking), proposed: bit(c.Closing.Proposed.Verdict != ""), answered: bit(!c.RepliedAt.IsZero()),
	}
	if c.Status.Ended() {
		s.closed = micros(c.ClosedAt)
	}
	if s.desk == "" {
		s.desk = string(complaint.StaffDesk)
	}
	return s
}

// counts reports whether a complaint counts as a valid one (M12, M21).
func counts(c *complaint.Complaint) bool {
	return c.Status != complaint.Declined && !slices.Contains([]string{"invalid", "suggestion", "refused"}, c.Outcome) &&
		c.Kind != complaint.KindSuggestion && c.Kind != complaint.KindPraise && c.Kind != complaint.KindOther
}

// isSecond reports whether the customer came again about what had been handled (M10).
func isSecond(c *complaint.Complaint) bool {
	return slices.ContainsFunc(c.Facts, func(f complaint.Fact) bool { return f.Name == complaint.FactSecond })
}

// callback is 2 when the customer was called back, 1 when that is demanded, else 0 (M24).
func callback(c *complaint.Complaint) int {
	switch {
	case c.Closing.Record["callback"] != "":
		return 2
	case c.Callback:
		return 1
	}
	return 0
}

// saveStanding begins a new standing when a filed complaint has changed in what figures count
// by. Changes of one moment are one.
func saveStanding(q *conn, c *complaint.Complaint) error {
	if c.Number == "" || c.Status == complaint.Draft || c.Status == complaint.Cancelled {
		return nil
	}
	var since int64
	var was standing
	ok, err := q.row(`
		SELECT since, closed, status, severity, category, about, desk, owner, outcome, valid, merged, lacking, proposed, answered
		FROM standings WHERE complaint = $1 ORDER BY since DESC LIMIT 1`, args(c.ID), &since, &was.closed, &was.status,
		&was.severity, &was.category, &was.about, &was.desk, &was.owner, &was.outcome, &was.valid, &was.merged, &was.lacking, &was.proposed, &was.answered)
	if err != nil {
		return err
	}
	now, at := standingOf(c), micros(c.UpdatedAt)
	switch {
	case !ok:
		return firstStanding(q, c, now)
	case now == was:
		return nil
	case at <= since:
		err = q.send(`DELETE FROM standings WHERE complaint = $1 AND since = $2`, c.ID, since)
		at = since
	default:
		err = q.send(`UPDATE standings SET until = $3 WHERE complaint = $1 AND since = $2`, c.ID, since, at)
	}
	if err != nil {
		return err
	}
	return insertStanding(q, c, now, at, present)
}

// firstStanding begins with the filing. What comes to the records when it has ended already
// was open until then.
func firstStanding(q *conn, c *complaint.Complaint, now standing) error {
	filed := micros(c.FiledAt)
	if now.closed <= filed {
		return insertStanding(q, c, now, filed, present)
	}
	open := now
	open.status, open.closed, open.outcome, open.valid, open.answered = string(complaint.Filed), 0, "", 1, 0
	if err := insertStanding(q, c, open, filed, now.closed); err != nil {
		return err
	}
	return insertStanding(q, c, now, now.closed, present)
}

func insertStanding(q *conn, c *complaint.Complaint, s standing, since, until int64) error {
	err := q.send(`
		INSERT INTO standings (complaint, since, until, filed, closed, customer, status, active, valid, severity, category,
			about, desk, owner, outcome, merged, lacking, proposed, answered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		c.ID, since, until, micros(c.FiledAt), s.closed, c.Customer, s.status, bit(complaint.Status(s.status).Open()), s.valid,
		s.severity, s.category, s.about, s.desk, s.owner, s.outcome, s.merged, s.lacking, s.proposed, s.answered)
	return err
}

// saveScore keeps a score beside those given before, so that a day's ratings stay what they were.
func saveScore(q *conn, r complaint.Rating) error {
	if r.Result == 0 {
		return nil
	}
	err := q.send(`
		INSERT INTO scores (complaint, at, result) VALUES ($1, $2, $3)
		ON CONFLICT (complaint, at) DO UPDATE SET result = excluded.result`, r.Complaint, micros(r.UpdatedAt), r.Result)
	return err
}

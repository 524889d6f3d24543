package sqlstore

import "redress/flows/complaint"

// saveClocks makes the stored clocks of a complaint equal to clocks, writing only the
// difference.
func saveClocks(q *conn, id string, clocks []complaint.Clock) error {
	stored, err := collect(q, scanClock, `
		SELECT rule, started, due, met, breached, warned, provisional FROM clocks WHERE complaint = $1 ORDER BY n`, id)
	if err != nil {
		return err
	}
	for n, c := range clocks {
		if n < len(stored) && sameClock(stored[n], c) {
			continue
		}
		err := q.send(`
			INSERT INTO clocks (complaint, n, rule, started, due, met, breached, warned, provisional)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (complaint, n) DO UPDATE SET rule = excluded.rule, started = excluded.started, due = excluded.due,
				met = excluded.met, breached = excluded.breached, warned = excluded.warned, provisional = excluded.provisional`,
			id, n, c.Rule, micros(c.Started), micros(c.Due), micros(c.Met), bit(c.Breached), bit(c.Warned), bit(c.Provisional))
		if err != nil {
			return err
		}
	}
	if len(stored) <= len(clocks) {
		return nil
	}
	err = q.send(`DELETE FROM clocks WHERE complaint = $1 AND n >= $2`, id, len(clocks))
	return err
}

func sameClock(a, b complaint.Clock) bool {
	at := a.Started.Equal(moment(micros(b.Started))) && a.Due.Equal(moment(micros(b.Due))) && a.Met.Equal(moment(micros(b.Met)))
	return at && a.Rule == b.Rule && a.Breached == b.Breached && a.Warned == b.Warned && a.Provisional == b.Provisional
}

func scanClock(row scanner) (c complaint.Clock, err error) {
	var started, due, met int64
	err = row.Scan(&c.Rule, &started, &due, &met, &c.Breached, &c.Warned, &c.Provisional)
	c.Started, c.Due, c.Met = moment(started), moment(due), moment(met)
	return c, err
}

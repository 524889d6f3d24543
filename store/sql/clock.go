package sqlstore

import "redress/flows/complaint"

// saveClocks makes the stored clocks of a complaint equal to clocks, writing only the
// difference. What is new came to the records at the moment given.
func saveClocks(q *conn, id string, clocks []complaint.Clock, now int64) error {
	stored, err := collect(q, scanBorn, `
		SELECT born, rule, started, due, met, breached, warned, provisional FROM clocks WHERE complaint = $1 ORDER BY n`, id)
	if err != nil {
		return err
	}
	for n, c := range clocks {
		born := bornAt(stored, c, now)
		if n < len(stored) && sameClock(stored[n].Clock, c) && stored[n].at == born {
			continue
		}
		err := q.send(`
			INSERT INTO clocks (complaint, n, rule, started, due, met, breached, warned, provisional, born)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (complaint, n) DO UPDATE SET born = excluded.born, rule = excluded.rule, started = excluded.started, due = excluded.due,
				met = excluded.met, breached = excluded.breached, warned = excluded.warned, provisional = excluded.provisional`,
			id, n, c.Rule, micros(c.Started), micros(c.Due), micros(c.Met), bit(c.Breached), bit(c.Warned), bit(c.Provisional), born)
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

// born is a stored clock with when it came to the records.
type born struct {
	complaint.Clock
	at int64
}

func scanBorn(row scanner) (b born, err error) {
	var started, due, met int64
	err = row.Scan(&b.at, &b.Rule, &started, &due, &met, &b.Breached, &b.Warned, &b.Provisional)
	b.Started, b.Due, b.Met = moment(started), moment(due), moment(met)
	return b, err
}

// bornAt is when a clock came to the records: it is the same one while its rule and start are.
func bornAt(stored []born, c complaint.Clock, now int64) int64 {
	for _, b := range stored {
		if b.Rule == c.Rule && b.Started.Equal(moment(micros(c.Started))) {
			return b.at
		}
	}
	return now
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

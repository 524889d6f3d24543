package sqlstore

import "context"

// Audit is what the records say about a load that was put on them: for whoever wants to know
// whether anything was lost or done twice.
type Audit struct {
	Heard   map[string]int // texts of customers, and of how many complaints each is part
	Filed   int            // complaints
	Twice   int            // customers with more than one complaint
	Claimed int            // complaints that were claimed more than once without being released
	Parked  int            // events set aside
	Todo    int            // events that are not dealt with
	Waiting map[int64]int  // messages that are not sent, by chat
}

// Audit reads all records. It is for installations made to be tried: it takes as long as there
// are records, and holds all words.
func (db *DB) Audit(ctx context.Context) (a Audit, err error) {
	a.Heard, a.Waiting = map[string]int{}, map[int64]int{}
	err = db.look(ctx, func(q *conn) error {
		_, err := collect(q, func(row scanner) (struct{}, error) {
			var text string
			var n int
			err := row.Scan(&text, &n)
			a.Heard[text] = n
			return struct{}{}, err
		}, `SELECT text, COUNT(DISTINCT complaint) FROM messages WHERE direction = 'in' GROUP BY text`)
		if err != nil {
			return err
		}
		if _, err = collect(q, func(row scanner) (struct{}, error) {
			var chat int64
			var n int
			err := row.Scan(&chat, &n)
			a.Waiting[chat] = n
			return struct{}{}, err
		}, `SELECT chat, COUNT(*) FROM outbox WHERE state = 'waiting' AND chat <> 0 GROUP BY chat`); err != nil {
			return err
		}
		for query, into := range map[string]*int{
			`SELECT COUNT(*) FROM complaints WHERE number IS NOT NULL`: &a.Filed,
			`SELECT COUNT(*) FROM (
				SELECT customer FROM complaints WHERE number IS NOT NULL GROUP BY customer HAVING COUNT(*) > 1) AS more`: &a.Twice,
			`SELECT COUNT(*) FROM (
				SELECT complaint FROM history WHERE action IN ('claim', 'release') GROUP BY complaint
				HAVING SUM(CASE WHEN action = 'claim' THEN 1 ELSE -1 END) > 1) AS more`: &a.Claimed,
			`SELECT COUNT(*) FROM events WHERE state = 'parked'`: &a.Parked,
			`SELECT COUNT(*) FROM events WHERE state = 'new'`:    &a.Todo,
		} {
			if _, err := q.row(query, nil, into); err != nil {
				return err
			}
		}
		return nil
	})
	return a, err
}

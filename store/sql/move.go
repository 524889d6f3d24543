package sqlstore

import (
	"redress/flows"
	"redress/flows/complaint"
)

// moveChat follows a group to its new id. Message and topic numbers are not carried over: a
// supergroup counts anew, so that slots and topics are forgotten (and posted again), and
// refs stay with the old id, where a low number of the new group cannot be mistaken for them.
func moveChat(q *conn, m flows.Migration) error {
	if m.From == m.To || m.From == 0 || m.To == 0 {
		return nil
	}
	statements := []string{
		`DELETE FROM moves WHERE old_chat = $2 AND $1 <> $2`,
		`INSERT INTO moves (old_chat, new_chat) VALUES ($1, $2)
			ON CONFLICT (old_chat) DO UPDATE SET new_chat = excluded.new_chat`,
		`UPDATE bindings SET chat = $2 WHERE chat = $1`,
		`UPDATE events SET chat = $2 WHERE chat = $1 AND state = 'new'`,
		`UPDATE sessions SET chat = $2 WHERE chat = $1
			AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.chat = $2)`,
	}
	for _, s := range statements {
		if err := q.send(s, m.From, m.To); err != nil {
			return err
		}
	}
	if err := forgetPlaces(q, m.From); err != nil {
		return err
	}
	if err := readdressChat(q, m); err != nil {
		return err
	}
	if err := moveTimers(q, m); err != nil {
		return err
	}
	return orgChanged(q)
}

func forgetPlaces(q *conn, chat int64) error {
	if err := q.send(`DELETE FROM slots WHERE chat = $1`, chat); err != nil {
		return err
	}
	err := q.send(`DELETE FROM topics WHERE chat = $1`, chat)
	return err
}

// readdressDesks sends what waits for each desk to where that desk is now.
func readdressDesks(q *conn) error {
	o, err := organisation(q)
	if err != nil {
		return err
	}
	desks, err := collect(q, scanDesk, `SELECT DISTINCT desk FROM outbox WHERE state = 'waiting' AND desk <> ''`)
	if err != nil {
		return err
	}
	for _, d := range desks {
		if err := readdress(q, d, o.Resolve(d).Chat); err != nil {
			return err
		}
	}
	return nil
}

func scanDesk(row scanner) (d complaint.Desk, err error) {
	err = row.Scan(&d)
	return d, err
}

// readdress sends what waits for desk to chat; 0 keeps it waiting until the desk is bound.
func readdress(q *conn, desk complaint.Desk, chat int64) error {
	lane := laneOf(chat, desk, "")
	err := q.send(`
		UPDATE outbox SET chat = $2, lane = CASE WHEN complaint = '' OR CAST($2 AS BIGINT) > 0 THEN $3 ELSE $3 || ':' || complaint END
		WHERE desk = $1 AND state = 'waiting'`, string(desk), chat, lane)
	return err
}

func readdressChat(q *conn, m flows.Migration) error {
	err := q.send(`
		UPDATE outbox SET chat = $2, lane = CASE WHEN complaint = '' THEN $3 ELSE $3 || ':' || complaint END
		WHERE chat = $1 AND state = 'waiting'`, m.From, m.To, laneOf(m.To, "", ""))
	return err
}

// moveTimers rewrites the few timers that are kept for a group.
func moveTimers(q *conn, m flows.Migration) error {
	timers, err := collect(q, scanTimer, `SELECT body FROM timers WHERE chat = $1`, m.From)
	if err != nil {
		return err
	}
	for _, t := range timers {
		t.Chat.ID = m.To
		if err := setTimer(q, t); err != nil {
			return err
		}
	}
	return nil
}

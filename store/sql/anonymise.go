package sqlstore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"time"

	"redress/flows/complaint"
)

// Anonymise takes the person out of up to limit complaints that ended before a time, the oldest
// first, and returns how many there were (LG-Y5): words, files, names and ids go, and what is
// counted stays. One person stays one person among those of a call.
func (db *DB) Anonymise(ctx context.Context, before time.Time, limit int) (n int, err error) {
	return db.ended(ctx, "anonymised", before, limit, func(q *conn) func(id string) error {
		strangers := map[int64]int64{}
		return func(id string) error { return anonymise(q, id, strangers) }
	})
}

// DropAttachments forgets where the files of up to limit complaints are that ended before a
// time, and returns how many complaints there were.
func (db *DB) DropAttachments(ctx context.Context, before time.Time, limit int) (n int, err error) {
	return db.ended(ctx, "attachments", before, limit, func(q *conn) func(id string) error {
		return func(id string) error {
			return q.send(`UPDATE messages SET attachments = '[]' WHERE complaint = $1`, id)
		}
	})
}

// ended does something to up to limit complaints that ended before a time, once to each, and
// remembers under name how far it has come.
func (db *DB) ended(ctx context.Context, name string, before time.Time, limit int, work func(*conn) func(id string) error) (n int, err error) {
	err = db.write(ctx, func(q *conn) error {
		done, err := sweptTo(q, name)
		if err != nil {
			return err
		}
		list, err := collect(q, scanEnding, `
			SELECT id, closed_at FROM complaints
			WHERE (closed_at > $1 OR closed_at = $1 AND id > $2) AND closed_at > 0 AND closed_at < $3 AND open_rank = 0 AND number IS NOT NULL
			ORDER BY closed_at, id LIMIT $4`, done.At, done.ID, micros(before), limit)
		if err != nil || len(list) == 0 {
			return err
		}
		do := work(q)
		for _, e := range list {
			if err := do(e.ID); err != nil {
				return err
			}
		}
		n = len(list)
		return sweep(q, name, list[n-1])
	})
	return n, err
}

// ending is a complaint and when it ended.
type ending struct {
	ID string
	At int64
}

func scanEnding(row scanner) (e ending, err error) {
	err = row.Scan(&e.ID, &e.At)
	return e, err
}

// sweptTo is how far a sweep has come.
func sweptTo(q *conn, name string) (e ending, err error) {
	var value string
	ok, err := q.row(`SELECT value FROM settings WHERE name = $1`, args("swept:"+name), &value)
	if err != nil || !ok {
		return e, err
	}
	return e, decode(value, &e)
}

func sweep(q *conn, name string, to ending) error {
	value, err := encode(to)
	if err != nil {
		return err
	}
	return setSetting(q, "swept:"+name, value)
}

// firstStranger is where ids of people begin who are nobody any more.
const firstStranger = -1 << 62

// stranger is the id in the place of a customer's, which cannot be traced back.
func stranger(customer int64, known map[int64]int64) int64 {
	if customer <= firstStranger/2 {
		return customer
	}
	if known[customer] == 0 {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails
		known[customer] = firstStranger + int64(binary.LittleEndian.Uint64(b[:])>>3)
	}
	return known[customer]
}

func anonymise(q *conn, id string, strangers map[int64]int64) error {
	c, err := readComplaint(q, id)
	if err != nil || c == nil {
		return err
	}
	customer := c.Customer
	nobody := stranger(customer, strangers)
	if nobody == customer {
		return nil
	}
	d := c.Anonymous(nobody)
	d.Clocks, d.Version = nil, c.Version+1
	if err := writeComplaint(q, d, c.Version); err != nil {
		return err
	}
	if err := disown(q, id, customer, nobody); err != nil {
		return err
	}
	if err := q.send(`UPDATE standings SET customer = $2, about = '' WHERE complaint = $1`, id, nobody); err != nil {
		return err
	}
	if err := q.send(`UPDATE surveys SET customer = $2, comment = '' WHERE complaint = $1`, id, nobody); err != nil {
		return err
	}
	if err := silence(q, id, nobody); err != nil {
		return err
	}
	return forgetTraces(q, id, customer)
}

// silence empties the messages of a complaint; that they were there stays.
func silence(q *conn, id string, nobody int64) error {
	list, err := collect(q, func(row scanner) (name string, err error) { err = row.Scan(&name); return name, err },
		`SELECT id FROM messages WHERE complaint = $1 ORDER BY at, id`, id)
	if err != nil {
		return err
	}
	for i, name := range list {
		err := q.send(`
			UPDATE messages SET id = $2, text = '', edits = '[]', folded = '', attachments = '[]', album = '', unsupported = '',
				chat = CASE WHEN chat > 0 THEN $3 ELSE chat END, author = CASE WHEN direction = 'in' THEN $3 ELSE author END
			WHERE id = $1`, name, fmt.Sprintf("forgotten:%s:%d", id, i), nobody)
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetTraces drops what would lead back to the person: where messages are, what was sent, and
// the session of somebody who has no other complaint here.
func forgetTraces(q *conn, id string, customer int64) error {
	for _, query := range []string{
		`DELETE FROM fingerprints WHERE complaint = $1`,
		`DELETE FROM labels WHERE complaint = $1`,
		`DELETE FROM refs WHERE complaint = $1`,
		`DELETE FROM topics WHERE complaint = $1`,
		`DELETE FROM outbox WHERE complaint = $1 AND state <> 'waiting'`,
		`DELETE FROM slots WHERE slot = 'card:' || $1`,
	} {
		if err := q.send(query, id); err != nil {
			return err
		}
	}
	return q.send(`DELETE FROM sessions WHERE chat = $1 AND NOT EXISTS (SELECT 1 FROM complaints WHERE customer = $1)`, customer)
}

// disown writes the history again with nobody in the customer's place, and chains it anew.
func disown(q *conn, id string, customer, nobody int64) error {
	lines, err := readHistory(q, id)
	if err != nil {
		return err
	}
	chain := ""
	for _, line := range lines {
		if line.Actor == customer {
			line.Actor = nobody
		}
		line.hash = line.sum(chain)
		chain = line.hash
		if err := q.send(`UPDATE history SET actor = $3, hash = $4 WHERE complaint = $1 AND n = $2`, id, line.n, line.Actor, line.hash); err != nil {
			return err
		}
	}
	return q.send(`UPDATE complaints SET chain = $2 WHERE id = $1`, id, chain)
}

// DropDrafts deletes up to limit drafts that nobody has touched since a time, and returns how
// many there were.
func (db *DB) DropDrafts(ctx context.Context, before time.Time, limit int) (n int, err error) {
	err = db.write(ctx, func(q *conn) error {
		ids, err := collect(q, scanEnding, `
			SELECT id, updated_at FROM complaints
			WHERE number IS NULL AND status IN ('draft', 'cancelled') AND updated_at < $1
			ORDER BY updated_at LIMIT $2`, micros(before), limit)
		if err != nil {
			return err
		}
		for _, e := range ids {
			if err := leaveDraft(q, e.ID); err != nil {
				return err
			}
			for _, query := range []string{
				`DELETE FROM messages WHERE complaint = $1`, `DELETE FROM refs WHERE complaint = $1`,
				`DELETE FROM clocks WHERE complaint = $1`, `DELETE FROM history WHERE complaint = $1`,
				`DELETE FROM fingerprints WHERE complaint = $1`, `DELETE FROM complaints WHERE id = $1`,
			} {
				if err := q.send(query, e.ID); err != nil {
					return err
				}
			}
		}
		n = len(ids)
		return nil
	})
	return n, err
}

// leaveDraft takes whoever was writing a draft out of it. The session counts as older than any
// cached copy, so that none of those brings it back.
func leaveDraft(q *conn, id string) error {
	c, err := readComplaint(q, id)
	if err != nil || c == nil {
		return err
	}
	s, err := readSession(q, c.Customer)
	if err != nil || s.Draft != id {
		return err
	}
	s.Draft, s.Stage, s.Question, s.LastEvent = "", complaint.Idle, "", 0
	return saveSession(q, s)
}

// Sweep deletes up to limit of each kind of what has served: events that were dealt with and
// messages that were sent before served, and files and reports made before kept (zero: for ever).
func (db *DB) Sweep(ctx context.Context, served, kept time.Time, limit int) (n int, err error) {
	err = db.write(ctx, func(q *conn) error {
		n = 0
		for _, s := range []struct {
			query  string
			before time.Time
		}{
			{`DELETE FROM events WHERE id IN (
				SELECT id FROM events WHERE state = 'done' AND done_at < $1 ORDER BY done_at LIMIT $2)`, served},
			{`DELETE FROM outbox WHERE id IN (
				SELECT id FROM outbox WHERE state <> 'waiting' AND settled_at < $1 ORDER BY settled_at LIMIT $2)`, served},
			{`DELETE FROM events WHERE id IN (
				SELECT id FROM events WHERE state = 'parked' AND at < $1 ORDER BY id LIMIT $2)`, kept},
			{`DELETE FROM files WHERE id IN (SELECT id FROM files WHERE made_at < $1 ORDER BY made_at LIMIT $2)`, kept},
			{`DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE at < $1 ORDER BY at LIMIT $2)`, kept},
		} {
			if s.before.IsZero() {
				continue
			}
			gone, err := q.exec(s.query, micros(s.before), limit)
			if err != nil {
				return err
			}
			n = max(n, int(gone))
		}
		return nil
	})
	return n, err
}

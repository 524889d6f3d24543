package sqlstore

import (
	"context"
	"fmt"
	"strconv"

	"redress/flows/complaint"
)

// Accept keeps events and returns those that are new, with their ID. They are durable when
// it returns. An event whose Source is known already is left out: the same source is one event.
func (db *DB) Accept(ctx context.Context, events []complaint.Event) (fresh []complaint.Event, err error) {
	err = db.write(ctx, func(q *conn) error {
		fresh, err = insertEvents(q, events)
		return err
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// AcceptBatch is Accept, and keeps in the same transaction where to go on asking from.
func (db *DB) AcceptBatch(ctx context.Context, events []complaint.Event, offset int64) (fresh []complaint.Event, err error) {
	err = db.write(ctx, func(q *conn) error {
		if fresh, err = insertEvents(q, events); err != nil {
			return err
		}
		return setSetting(q, "offset", strconv.FormatInt(offset, 10))
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// SaveOffset keeps where to go on asking from.
func (db *DB) SaveOffset(ctx context.Context, offset int64) error {
	return db.write(ctx, func(q *conn) error {
		return setSetting(q, "offset", strconv.FormatInt(offset, 10))
	})
}

// Offset returns where to go on asking from; ok is false when nothing was ever accepted.
func (db *DB) Offset(ctx context.Context) (offset int64, ok bool, err error) {
	err = db.look(ctx, func(q *conn) error {
		var value string
		if ok, err = q.row(`SELECT value FROM settings WHERE name = 'offset'`, nil, &value); err != nil || !ok {
			return err
		}
		offset, err = strconv.ParseInt(value, 10, 64)
		return err
	})
	return offset, ok, err
}

// Quarantine keeps something that came in and cannot be understood at all. It is parked at
// once; the same source is kept once.
func (db *DB) Quarantine(ctx context.Context, source string, raw []byte, why string) error {
	return db.write(ctx, func(q *conn) error {
		fresh, err := insertEvents(q, []complaint.Event{{Source: source, Kind: complaint.Odd, Raw: string(raw)}})
		if err != nil || len(fresh) == 0 {
			return err
		}
		err = q.send(`UPDATE events SET state = 'parked', why = $2 WHERE id = $1`, fresh[0].ID, clean(why))
		return err
	})
}

// Unfinished returns events that are neither done nor parked, in order of arrival, after id:
// those accepted by this replica or taken over by it, which are all unless others are at work.
func (db *DB) Unfinished(ctx context.Context, after int64, limit int) (events []complaint.Event, err error) {
	err = db.look(ctx, func(q *conn) error {
		events, err = collect(q, scanEvent, `
			SELECT id, source, tries, body FROM events
			WHERE state = 'new' AND id > $1 AND owner = $3 ORDER BY id LIMIT $2`, after, limit, q.me)
		if err != nil {
			return err
		}
		o, err := organisation(q)
		if err != nil {
			return err
		}
		for i, ev := range events {
			events[i] = o.followed(ev)
		}
		return nil
	})
	return events, err
}

// FailEvent counts a failed attempt at ev and returns how many there were. why must be free
// of personal data.
func (db *DB) FailEvent(ctx context.Context, ev complaint.Event, why string) (tries int, err error) {
	err = db.write(ctx, func(q *conn) error {
		ok, err := q.row(`UPDATE events SET tries = tries + 1, why = $2 WHERE id = $1 RETURNING tries`,
			args(ev.ID, clean(why)), &tries)
		if err == nil && !ok {
			err = complaint.Errorf(complaint.NotFound, "no such event %d", ev.ID)
		}
		return err
	})
	return tries, err
}

func insertEvents(q *conn, events []complaint.Event) (fresh []complaint.Event, err error) {
	if len(events) == 0 {
		return nil, nil
	}
	o, err := organisation(q)
	if err != nil {
		return nil, err
	}
	id, err := takeIDs(q, len(events))
	if err != nil {
		return nil, err
	}
	kept := make([]complaint.Event, len(events))
	rows := make([][]any, len(events))
	for i, ev := range events {
		ev = cleanEvent(o.followed(ev))
		ev.ID = id + int64(i)
		body, err := encode(ev)
		if err != nil {
			return nil, err
		}
		kept[i], rows[i] = ev, args(ev.ID, ev.Source, string(ev.Kind), ev.Chat.ID, micros(ev.At), body, q.me)
	}
	counts, err := q.each(`
		INSERT INTO events (id, source, kind, chat, at, body, owner) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (source) DO NOTHING`, rows)
	if err != nil {
		return nil, err
	}
	for i, n := range counts {
		if n == 1 {
			fresh = append(fresh, kept[i])
		}
	}
	return fresh, nil
}

// takeIDs reserves n ids and returns the first. Ids grow in the order of commits, because
// whoever takes one holds the row until then.
func takeIDs(q *conn, n int) (first int64, err error) {
	ok, err := q.row(`UPDATE counters SET value = value + $1 WHERE name = 'id' RETURNING value`, args(n), &first)
	if err == nil && !ok {
		err = fmt.Errorf("store: the counter of ids is gone; restore the database from a backup")
	}
	return first - int64(n) + 1, err
}

func scanEvent(row scanner) (ev complaint.Event, err error) {
	var id int64
	var source, body string
	var tries int
	if err := row.Scan(&id, &source, &tries, &body); err != nil {
		return ev, err
	}
	err = decode(body, &ev)
	ev.ID, ev.Source, ev.Tries = id, source, tries
	return ev, err
}

func setSetting(q *conn, name, value string) error {
	return q.send(`
		INSERT INTO settings (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
}

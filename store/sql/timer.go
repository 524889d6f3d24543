package sqlstore

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"redress/flows/complaint"
)

// FireDue turns timers that are due into events, each once, and returns them with the time
// of the next timer (zero: none). The events are durable when it returns.
func (db *DB) FireDue(ctx context.Context, now time.Time, limit int) (events []complaint.Event, next time.Time, err error) {
	err = db.write(ctx, func(q *conn) error {
		due, err := collect(q, scanTimer, `SELECT body FROM timers WHERE at <= $1 ORDER BY at, key LIMIT CAST($2 AS BIGINT)`, micros(now), limit)
		if err != nil {
			return err
		}
		if events, err = fire(q, due, now); err != nil {
			return err
		}
		next, err = earliestTimer(q)
		return err
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	return events, next, nil
}

func fire(q *conn, due []complaint.Timer, now time.Time) ([]complaint.Event, error) {
	events := make([]complaint.Event, 0, len(due))
	for _, t := range due {
		if err := q.send(`DELETE FROM timers WHERE key = $1`, t.Key); err != nil {
			return nil, err
		}
		events = append(events, complaint.Event{
			Source: fmt.Sprintf("timer:%s:%d", t.Key, micros(t.At)),
			Kind:   complaint.Due, Chat: t.Chat, At: now, Timer: &t,
		})
	}
	return insertEvents(q, events)
}

func earliestTimer(q *conn) (time.Time, error) {
	var at int64
	_, err := q.row(`SELECT at FROM timers ORDER BY at LIMIT 1`, nil, &at)
	return moment(at), err
}

// ClaimTick keeps the event of a schedule that fell due, once per job and time whoever asks.
// It reports whether this call was the one; the event is then durable, under the source
// "tick:<job>:<due µs>" unless it has one.
func (db *DB) ClaimTick(ctx context.Context, job string, due time.Time, ev complaint.Event) (won bool, err error) {
	if ev.Source == "" {
		ev.Source = fmt.Sprintf("tick:%s:%d", job, micros(due))
	}
	var fresh []complaint.Event
	err = db.write(ctx, func(q *conn) error {
		n, err := q.exec(`INSERT INTO ticks (job, due) VALUES ($1, $2) ON CONFLICT (job, due) DO NOTHING`, clean(job), micros(due))
		if won = n == 1; err != nil || !won {
			return err
		}
		fresh, err = insertEvents(q, []complaint.Event{ev})
		return err
	})
	if err != nil {
		return false, err
	}
	db.arrived(fresh)
	return won, nil
}

// LastTick is the newest run of job that was claimed; ok is false when there never was one.
func (db *DB) LastTick(ctx context.Context, job string) (due time.Time, ok bool, err error) {
	var at int64
	err = db.look(ctx, func(q *conn) error {
		ok, err = q.row(`SELECT due FROM ticks WHERE job = $1 ORDER BY due DESC LIMIT 1`, args(clean(job)), &at)
		return err
	})
	return moment(at), ok, err
}

// Began is when a planner first asked, whichever it was: now, if nobody did before.
func (db *DB) Began(ctx context.Context, now time.Time) (began time.Time, err error) {
	err = db.write(ctx, func(q *conn) error {
		if err := q.send(`INSERT INTO settings (name, value) VALUES ('began', $1) ON CONFLICT (name) DO NOTHING`,
			strconv.FormatInt(micros(now), 10)); err != nil {
			return err
		}
		var at string
		if _, err := q.row(`SELECT value FROM settings WHERE name = 'began'`, nil, &at); err != nil {
			return err
		}
		n, err := strconv.ParseInt(at, 10, 64)
		began = moment(n)
		return err
	})
	return began, err
}

// setTimer sets or moves a timer; a zero At cancels it.
func setTimer(q *conn, t complaint.Timer) error {
	if t.At.IsZero() {
		err := q.send(`DELETE FROM timers WHERE key = $1`, t.Key)
		return err
	}
	t.At = moment(micros(t.At))
	body, err := encode(t)
	if err != nil {
		return err
	}
	err = q.send(`
		INSERT INTO timers (key, at, chat, body) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET at = excluded.at, chat = excluded.chat, body = excluded.body`,
		t.Key, micros(t.At), t.Chat.ID, body)
	return err
}

func scanTimer(row scanner) (t complaint.Timer, err error) {
	var body string
	if err := row.Scan(&body); err != nil {
		return t, err
	}
	err = decode(body, &t)
	return t, err
}

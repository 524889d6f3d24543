package sqlstore

import (
	"context"

	"redress/flows"
	"redress/flows/complaint"
)

// sessionOf is the key of the session that is wanted; 0: none.
func sessionOf(want flows.Want) int64 {
	if want.Customer != 0 {
		return want.Customer
	}
	return want.Session
}

// loadSession reads a session. A cached copy serves only when it is the newest: the row says
// which event was applied last.
func loadSession(q *conn, chat int64, cache SessionCache) (s complaint.Session, err error) {
	if cache == nil {
		return readSession(q, chat)
	}
	var last int64
	if ok, err := q.row(`SELECT last_event FROM sessions WHERE chat = $1`, args(chat), &last); err != nil || !ok {
		return s, err
	}
	if s, ok, err := cache.Get(q.ctx, chat); err == nil && ok && s.LastEvent == last {
		return s, nil
	}
	return readSession(q, chat)
}

func readSession(q *conn, chat int64) (s complaint.Session, err error) {
	var body string
	ok, err := q.row(`SELECT body FROM sessions WHERE chat = $1`, args(chat), &body)
	if err != nil || !ok {
		return s, err
	}
	err = decode(body, &s)
	return s, err
}

func saveSession(q *conn, s complaint.Session) error {
	s.TouchedAt = moment(micros(s.TouchedAt))
	body, err := encode(s)
	if err != nil {
		return err
	}
	err = q.send(`
		INSERT INTO sessions (chat, last_event, body) VALUES ($1, $2, $3)
		ON CONFLICT (chat) DO UPDATE SET last_event = excluded.last_event, body = excluded.body`,
		s.Chat, s.LastEvent, body)
	return err
}

// remember puts a committed session into the cache. If that fails, the cached copy is old,
// and its LastEvent shows it.
func (db *DB) remember(ctx context.Context, s *complaint.Session) {
	if s == nil || db.cache == nil {
		return
	}
	if err := db.cache.Put(ctx, *s); err != nil {
		db.log.Debug("session not cached", "error", err)
	}
}

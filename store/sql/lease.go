package sqlstore

import (
	"context"
	"strings"
	"time"

	"redress/flows/complaint"
)

// Lease hands out parcels that are due, until a time by which they are settled or else handed
// out again. Of each lane it is the oldest unsent one, so that order is kept; urgent ones
// come first. What waits for a desk without a chat goes on waiting.
//
// The + keeps SQLite from sorting the whole queue by urgency instead of walking down its index.
func (db *DB) Lease(ctx context.Context, now, until time.Time, limit int) (parcels []complaint.Parcel, err error) {
	err = db.write(ctx, func(q *conn) error {
		parcels = nil
		rows, err := collect(q, scanParcel, `
			SELECT id, lane, attempts, chat, sent_ids, body FROM outbox o
			WHERE state = 'waiting' AND +due_at <= $1 AND chat <> 0 AND NOT EXISTS (
				SELECT 1 FROM outbox p
				WHERE p.lane = o.lane AND p.id < o.id AND p.state = 'waiting' AND p.opens_at <= $1)
			AND NOT EXISTS (
				SELECT 1 FROM outbox p
				WHERE p.lane = o.lane AND p.state = 'waiting' AND p.leased_until > 0 AND +p.leased_until > $1)
			ORDER BY urgency DESC, id LIMIT CAST($2 AS BIGINT)`, micros(now), limit)
		if err != nil {
			return err
		}
		for _, p := range rows {
			won, err := q.exec(`
				UPDATE outbox SET leased_until = $2, due_at = $2, leased_by = $4
				WHERE id = $1 AND state = 'waiting' AND due_at <= $3`, p.ID, micros(until), micros(now), q.me)
			if err != nil {
				return err
			}
			if won == 0 {
				continue
			}
			if err := address(q, &p); err != nil {
				return err
			}
			parcels = append(parcels, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return parcels, nil
}

func scanParcel(row scanner) (p complaint.Parcel, err error) {
	var chat int64
	var done, body string
	if err := row.Scan(&p.ID, &p.Lane, &p.Attempts, &chat, &done, &body); err != nil {
		return p, err
	}
	if err := decode(body, &p.Outbound); err != nil {
		return p, err
	}
	p.Chat, p.Private = chat, chat > 0
	return p, decode(done, &p.Done)
}

// address fills in where the parcel's slot, topic, card and links are now.
func address(q *conn, p *complaint.Parcel) error {
	o, err := organisation(q)
	if err != nil {
		return err
	}
	p.Forum = o.forum(p.Chat)
	if p.Op == complaint.Show && p.Slot != "" {
		p.MessageID = 0
		if at, ok, err := place(q, p.Slot); err != nil {
			return err
		} else if ok && at.Chat == p.Chat {
			p.MessageID = at.MessageID
		}
	}
	if p.Complaint != "" {
		if err := addressMatter(q, p); err != nil {
			return err
		}
	}
	return links(q, p)
}

func addressMatter(q *conn, p *complaint.Parcel) error {
	at, ok, err := place(q, cardSlot(p.Complaint))
	if err != nil {
		return err
	}
	if ok && at.Chat == p.Chat {
		p.CardID = at.MessageID
	}
	if p.Topic == "" && p.Op != complaint.CloseTopic && p.Op != complaint.OpenTopic || !p.Forum {
		return nil
	}
	_, err = q.row(`SELECT thread FROM topics WHERE complaint = $1 AND chat = $2`, args(p.Complaint, p.Chat), &p.TopicID)
	return err
}

// cardSlot is the slot of a complaint's card.
func cardSlot(id string) string { return "card:" + id }

func place(q *conn, slot string) (at complaint.Place, ok bool, err error) {
	ok, err = q.row(`SELECT chat, thread, message_id FROM slots WHERE slot = $1`, args(slot), &at.Chat, &at.Thread, &at.MessageID)
	return at, ok, err
}

// links finds the cards of the complaints that the text and the buttons name, by id or number.
func links(q *conn, p *complaint.Parcel) error {
	for _, ref := range refs(p.Outbound) {
		at, ok, err := place(q, cardSlot(ref))
		if err == nil && !ok {
			ok, err = q.row(`
				SELECT s.chat, s.thread, s.message_id FROM complaints c JOIN slots s ON s.slot = 'card:' || c.id
				WHERE c.number = $1`, args(ref), &at.Chat, &at.Thread, &at.MessageID)
		}
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if p.CardLinks == nil {
			p.CardLinks = map[string]complaint.Place{}
		}
		p.CardLinks[ref] = at
	}
	return nil
}

// refs are the complaints named in o: by spans in style Card and by buttons with a URL "card:<ref>".
func refs(o complaint.Outbound) (names []string) {
	for _, s := range o.Text {
		if s.Style == complaint.Card && s.Ref != "" {
			names = append(names, s.Ref)
		}
	}
	for _, row := range o.Buttons {
		for _, b := range row {
			if ref, ok := strings.CutPrefix(b.URL, "card:"); ok {
				names = append(names, ref)
			}
		}
	}
	return names
}

// NextDue returns when the next parcel can be leased; zero: none waits.
func (db *DB) NextDue(ctx context.Context) (next time.Time, err error) {
	err = db.look(ctx, func(q *conn) error {
		var due, held int64
		ok, err := q.row(`
			SELECT due_at, COALESCE((
				SELECT MAX(p.leased_until) FROM outbox p
				WHERE p.lane = o.lane AND p.state = 'waiting' AND p.leased_until > 0), 0)
			FROM outbox o
			WHERE state = 'waiting' AND chat <> 0 AND NOT EXISTS (
				SELECT 1 FROM outbox p
				WHERE p.lane = o.lane AND p.id < o.id AND p.state = 'waiting' AND p.opens_at <= o.due_at)
			ORDER BY due_at LIMIT 1`, nil, &due, &held)
		if ok {
			next = time.UnixMicro(max(due, held)).UTC()
		}
		return err
	})
	return next, err
}

// Queue is what waits for one desk or chat.
type Queue struct {
	Desk    complaint.Desk
	Chat    int64
	Waiting int
	Oldest  time.Time // when the oldest was decided
}

// Backlog is what is still to be done.
type Backlog struct {
	Queues []Queue
	Events int // came in, neither done nor parked
	Parked int // could not be dealt with
}

// Backlog counts what is still to be done.
func (db *DB) Backlog(ctx context.Context) (b Backlog, err error) {
	err = db.look(ctx, func(q *conn) error {
		if b.Queues, err = collect(q, scanQueue, `
			SELECT desk, chat, COUNT(*), MIN(created_at) FROM outbox WHERE state = 'waiting'
			GROUP BY desk, chat ORDER BY MIN(created_at)`); err != nil {
			return err
		}
		if _, err := q.row(`SELECT COUNT(*) FROM events WHERE state = 'new'`, nil, &b.Events); err != nil {
			return err
		}
		_, err = q.row(`SELECT COUNT(*) FROM events WHERE state = 'parked'`, nil, &b.Parked)
		return err
	})
	return b, err
}

func scanQueue(row scanner) (w Queue, err error) {
	var oldest int64
	err = row.Scan(&w.Desk, &w.Chat, &w.Waiting, &oldest)
	w.Oldest = moment(oldest)
	return w, err
}

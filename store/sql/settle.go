package sqlstore

import (
	"context"
	"fmt"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// Settle records what became of parcels, all of them or none: where messages and topics are
// now, what is known about the delivery of messages on record, and, as an event, what staff
// have to see of it. A parcel that somebody settled before stays as it is.
func (db *DB) Settle(ctx context.Context, now time.Time, results []complaint.Settled) error {
	var fresh []complaint.Event
	err := db.write(ctx, func(q *conn) error {
		var events []complaint.Event
		for _, r := range results {
			ev, err := settle(q, r.Parcel, r.Outcome, now)
			if err != nil {
				return err
			}
			if ev != nil {
				events = append(events, *ev)
			}
		}
		var err error
		fresh, err = insertEvents(q, events)
		return err
	})
	if err == nil {
		db.arrived(fresh)
	}
	return err
}

func settle(q *conn, p complaint.Parcel, out complaint.Outcome, now time.Time) (*complaint.Event, error) {
	if out.Chat == 0 {
		out.Chat = p.Chat
	}
	if err := forget(q, p, out); err != nil {
		return nil, err
	}
	if err := keepPlaces(q, p, out, now); err != nil {
		return nil, err
	}
	was, err := mark(q, p, out, now)
	if err != nil {
		return nil, err
	}
	if out.Migrated != 0 {
		if err := moveChat(q, flows.Migration{From: p.Chat, To: out.Migrated}); err != nil {
			return nil, err
		}
	}
	if !was || out.State == complaint.Pending {
		return nil, nil
	}
	if p.Message != "" {
		if err := q.send(`UPDATE messages SET delivery = $2 WHERE id = $1`, p.Message, string(out.State)); err != nil {
			return nil, err
		}
	}
	if out.State == complaint.Sent && p.Private && p.Op == complaint.Say && p.Complaint != "" {
		if err := acknowledged(q, p.Complaint, now); err != nil {
			return nil, err
		}
	}
	return news(q, p, out, now)
}

// acknowledged notes when the first message about a filed complaint reached the customer (M01).
func acknowledged(q *conn, id string, now time.Time) error {
	err := q.send(`
		UPDATE complaints SET acked_at = $2 WHERE id = $1 AND acked_at = 0 AND filed_at > 0 AND number IS NOT NULL`, id, micros(now))
	return err
}

// mark moves the row on; was is false when it was settled before. What another replica has on
// lease by now is not put back into the queue under its hands.
func mark(q *conn, p complaint.Parcel, out complaint.Outcome, now time.Time) (was bool, err error) {
	sent, err := encode(out.Messages)
	if err != nil {
		return false, err
	}
	var n int64
	switch out.State {
	case complaint.Sent, complaint.BlockedBy, complaint.Failed:
		n, err = q.exec(`
			UPDATE outbox SET state = $2, attempts = attempts + 1, reason = $3, sent_ids = $4, settled_at = $5, leased_until = 0, leased_by = ''
			WHERE id = $1 AND state = 'waiting'`, p.ID, string(out.State), clean(out.Reason), sent, micros(now))
	case complaint.Retrying:
		n, err = q.exec(`
			UPDATE outbox SET attempts = attempts + 1, reason = $2, sent_ids = $3, due_at = $4, leased_until = 0, leased_by = ''
			WHERE id = $1 AND state = 'waiting' AND leased_by IN ('', $5)`, p.ID, clean(out.Reason), sent, retryAt(out, now), q.me)
	case complaint.Pending:
		n, err = q.exec(`
			UPDATE outbox SET due_at = $2, leased_until = 0, leased_by = ''
			WHERE id = $1 AND state = 'waiting' AND leased_by IN ('', $3)`, p.ID, retryAt(out, now), q.me)
	default:
		return false, complaint.Errorf(complaint.Invalid, "unknown delivery state %q", out.State)
	}
	return n == 1, err
}

func retryAt(out complaint.Outcome, now time.Time) int64 {
	at := out.RetryAt
	if pause := now.Add(out.Throttled); at.Before(pause) {
		at = pause
	}
	return micros(at)
}

// forget drops what turned out to be gone, or not to be known for sure.
func forget(q *conn, p complaint.Parcel, out complaint.Outcome) (err error) {
	if out.GoneCard && p.Slot != "" {
		if err = q.send(`DELETE FROM slots WHERE slot = $1`, p.Slot); err != nil {
			return err
		}
	}
	if out.GoneTopic {
		if err = q.send(`DELETE FROM slots WHERE chat = $1 AND thread = $2 AND thread <> 0`, p.Chat, p.TopicID); err != nil {
			return err
		}
		if err = q.send(`DELETE FROM topics WHERE complaint = $1 AND chat = $2`, p.Complaint, p.Chat); err != nil {
			return err
		}
	}
	if out.State != complaint.Sent && out.State != complaint.Pending && p.Op == complaint.Show {
		err = q.send(`UPDATE slots SET hash = '' WHERE slot = $1`, p.Slot)
	}
	return err
}

// keepPlaces notes where things are, whatever else became of the parcel.
func keepPlaces(q *conn, p complaint.Parcel, out complaint.Outcome, now time.Time) error {
	if out.TopicID != 0 && p.Complaint != "" {
		err := q.send(`
			INSERT INTO topics (complaint, chat, thread) VALUES ($1, $2, $3)
			ON CONFLICT (complaint, chat) DO UPDATE SET thread = excluded.thread`, p.Complaint, out.Chat, out.TopicID)
		if err != nil {
			return err
		}
	}
	for _, id := range out.Messages {
		if err := refer(q, out.Chat, id, p.Complaint); err != nil {
			return err
		}
	}
	if out.State != complaint.Sent || p.Op != complaint.Show || p.Slot == "" {
		return nil
	}
	return keepSlot(q, p, out, now)
}

// keepSlot notes where the slot is now. Its message in another chat, if there is one, becomes a
// stub, so that there is never more than one with buttons.
func keepSlot(q *conn, p complaint.Parcel, out complaint.Outcome, now time.Time) error {
	message, thread := p.MessageID, out.TopicID
	if len(out.Messages) > 0 {
		message = out.Messages[0]
	}
	if thread == 0 {
		thread = p.TopicID
	}
	if message == 0 {
		return nil
	}
	if late, err := outrun(q, p, out.Chat, message, now); late || err != nil {
		return err
	}
	if err := leave(q, p.Outbound, out.Chat, now); err != nil {
		return err
	}
	err := q.send(`
		INSERT INTO slots (slot, chat, message_id, thread, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (slot) DO UPDATE SET chat = excluded.chat, message_id = excluded.message_id,
			thread = excluded.thread, hash = excluded.hash`, p.Slot, out.Chat, message, thread, face(p.Outbound))
	return err
}

// news is the event that tells the flow what became of a message on record (in the lane of
// the staff desk), or that a customer cannot be written to (in the customer's own lane).
func news(q *conn, p complaint.Parcel, out complaint.Outcome, now time.Time) (*complaint.Event, error) {
	ev := complaint.Event{
		Source: fmt.Sprintf("delivery:%d:%s", p.ID, out.State),
		Kind:   complaint.Delivered, At: now,
		Delivery: &complaint.Delivery{Key: p.Key, Complaint: p.Complaint, Message: p.Message, State: out.State, Reason: clean(out.Reason)},
	}
	switch {
	case p.Message != "":
		o, err := organisation(q)
		if err != nil {
			return nil, err
		}
		ev.Chat = complaint.Chat{ID: o.Staff.Chat, Kind: complaint.Group, Title: o.Staff.Title, Forum: o.Staff.Forum}
	case out.State == complaint.BlockedBy && p.Private:
		ev.Chat = complaint.Chat{ID: p.Chat, Kind: complaint.Private}
		ev.From = complaint.Person{ID: p.Chat}
	default:
		return nil, nil
	}
	return &ev, nil
}

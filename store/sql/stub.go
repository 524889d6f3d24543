package sqlstore

import (
	"fmt"
	"time"

	"redress/flows/complaint"
)

// outrun reports whether p, just sent, is out of date from the start: the slot has been shown
// in another chat meanwhile. What p left behind becomes the stub of that later look.
func outrun(q *conn, p complaint.Parcel, chat, message int64, now time.Time) (bool, error) {
	var elsewhere int64
	var body string
	ok, err := q.row(`
		SELECT chat, body FROM outbox WHERE id > $1 AND slot = $2 AND op = 'show' AND state = 'sent'
		ORDER BY id DESC LIMIT 1`, args(p.ID, p.Slot), &elsewhere, &body)
	if err != nil || !ok || elsewhere == chat {
		return false, err
	}
	var later complaint.Outbound
	if err := decode(body, &later); err != nil {
		return false, err
	}
	return true, stub(q, later, complaint.Place{Chat: chat, MessageID: message}, now)
}

// leave turns the message that carried the slot in another chat into the stub of o.
func leave(q *conn, o complaint.Outbound, chat int64, now time.Time) error {
	was, ok, err := place(q, o.Slot)
	if err != nil || !ok || was.Chat == chat || was.MessageID == 0 {
		return err
	}
	return stub(q, o, was, now)
}

// stub queues the edit that leaves one line, or at least no buttons, where a slot was.
func stub(q *conn, o complaint.Outbound, at complaint.Place, now time.Time) error {
	rest := complaint.Outbound{
		Key: fmt.Sprintf("stub:%s:%d:%d", o.Slot, at.Chat, at.MessageID), Op: complaint.Change,
		Chat: at.Chat, MessageID: at.MessageID, Complaint: o.Complaint, Text: o.Stub,
	}
	if len(o.Stub) == 0 {
		rest.Op = complaint.Strip
	}
	return insertOutbound(q, rest, now)
}

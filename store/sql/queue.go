package sqlstore

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"redress/flows/complaint"
)

// enqueue puts o into the queue, in the transaction that decided it.
func enqueue(q *conn, o complaint.Outbound, now time.Time) error {
	if o.Ephemeral() {
		return nil
	}
	org, err := organisation(q)
	if err != nil {
		return err
	}
	o.Chat = org.current(o.Chat)
	if o.Desk != "" {
		o.Chat = org.Resolve(o.Desk).Chat
	}
	if o.Op == complaint.Show && o.Slot != "" {
		return show(q, o, now)
	}
	return insertOutbound(q, o, now)
}

// laneOf names what is kept in order. A desk without a chat has lanes of its own.
func laneOf(chat int64, desk complaint.Desk, about string) string {
	lane := "c" + strconv.FormatInt(chat, 10)
	if chat == 0 {
		lane = "d" + string(desk)
	}
	if chat > 0 || about == "" {
		return lane
	}
	return lane + ":" + about
}

func insertOutbound(q *conn, o complaint.Outbound, now time.Time) error {
	body, err := encode(o)
	if err != nil {
		return err
	}
	id, err := takeIDs(q, 1)
	if err != nil {
		return err
	}
	key := any(nil) // of a slot, only what was said last counts, not whether it was said before
	if o.Key != "" && o.Op != complaint.Show {
		key = o.Key
	}
	err = q.send(`
		INSERT INTO outbox (id, key, lane, op, desk, chat, complaint, slot, urgency, opens_at, due_at, created_at, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING`,
		id, key, laneOf(o.Chat, o.Desk, o.Complaint), string(o.Op), string(o.Desk), o.Chat, o.Complaint, slotOf(o),
		int(o.Urgency), micros(o.NotBefore), micros(o.NotBefore), micros(now), body)
	return err
}

// slotOf is the slot whose look o decides.
func slotOf(o complaint.Outbound) string {
	if o.Op == complaint.Show {
		return o.Slot
	}
	return ""
}

// pendingShow is a row that waits to change a slot.
type pendingShow struct {
	id, urgency, opensAt, dueAt, attempts, leasedUntil int64
}

func (p pendingShow) untried() bool { return p.attempts == 0 && p.leasedUntil == 0 }

func scanShow(row scanner) (p pendingShow, err error) {
	err = row.Scan(&p.id, &p.urgency, &p.opensAt, &p.dueAt, &p.attempts, &p.leasedUntil)
	return p, err
}

// show makes a slot look like o. A row that is not on its way takes the new look in place;
// nothing is sent when the slot looks like that already and nothing has gone out to change it.
func show(q *conn, o complaint.Outbound, now time.Time) error {
	waiting, err := collect(q, scanShow, `
		SELECT id, urgency, opens_at, due_at, attempts, leased_until FROM outbox
		WHERE slot = $1 AND state = 'waiting' AND op = 'show' ORDER BY id DESC`, o.Slot)
	if err != nil {
		return err
	}
	if len(waiting) == 0 || len(waiting) == 1 && waiting[0].untried() {
		same, err := shownAlready(q, o)
		if err != nil {
			return err
		}
		if same {
			return withdraw(q, waiting)
		}
	}
	if len(waiting) == 0 || waiting[0].leasedUntil > micros(now) {
		return insertOutbound(q, o, now)
	}
	return replaceShow(q, waiting[0], o)
}

func withdraw(q *conn, waiting []pendingShow) error {
	for _, p := range waiting {
		if err := q.send(`DELETE FROM outbox WHERE id = $1`, p.id); err != nil {
			return err
		}
	}
	return nil
}

// replaceShow keeps the row's place in the queue; it never becomes milder or later.
func replaceShow(q *conn, p pendingShow, o complaint.Outbound) error {
	body, err := encode(o)
	if err != nil {
		return err
	}
	p.urgency = max(p.urgency, int64(o.Urgency))
	p.opensAt = min(p.opensAt, micros(o.NotBefore))
	if p.untried() {
		p.dueAt = p.opensAt
	}
	err = q.send(`
		UPDATE outbox SET body = $2, urgency = $3, opens_at = $4, due_at = $5, lane = $6, chat = $7, desk = $8, complaint = $9
		WHERE id = $1`, p.id, body, p.urgency, p.opensAt, p.dueAt,
		laneOf(o.Chat, o.Desk, o.Complaint), o.Chat, string(o.Desk), o.Complaint)
	return err
}

func shownAlready(q *conn, o complaint.Outbound) (bool, error) {
	var chat int64
	var hash string
	ok, err := q.row(`SELECT chat, hash FROM slots WHERE slot = $1`, args(o.Slot), &chat, &hash)
	return ok && chat == o.Chat && hash == face(o), err
}

// face is the hash of what people see of o.
func face(o complaint.Outbound) string {
	b, err := json.Marshal([]any{o.Text, o.Buttons})
	if err != nil { // strings only
		panic("store: outbound text cannot be encoded")
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"redress/flows/complaint"
)

// entry is a line of history as stored: with the standing it led to, so that figures of any
// day can be counted again, and a hash over itself and everything before it.
type entry struct {
	complaint.Entry
	n        int64
	status   complaint.Status
	severity complaint.Severity
	owner    int64
	hash     string
}

// appendEntry adds a line. The complaint's row keeps count and last hash, so that a line cut
// off at the end is missed, too.
func appendEntry(q *conn, e complaint.Entry) error {
	line := entry{Entry: e}
	var chain string
	ok, err := q.row(`SELECT entries, chain, status, severity, owner FROM complaints WHERE id = $1`,
		args(e.Complaint), &line.n, &chain, &line.status, &line.severity, &line.owner)
	if err == nil && !ok {
		err = complaint.Errorf(complaint.NotFound, "history of a complaint that is not stored: %s", e.Complaint)
	}
	if err != nil {
		return err
	}
	line.Detail, line.At = clean(e.Detail), moment(micros(e.At))
	line.n++
	line.hash = line.sum(chain)
	if err := insertEntry(q, line); err != nil {
		return err
	}
	err = q.send(`UPDATE complaints SET entries = $2, chain = $3 WHERE id = $1`, e.Complaint, line.n, line.hash)
	return err
}

func insertEntry(q *conn, e entry) error {
	err := q.send(`
		INSERT INTO history (complaint, n, at, actor, role, action, detail, status, severity, owner, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.Complaint, e.n, micros(e.At), e.Actor, e.Role, string(e.Action), e.Detail, string(e.status), int(e.severity), e.owner, e.hash)
	return err
}

// sum is the hash of an entry that follows one with the hash before.
func (e entry) sum(before string) string {
	b, err := json.Marshal([]any{before, e.Complaint, e.n, micros(e.At), e.Actor, e.Role, e.Action, e.Detail, e.status, e.severity, e.owner})
	if err != nil { // strings and integers only
		panic("store: history entry cannot be encoded")
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func readHistory(q *conn, id string) ([]entry, error) {
	return collect(q, scanEntry, `
		SELECT complaint, n, at, actor, role, action, detail, status, severity, owner, hash
		FROM history WHERE complaint = $1 ORDER BY n`, id)
}

func scanEntry(row scanner) (e entry, err error) {
	var at int64
	err = row.Scan(&e.Complaint, &e.n, &at, &e.Actor, &e.Role, &e.Action, &e.Detail, &e.status, &e.severity, &e.owner, &e.hash)
	e.At = moment(at)
	return e, err
}

// History returns the history of a complaint, oldest first.
func (db *DB) History(ctx context.Context, id string) (entries []complaint.Entry, err error) {
	err = db.look(ctx, func(q *conn) error {
		lines, err := readHistory(q, id)
		for _, line := range lines {
			entries = append(entries, line.Entry)
		}
		return err
	})
	return entries, err
}

// VerifyHistory recomputes the chain of every complaint after the id given, up to limit of
// them, and returns the ids of those whose history was changed behind our back, with the
// last id looked at ("" when that was all).
func (db *DB) VerifyHistory(ctx context.Context, after string, limit int) (broken []string, last string, err error) {
	err = db.look(ctx, func(q *conn) error {
		heads, err := collect(q, scanHead, `
			SELECT id, entries, chain FROM complaints WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
		if err != nil {
			return err
		}
		for _, h := range heads {
			lines, err := readHistory(q, h.id)
			if err != nil {
				return err
			}
			if !h.vouches(lines) {
				broken = append(broken, h.id)
			}
		}
		if len(heads) == limit && limit > 0 {
			last = heads[limit-1].id
		}
		return nil
	})
	return broken, last, err
}

// head is what a complaint's row says about its history.
type head struct {
	id      string
	entries int64
	chain   string
}

func scanHead(row scanner) (h head, err error) {
	err = row.Scan(&h.id, &h.entries, &h.chain)
	return h, err
}

func (h head) vouches(lines []entry) bool {
	chain := ""
	for i, line := range lines {
		if line.n != int64(i)+1 || line.hash != line.sum(chain) {
			return false
		}
		chain = line.hash
	}
	return int64(len(lines)) == h.entries && chain == h.chain
}

package sqlstore

import (
	"context"
	"fmt"
	"strings"

	"redress/flows"
	"redress/flows/complaint"
)

// extractPage is how many complaints one look at the records reads.
const extractPage = 250

// Extract returns the next page of the complaints asked for, after the mark given, and the mark
// to go on from; more is false with the last page. However many there are, a page costs what
// it holds: it is found by where the one before ended.
func (db *DB) Extract(ctx context.Context, x flows.Extract, after flows.Mark) (page []complaint.Record, mark flows.Mark, more bool, err error) {
	err = db.look(ctx, func(q *conn) error {
		if page, err = extracted(q, x, after); err != nil || len(page) == 0 {
			return err
		}
		last := page[len(page)-1]
		mark, more = flows.Mark{Filed: last.FiledAt, ID: last.ID}, len(page) == extractPage
		return beside(q, page)
	})
	return page, mark, more, err
}

func extracted(q *conn, x flows.Extract, after flows.Mark) ([]complaint.Record, error) {
	from, to := micros(x.From), micros(x.To)
	if x.Carried {
		from, to = 0, from
	}
	var b query
	b.add(`SELECT c.body, c.acked_at, c.first_reply, c.first_result FROM complaints c
		WHERE c.number IS NOT NULL AND c.status NOT IN ('draft', 'cancelled')
			AND c.filed_at >= `, max(from, micros(after.Filed)), ` AND c.filed_at < `, to,
		` AND (c.filed_at > `, micros(after.Filed), ` OR c.id > `, after.ID, `) `)
	if x.Carried {
		b.add(`AND c.id IN (
			SELECT o.id FROM complaints o WHERE o.open_rank > 0 AND o.filed_at < `, to, `
			UNION ALL SELECT e.id FROM complaints e WHERE e.closed_at >= `, to, ` AND e.closed_at > 0 AND e.filed_at < `, to, `) `)
	}
	if x.Desk != "" {
		b.add(`AND EXISTS (SELECT 1 FROM standings s WHERE s.complaint = c.id AND s.until = `, int64(present), ` AND s.desk = `, string(x.Desk), `) `)
	}
	b.add(`ORDER BY c.filed_at, c.id LIMIT `, extractPage)
	return collect(q, scanRecord, b.text.String(), b.args...)
}

func scanRecord(row scanner) (r complaint.Record, err error) {
	var body string
	var acked, reply, result int64
	if err := row.Scan(&body, &acked, &reply, &result); err != nil {
		return r, err
	}
	r.AcknowledgedAt, r.FirstReplyAt, r.FirstResultAt = moment(acked), moment(reply), moment(result)
	return r, decode(body, &r.Complaint)
}

// beside fills in what is kept beside the complaints of a page.
func beside(q *conn, page []complaint.Record) error {
	at := make(map[string]*complaint.Record, len(page))
	ids := make([]any, extractPage) // always as many, so that the statement is always the same
	for i := range ids {
		ids[i] = ""
		if i < len(page) {
			ids[i], at[page[i].ID] = page[i].ID, &page[i]
		}
	}
	in := placeholders(extractPage)
	for _, part := range []func(*conn, string, []any, map[string]*complaint.Record) error{clocksBeside, messagesBeside, courseBeside, ratingsBeside} {
		if err := part(q, in, ids, at); err != nil {
			return err
		}
	}
	return nil
}

// placeholders is "$1, $2, … $n".
func placeholders(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String()
}

func clocksBeside(q *conn, in string, ids []any, at map[string]*complaint.Record) error {
	_, err := collect(q, func(row scanner) (struct{}, error) {
		var id string
		clock, err := scanClock(scannerOf(func(into ...any) error { return row.Scan(append([]any{&id}, into...)...) }))
		if r := at[id]; r != nil {
			r.Clocks = append(r.Clocks, clock)
		}
		return struct{}{}, err
	}, `SELECT complaint, rule, started, due, met, breached, warned, provisional FROM clocks WHERE complaint IN (`+in+`) ORDER BY complaint, n`, ids...)
	return err
}

// scannerOf is a row seen through a function.
type scannerOf func(into ...any) error

// Scan reads the row.
func (f scannerOf) Scan(into ...any) error { return f(into...) }

func messagesBeside(q *conn, in string, ids []any, at map[string]*complaint.Record) error {
	_, err := collect(q, func(row scanner) (struct{}, error) {
		var id, direction string
		var n int
		err := row.Scan(&id, &direction, &n)
		if r := at[id]; r != nil {
			switch complaint.Direction(direction) {
			case complaint.In:
				r.From = n
			case complaint.Out:
				r.To = n
			case complaint.Note:
				r.Side = n
			}
		}
		return struct{}{}, err
	}, `SELECT complaint, direction, COUNT(*) FROM messages WHERE complaint IN (`+in+`) GROUP BY complaint, direction`, ids...)
	return err
}

func courseBeside(q *conn, in string, ids []any, at map[string]*complaint.Record) error {
	var telling []string
	for _, a := range complaint.Telling() {
		telling = append(telling, "'"+string(a)+"'")
	}
	_, err := collect(q, func(row scanner) (struct{}, error) {
		var e complaint.Entry
		var when int64
		err := row.Scan(&e.Complaint, &when, &e.Actor, &e.Role, &e.Action, &e.Detail)
		e.At = moment(when)
		if r := at[e.Complaint]; r != nil {
			r.Course = append(r.Course, e)
		}
		return struct{}{}, err
	}, `SELECT complaint, at, actor, role, action, detail FROM history
		WHERE complaint IN (`+in+`) AND action IN (`+strings.Join(telling, ", ")+`) ORDER BY complaint, n`, ids...)
	return err
}

func ratingsBeside(q *conn, in string, ids []any, at map[string]*complaint.Record) error {
	all, err := collect(q, scanBrief, `
		SELECT complaint, owner, result, service, effort, reason, comment, first, at, updated_at, asked_at, delivered_at, unreached,
			before_reopening, rescored_at
		FROM surveys WHERE complaint IN (`+in+`)`, ids...)
	for i := range all {
		if r := at[all[i].Complaint]; r != nil {
			r.Rating = &all[i]
		}
	}
	return err
}

func scanBrief(row scanner) (r complaint.Rating, err error) {
	var first, updated, asked, delivered, rescored int64
	err = row.Scan(&r.Complaint, &r.Owner, &r.Result, &r.Service, &r.Effort, &r.Reason, &r.Comment, &r.First, &first, &updated,
		&asked, &delivered, &r.Unreached, &r.Before, &rescored)
	r.At, r.UpdatedAt, r.Asked = moment(first), moment(updated), moment(asked)
	r.Delivered, r.Rescored = moment(delivered), moment(rescored)
	return r, err
}

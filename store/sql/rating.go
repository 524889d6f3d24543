package sqlstore

import (
	"time"

	"redress/flows/complaint"
)

// saveRating adds or replaces the one survey of a complaint.
func saveRating(q *conn, r complaint.Rating) error {
	err := q.send(`
		INSERT INTO surveys (complaint, customer, owner, result, service, effort, reason, comment, first, at, updated_at,
			asked_at, sent_at, delivered_at, unreached, reminded_at, expires_at, lapsed_at, before_reopening, rescored_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (complaint) DO UPDATE SET owner = excluded.owner, result = excluded.result, service = excluded.service,
			effort = excluded.effort, reason = excluded.reason, comment = excluded.comment, first = excluded.first,
			at = excluded.at, updated_at = excluded.updated_at, asked_at = excluded.asked_at, sent_at = excluded.sent_at,
			delivered_at = excluded.delivered_at, unreached = excluded.unreached, reminded_at = excluded.reminded_at,
			expires_at = excluded.expires_at, lapsed_at = excluded.lapsed_at,
			before_reopening = excluded.before_reopening, rescored_at = excluded.rescored_at`,
		r.Complaint, r.Customer, r.Owner, r.Result, r.Service, r.Effort, r.Reason, clean(r.Comment), r.First, micros(r.At), micros(r.UpdatedAt),
		micros(r.Asked), micros(r.Sent), micros(r.Delivered), bit(r.Unreached), micros(r.Reminded), micros(r.Expires), micros(r.Lapsed),
		r.Before, micros(r.Rescored))
	return err
}

func readRating(q *conn, id string) (*complaint.Rating, error) {
	r := complaint.Rating{Complaint: id}
	var at, updated, asked, sent, delivered, reminded, expires, lapsed, rescored int64
	ok, err := q.row(`
		SELECT customer, owner, result, service, effort, reason, comment, first, at, updated_at,
			asked_at, sent_at, delivered_at, unreached, reminded_at, expires_at, lapsed_at, before_reopening, rescored_at
		FROM surveys WHERE complaint = $1`,
		args(id), &r.Customer, &r.Owner, &r.Result, &r.Service, &r.Effort, &r.Reason, &r.Comment, &r.First, &at, &updated,
		&asked, &sent, &delivered, &r.Unreached, &reminded, &expires, &lapsed, &r.Before, &rescored)
	if err != nil || !ok {
		return nil, err
	}
	r.At, r.UpdatedAt, r.Asked, r.Sent = moment(at), moment(updated), moment(asked), moment(sent)
	r.Delivered, r.Reminded, r.Expires = moment(delivered), moment(reminded), moment(expires)
	r.Lapsed, r.Rescored = moment(lapsed), moment(rescored)
	return &r, nil
}

// surveyed is when the customer of a complaint was last asked to rate another one.
func surveyed(q *conn, c *complaint.Complaint) (time.Time, error) {
	var at int64
	_, err := q.row(`SELECT asked_at FROM surveys WHERE customer = $1 AND complaint <> $2 ORDER BY asked_at DESC LIMIT 1`,
		args(c.Customer, c.ID), &at)
	return moment(at), err
}

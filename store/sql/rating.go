package sqlstore

import "redress/flows/complaint"

// saveRating adds or replaces the one rating of a complaint.
func saveRating(q *conn, r complaint.Rating) error {
	_, err := q.exec(`
		INSERT INTO surveys (complaint, customer, owner, result, service, comment, first, at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (complaint) DO UPDATE SET owner = excluded.owner, result = excluded.result, service = excluded.service,
			comment = excluded.comment, first = excluded.first, at = excluded.at, updated_at = excluded.updated_at`,
		r.Complaint, r.Customer, r.Owner, r.Result, r.Service, clean(r.Comment), r.First, micros(r.At), micros(r.UpdatedAt))
	return err
}

func readRating(q *conn, id string) (*complaint.Rating, error) {
	r := complaint.Rating{Complaint: id}
	var at, updated int64
	ok, err := q.row(`
		SELECT customer, owner, result, service, comment, first, at, updated_at FROM surveys WHERE complaint = $1`,
		args(id), &r.Customer, &r.Owner, &r.Result, &r.Service, &r.Comment, &r.First, &at, &updated)
	if err != nil || !ok {
		return nil, err
	}
	r.At, r.UpdatedAt = moment(at), moment(updated)
	return &r, nil
}

package sqlstore

import (
	"context"

	"redress/flows"
	"redress/flows/complaint"
)

// saveLabel keeps a correction; one and the same event gives one.
func saveLabel(q *conn, l complaint.Label) error {
	machine, err := encode(l.Machine)
	if err != nil {
		return err
	}
	person, err := encode(l.Person)
	if err != nil {
		return err
	}
	err = q.send(`
		INSERT INTO labels (complaint, at, print, machine, person, by_user) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (complaint, at) DO UPDATE SET print = excluded.print, machine = excluded.machine,
			person = excluded.person, by_user = excluded.by_user`,
		l.Complaint, micros(l.At), int64(l.Print), machine, person, l.By)
	return err
}

// Labels returns up to limit corrections with the customer's words they are about, the newest
// of each complaint, in order of complaint id after the one given.
func (db *DB) Labels(ctx context.Context, after string, limit int) (page []flows.Labelled, err error) {
	err = db.look(ctx, func(q *conn) error {
		rows, err := collect(q, scanLabel, `
			SELECT l.complaint, l.at, l.print, l.machine, l.person, l.by_user FROM labels l
			WHERE l.complaint > $1 AND l.at = (SELECT MAX(m.at) FROM labels m WHERE m.complaint = l.complaint)
			ORDER BY l.complaint LIMIT $2`, after, limit)
		if err != nil {
			return err
		}
		for _, l := range rows {
			words, err := readMessages(q, l.Complaint)
			if err != nil {
				return err
			}
			one := flows.Labelled{Label: l}
			for _, m := range words {
				if m.Direction == complaint.In && m.Latest() != "" {
					one.Words = append(one.Words, m.Latest())
				}
			}
			page = append(page, one)
		}
		return nil
	})
	return page, err
}

func scanLabel(row scanner) (l complaint.Label, err error) {
	var at, print int64
	var machine, person string
	if err := row.Scan(&l.Complaint, &at, &print, &machine, &person, &l.By); err != nil {
		return l, err
	}
	l.At, l.Print = moment(at), uint64(print)
	if err := decode(machine, &l.Machine); err != nil {
		return l, err
	}
	return l, decode(person, &l.Person)
}

package sqlstore

import (
	"cmp"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

const (
	sameDays    = 90 * 24 * time.Hour  // how far back the same matter is looked for
	similarDays = 730 * 24 * time.Hour // and similar cases, to learn how they ended
	keyReach    = 24                   // complaints read of one key, the newest
	mostKeys    = 24                   // keys looked at
	mostAlike   = 40                   // complaints that share keys, those that share most
)

// saveKeys files a complaint under its keys, once it has a number; what it was filed under
// before and is not any more is taken away.
func saveKeys(q *conn, c *complaint.Complaint) error {
	if c.Number == "" || c.FiledAt.IsZero() {
		return nil
	}
	want := keysOf(c)
	have, err := collect(q, scanKey, `SELECT key, category FROM fingerprints WHERE complaint = $1`, c.ID)
	if err != nil {
		return err
	}
	slices.Sort(want)
	slices.SortFunc(have, func(a, b filedKey) int { return cmp.Compare(a.key, b.key) })
	if slices.EqualFunc(want, have, func(k int64, f filedKey) bool { return k == f.key && c.Category == f.category }) {
		return nil
	}
	if err := q.send(`DELETE FROM fingerprints WHERE complaint = $1`, c.ID); err != nil {
		return err
	}
	for _, key := range want {
		err := q.send(`INSERT INTO fingerprints (key, category, filed_at, complaint, object) VALUES ($1, $2, $3, $4, $5)`,
			key, clean(c.Category), micros(c.FiledAt), c.ID, clean(c.About()))
		if err != nil {
			return err
		}
	}
	return nil
}

type filedKey struct {
	key      int64
	category string
}

func scanKey(row scanner) (f filedKey, err error) {
	err = row.Scan(&f.key, &f.category)
	return f, err
}

// keysOf are the keys as the database has them, each once.
func keysOf(c *complaint.Complaint) []int64 {
	var keys []int64
	for _, k := range c.Keys[:min(len(c.Keys), mostKeys)] {
		if !slices.Contains(keys, int64(k)) {
			keys = append(keys, int64(k))
		}
	}
	return keys
}

// alike finds complaints of the same category that share keys with c, those that share most
// first and the newest first among these. What it costs depends on its bounds alone.
func alike(q *conn, c *complaint.Complaint, since time.Time) ([]complaint.Complaint, error) {
	shared := map[string]int{}
	var order []string
	for _, key := range keysOf(c) {
		found, err := collect(q, scanText, `
			SELECT complaint FROM fingerprints WHERE key = $1 AND category = $2 AND filed_at >= $3
			ORDER BY filed_at DESC, complaint DESC LIMIT CAST($4 AS BIGINT)`, key, clean(c.Category), micros(since), keyReach)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if shared[id]++; shared[id] == 1 && id != c.ID {
				order = append(order, id)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(shared[b], shared[a]) })
	return bodies(q, order[:min(len(order), mostAlike)])
}

// bodies reads complaints by id, without their clocks.
func bodies(q *conn, ids []string) ([]complaint.Complaint, error) {
	var all []complaint.Complaint
	for _, id := range ids {
		one, err := collect(q, scanComplaint, `SELECT body FROM complaints WHERE id = $1`, id)
		if err != nil {
			return nil, err
		}
		all = append(all, one...)
	}
	return all, nil
}

func scanText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}

// resembling answers Want.Similar: by shared keys, and about the same object.
func resembling(q *conn, c *complaint.Complaint, now time.Time) ([]flows.Similar, error) {
	since := now.Add(-similarDays)
	found, err := alike(q, c, since)
	if err != nil {
		return nil, err
	}
	if about := clean(c.About()); about != "" {
		same, err := collect(q, scanComplaint, `
			SELECT body FROM complaints
			WHERE about = $1 AND about <> '' AND number IS NOT NULL AND filed_at >= $2
			ORDER BY filed_at DESC LIMIT CAST($3 AS BIGINT)`, about, micros(since), keyReach)
		if err != nil {
			return nil, err
		}
		found = append(found, same...)
	}
	var out []flows.Similar
	seen := map[string]bool{c.ID: true}
	for _, o := range found {
		if !seen[o.ID] {
			seen[o.ID] = true
			out = append(out, flows.Similar{Complaint: o})
		}
	}
	return out, nil
}

// cases are the complaints of lines, with how they ended.
func cases(q *conn, lines []complaint.Line) ([]complaint.Complaint, error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	return bodies(q, ids)
}

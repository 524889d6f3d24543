package sqlstore

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"redress/flows/complaint"
)

// BenchmarkAlike looks up one complaint's keys among many of the same category: what it costs
// must not grow with them.
func BenchmarkAlike(b *testing.B) {
	const keys = 20
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint("rows=", rows), func(b *testing.B) {
			db := openFile(b, b.TempDir())
			defer db.Close()
			c := &complaint.Complaint{ID: "q", Category: "taste"}
			r := rand.New(rand.NewPCG(1, 2))
			key := func() int64 { return int64(r.IntN(max(keys, rows/200))) } // each shared by two hundred or more
			for k := range keys {
				c.Keys = append(c.Keys, uint64(k))
			}
			must(b, db.write(b.Context(), func(q *conn) error {
				if _, err := q.exec(`PRAGMA defer_foreign_keys = 1`); err != nil {
					return err
				}
				return fillKeys(q, rows, keys, key)
			}))
			b.ResetTimer()
			for range b.N {
				must(b, db.look(b.Context(), func(q *conn) error {
					_, err := alike(q, c, benchNow.AddDate(0, 0, -90))
					return err
				}))
			}
		})
	}
}

func fillKeys(q *conn, rows, keys int, key func() int64) error {
	for n := range rows / keys {
		id := fmt.Sprint("c", n)
		c := &complaint.Complaint{ID: id, Number: fmt.Sprintf("2026-%07d", n+1), Status: complaint.Filed, Kind: complaint.KindComplaint,
			Category: "taste", Summary: "The kettle leaks", CreatedAt: benchNow, FiledAt: benchNow, UpdatedAt: benchNow}
		if err := saveComplaint(q, c); err != nil {
			return err
		}
		for range keys {
			_, err := q.exec(`INSERT INTO fingerprints (key, category, filed_at, complaint, object) VALUES ($1, 'taste', $2, $3, '')
				ON CONFLICT DO NOTHING`, key(), micros(benchNow)+int64(n), id)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

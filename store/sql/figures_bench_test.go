package sqlstore

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// BenchmarkDigest counts everything a digest is written from, at a thousand complaints a day,
// over ten days, a hundred and a thousand: it should cost the same, but for the first, which is
// younger than what a digest looks back at. MB is the memory in use beyond what it was before,
// at the most. With REDRESS_BENCH_DIR set, the databases are kept there and used again.
func BenchmarkDigest(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint("complaints=", n), func(b *testing.B) {
			db, now := digestRecords(b, n)
			defer db.Close()
			zone := time.FixedZone("", 8*3600)
			midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
			period := flows.Period{From: midnight.AddDate(0, 0, -1), To: midnight, CutOff: midnight.Add(8 * time.Hour), Daily: true}
			memory := mostMemory()
			b.ResetTimer()
			for range b.N {
				a, err := db.Accounts(b.Context(), period)
				if err != nil {
					b.Fatal(err)
				}
				if a.Figures.Received < 900 || a.Figures.Open < 1000 || a.Figures.Overdue == 0 || len(a.Figures.Ratings) < 50 {
					b.Fatalf("figures: %+v", a.Figures.Flow)
				}
			}
			b.StopTimer()
			b.ReportMetric(memory(), "MB")
		})
	}
}

// digestRecords opens records of n complaints, a thousand a day until now.
func digestRecords(b *testing.B, n int) (*DB, time.Time) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	dir := os.Getenv("REDRESS_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	file := filepath.Join(dir, fmt.Sprintf("digest-%d.db", n))
	_, err := os.Stat(file)
	db, openErr := Open(b.Context(), "sqlite:"+file, slog.New(slog.DiscardHandler))
	if openErr != nil {
		b.Fatal(openErr)
	}
	if err == nil {
		return db, now
	}
	const at = 5000
	for done := 0; done < n; done += at {
		must(b, db.write(b.Context(), func(q *conn) error {
			for i := done; i < min(done+at, n); i++ {
				if err := fileCase(q, i, n, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return db, now
}

// fileCase keeps the i-th of n complaints with what belongs to it: most were closed within
// days, one in a hundred is open still, every fifth was rated.
func fileCase(q *conn, i, n int, now time.Time) error {
	filed := now.Add(-time.Duration(n-i) * (24 * time.Hour / 1000)) // a million days would not fit
	id := fmt.Sprintf("c%08d", i)
	c := &complaint.Complaint{
		ID: id, Number: fmt.Sprintf("2026-%07d", i+1), Status: complaint.Claimed, Kind: complaint.KindComplaint, Customer: int64(1000 + i%400_000),
		Owner: int64(21 + i%30), OwnerName: "Li", Category: []string{"delivery", "billing", "quality", "staff", "noise", "leaks"}[i*7%6],
		Severity: complaint.Severity(2 + i%3), Summary: "The parcel came two days late and nobody answered the phone when I called.",
		Fields: map[string]string{"what": "parcel late", "site": fmt.Sprint("depot ", i%5000)}, SummaryBy: "local",
		Policy: "generic", PolicyVersion: "1", CreatedAt: filed, FiledAt: filed, RepliedAt: filed.Add(time.Duration(5+i%300) * time.Minute),
	}
	c.UpdatedAt = c.RepliedAt
	c.Clocks = []complaint.Clock{{Rule: "first_contact", Started: filed, Due: filed.Add(4 * time.Hour), Met: c.RepliedAt, Breached: i%300 > 235},
		{Rule: "solve", Started: filed, Due: filed.AddDate(0, 0, 7)}}
	entries := []complaint.Entry{{Complaint: id, At: filed, Role: "customer", Action: complaint.Submit}, {Complaint: id, At: filed.Add(time.Minute), Actor: c.Owner, Role: "staff", Action: complaint.Claim}}
	closed := filed.Add(time.Duration(1+i%100) * time.Hour)
	if i%100 != 0 && closed.Before(now) {
		c.Status, c.Outcome, c.ClosedAt, c.ResolvedAt, c.UpdatedAt = complaint.Closed, "resolved", closed, closed, closed
		c.Clocks[1].Met = closed
		entries = append(entries, complaint.Entry{Complaint: id, At: closed, Role: "customer", Action: complaint.Confirm})
	}
	if err := saveComplaint(q, c); err != nil {
		return err
	}
	for _, e := range entries {
		if err := appendEntry(q, e); err != nil {
			return err
		}
	}
	for k, m := range []complaint.Message{{Direction: complaint.In, At: filed}, {Direction: complaint.Out, At: c.RepliedAt, Delivery: complaint.Sent}} {
		m.ID, m.Complaint, m.Text = fmt.Sprintf("%d:%d", i, k), id, "We are looking at it."
		if err := saveMessage(q, m); err != nil {
			return err
		}
	}
	if c.ClosedAt.IsZero() || i%5 != 0 {
		return nil
	}
	r := complaint.Rating{Complaint: id, Customer: c.Customer, Result: 1 + i/5%5, First: 1 + i/5%5, Service: 4, At: closed, UpdatedAt: closed}
	if err := saveRating(q, r); err != nil {
		return err
	}
	return saveScore(q, r)
}

// mostMemory notes the memory in use every few milliseconds and gives the most it grew by, in
// megabytes.
func mostMemory() func() float64 {
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Sys - m.HeapReleased
	}
	runtime.GC()
	before, most, stop, ended := inUse(), uint64(0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, inUse())
			case <-stop:
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-ended
		return float64(max(most, before)-before) / (1 << 20)
	}
}

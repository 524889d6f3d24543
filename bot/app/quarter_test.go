package app

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// TestAQuarterOfComplaints lets a fortnight pass, with the end of summer time, a restart a day and
// two days in which nothing runs; with the race detector fewer complaints. QUARTER_COMPLAINTS=n lets the whole quarter pass, with n
// complaints a day.
func TestAQuarterOfComplaints(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const seed = 20260901
	from, days, complaintsADay := time.Date(2026, 10, 19, 0, 0, 0, 0, zone), 14, 20
	if racing {
		complaintsADay = 5
	}
	if n, err := strconv.Atoi(os.Getenv("QUARTER_COMPLAINTS")); err == nil {
		from, days, complaintsADay = time.Date(2026, 9, 1, 0, 0, 0, 0, zone), 91, n
	}
	q := newQuarter(t, seed, from, from.AddDate(0, 0, days))
	for d := range days - 1 {
		q.invent(from.AddDate(0, 0, d), complaintsADay, 70*days)
		q.crashes = append(q.crashes, from.AddDate(0, 0, d).Add(time.Duration(q.r.IntN(24*60))*time.Minute).UTC())
	}
	down := from.AddDate(0, 0, days/2).Add(time.Duration(q.r.IntN(24*60)) * time.Minute).UTC()
	q.outage = [2]time.Time{down, down.Add(48 * time.Hour)}
	began := time.Now()
	q.live()
	lived := time.Since(began)
	q.holds()
	t.Logf("%d days in %v, checked in %v: %d complaints, %d events of people, %d sent, %d timers, %d limits with %d breaches, %d surveys, %d digests, %d reports",
		days, lived, time.Since(began)-lived, q.numbered, q.events, len(q.sent), len(q.fired), q.limits, q.breaches, q.surveys, q.counted, q.regular)
	q.stop()
}

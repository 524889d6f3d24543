package app

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	sqlstore "redress/store/sql"
)

// BenchmarkRegrade is the nightly sweep over open complaints on SQLite, of which one in a
// hundred has just been open for a week. MB is the memory in use beyond what it was before,
// at the most.
func BenchmarkRegrade(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint("open=", n), func(b *testing.B) { benchmarkRegrade(b, n) })
	}
}

func benchmarkRegrade(b *testing.B, n int) {
	db, err := sqlstore.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "redress.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	p, err := policy.Pack("property-developer")
	if err != nil {
		b.Fatal(err)
	}
	desk := &flows.Desk{Policy: p}
	now := time.Date(2026, 11, 30, 16, 5, 0, 0, time.UTC)
	fillOpen(b, db, p, n, now)
	var changed atomic.Int64
	memory := watchMemory()
	b.ResetTimer()
	for i := range b.N {
		err := regrade(b.Context(), db, desk, now.Add(time.Duration(i)*time.Microsecond), func(fresh []complaint.Event) { changed.Add(int64(len(fresh))) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(memory())/(1<<20), "MB")
	if got := changed.Load(); got < int64(n/200) {
		b.Errorf("%d of %d complaints were to be looked at again", got, n)
	}
}

// fillOpen files n complaints: one in a hundred eight days ago, the others yesterday.
func fillOpen(b *testing.B, db *sqlstore.DB, p *policy.Policy, n int, now time.Time) {
	const at = 2000
	for done := 0; done < n; done += at {
		var res flows.Result
		for i := done; i < min(done+at, n); i++ {
			res.Complaints = append(res.Complaints, openComplaint(i, p, now))
		}
		fresh, err := db.Accept(b.Context(), []complaint.Event{{Source: fmt.Sprint("fill:", done), Kind: complaint.Tick, At: now, Timer: &complaint.Timer{Name: "fill"}}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := db.Do(b.Context(), fresh[0], flows.Want{}, now, func(flows.State) (flows.Result, error) { return res, nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func openComplaint(i int, p *policy.Policy, now time.Time) *complaint.Complaint {
	filed := now.Add(-20 * time.Hour)
	if i%100 == 0 {
		filed = now.Add(-8 * 24 * time.Hour)
	}
	return &complaint.Complaint{
		ID: fmt.Sprintf("c%09d", i), Number: fmt.Sprintf("2026-%07d", i+1), Status: complaint.Claimed, Kind: complaint.KindComplaint,
		Customer: int64(i + 1), Language: "zh-Hans", Category: "construction", Severity: complaint.P4, SeverityRule: "VK-S4", Owner: 21, OwnerName: "Li",
		Summary: "The ceiling of our living room has been leaking since the rain of last week, and nobody has come to look at it although we called twice.",
		Fields:  map[string]string{"what": "leak", "site": fmt.Sprintf("Building %d, flat %d", i%40, i%900), "wish": "repair"},
		Facts:   []complaint.Fact{{Name: complaint.FactMoney, Words: "200 euros"}},
		Policy:  p.Name, PolicyVersion: p.Version, CreatedAt: filed, FiledAt: filed, RepliedAt: filed.Add(time.Hour), UpdatedAt: filed,
	}
}

// watchMemory notes the memory in use every few milliseconds and gives the most it grew by.
func watchMemory() func() uint64 {
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Sys - m.HeapReleased
	}
	runtime.GC()
	before, most, stop, ended := inUse(), uint64(0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			select {
			case <-tick.C:
				most = max(most, inUse())
			case <-stop:
				tick.Stop()
				return
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-ended
		return max(most, before) - before
	}
}

package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// lived fills a database with what a few customers leave behind.
func lived(t testing.TB, url string, customers int64) {
	t.Helper()
	db := openURL(t, url)
	defer db.Close()
	must(t, db.Bootstrap(t.Context(), Seed{SetupKey: "hash", Staff: []complaint.Staff{{ID: 7, Name: "Kim", Role: complaint.RoleOwner}}}))
	for n := int64(1); n <= customers; n++ {
		fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)})
		must(t, err)
		_, err = db.Do(t.Context(), fresh[0], flows.Want{Customer: fresh[0].Chat.ID}, benchNow, func(st flows.State) (flows.Result, error) {
			return another(fresh[0], st), nil
		})
		must(t, err)
	}
	_, err := db.Accept(t.Context(), []complaint.Event{said(customers + 1)})
	must(t, err)
	if _, err := db.Lease(t.Context(), benchNow, benchNow.Add(time.Hour), 2); err != nil {
		t.Fatal(err)
	}
}

func TestCopyThereAndBack(t *testing.T) {
	t.Parallel()
	const customers = 40
	first, middle, last := "sqlite:"+t.TempDir()+"/a.db", servers.Database(t), "sqlite:"+t.TempDir()+"/b.db"
	lived(t, first, customers)
	tallies := [2]map[string]Copied{{}, {}}
	for i, way := range [][2]string{{first, middle}, {middle, last}} {
		must(t, Copy(t.Context(), way[0], way[1], func(c Copied) { tallies[i][c.Table] = c }))
	}
	if !reflect.DeepEqual(tallies[0], tallies[1]) || tallies[0]["complaints"].Rows != customers || !tallies[0]["history"].Done || tallies[0]["counters"].Rows < 3 {
		t.Errorf("there %v\nback %v", tallies[0], tallies[1])
	}
	for _, url := range []string{middle, last} {
		db := openURL(t, url)
		defer db.Close()
		must(t, db.Reclaim(t.Context(), benchNow))
		if events, err := db.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 1 {
			t.Errorf("%d events, %v", len(events), err)
		}
		if parcels, err := db.Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 1000); err != nil || len(parcels) != customers {
			t.Errorf("%d parcels, %v", len(parcels), err)
		}
		if broken, _, err := db.VerifyHistory(t.Context(), "", 1000); err != nil || len(broken) > 0 {
			t.Errorf("history broken: %v, %v", broken, err)
		}
		if ev := do(t, db, customers+2, flows.Result{}); ev.ID <= customers {
			t.Errorf("ids begin again at %d", ev.ID)
		}
	}
}

func TestCopyRefuses(t *testing.T) {
	t.Parallel()
	full, busy, empty := "sqlite:"+t.TempDir()+"/a.db", servers.Database(t), "sqlite:"+t.TempDir()+"/b.db"
	lived(t, full, 1)
	db := openURL(t, busy)
	defer db.Close()
	must(t, db.Ping(t.Context()))
	for want, way := range map[string][2]string{
		"not empty": {empty, full}, "stop them first": {busy, empty}, "the same database": {full, full}, "not understood": {full, "mysql://x:secret@h/d"},
	} {
		err := Copy(t.Context(), way[0], way[1], func(Copied) {})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// An abort in the middle leaves a target that can be used for another try.
func TestCopyAborted(t *testing.T) {
	t.Parallel()
	from, to := "sqlite:"+t.TempDir()+"/a.db", servers.Database(t)
	lived(t, from, 20)
	ctx, cancel := context.WithCancel(t.Context())
	err := Copy(ctx, from, to, func(c Copied) {
		if c.Table == "messages" {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	must(t, Copy(t.Context(), from, to, func(Copied) {}))
	db := openURL(t, to)
	defer db.Close()
	if n := len(texts(t, db, `SELECT id FROM complaints`)); n != 20 {
		t.Errorf("%d complaints", n)
	}
}

// BenchmarkCopy moves b.N customers' records, a dozen rows each.
func BenchmarkCopy(b *testing.B) {
	from := "sqlite:" + b.TempDir() + "/a.db"
	lived(b, from, int64(max(b.N, 2)))
	for name, to := range map[string]string{"postgres": servers.Database(b), "sqlite": "sqlite:" + b.TempDir() + "/b.db"} {
		began, rows := time.Now(), int64(0)
		must(b, Copy(b.Context(), from, to, func(c Copied) {
			if c.Done {
				rows += c.Rows
			}
		}))
		b.ReportMetric(float64(rows)/time.Since(began).Seconds(), fmt.Sprint(name, "-rows/s"))
	}
}

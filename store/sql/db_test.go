package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

func opened(t *testing.T, options ...Option) *DB {
	t.Helper()
	db := openFile(t, t.TempDir(), options...)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// do commits a result for a new event.
func do(t *testing.T, db *DB, n int64, res flows.Result) complaint.Event {
	t.Helper()
	fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(t.Context(), fresh[0], flows.Want{}, benchNow, func(flows.State) (flows.Result, error) { return res, nil }); err != nil {
		t.Fatal(err)
	}
	return fresh[0]
}

func TestOpenRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "sqlite:", "redress.db", "mysql://user:secret@host/db"} {
		_, err := Open(t.Context(), url, quiet(t))
		if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "sqlite:<file>") {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/missing/redress.db", quiet(t)); err == nil {
		t.Error("a folder that is not there was accepted")
	}
}

func TestMemoryIsGoneAfterClose(t *testing.T) {
	t.Parallel()
	for range 2 {
		db, err := Open(t.Context(), "sqlite::memory:", quiet(t))
		if err != nil {
			t.Fatal(err)
		}
		do(t, db, 1, flows.Result{})
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSeveralProcessesOpenAtOnce(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	var wait sync.WaitGroup
	for n := range int64(4) {
		wait.Go(func() {
			db := openFile(t, home)
			defer db.Close()
			if _, err := db.Accept(t.Context(), []complaint.Event{said(n)}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	db := openFile(t, home)
	defer db.Close()
	if events, err := db.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 4 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestClosedAnswersSo(t *testing.T) {
	t.Parallel()
	db := opened(t)
	if err := db.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if err := db.Ping(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if _, err := db.Load(t.Context(), flows.Want{}, benchNow); err == nil {
		t.Error("reading still works")
	}
}

func TestCancelledCallerChangesNothing(t *testing.T) {
	t.Parallel()
	db := opened(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Accept(ctx, []complaint.Event{said(1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if events, err := db.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 0 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestFullDiskIsAnErrorAndNothingHalf(t *testing.T) {
	t.Parallel()
	db := opened(t)
	limit := func(pages int) {
		t.Helper()
		err := db.write(t.Context(), func(q *conn) error {
			var got int
			_, err := q.row(fmt.Sprintf("PRAGMA max_page_count = %d", pages), nil, &got)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(150)
	accepted := make([]bool, 60)
	var wait sync.WaitGroup
	for i := range accepted {
		wait.Go(func() {
			ev := said(int64(i))
			ev.Message.Text = strings.Repeat("x", 20_000)
			_, err := db.Accept(t.Context(), []complaint.Event{ev})
			accepted[i] = err == nil
		})
	}
	wait.Wait()
	limit(1 << 30)
	refused := 0
	for i, ok := range accepted {
		fresh, err := db.Accept(t.Context(), []complaint.Event{said(int64(i))})
		if err != nil || (len(fresh) == 0) != ok {
			t.Errorf("event %d: accepted %v, but %d new now, %v", i, ok, len(fresh), err)
		}
		if !ok {
			refused++
		}
	}
	if refused == 0 {
		t.Error("the disk never was full")
	}
}

func TestArrivalsAreTold(t *testing.T) {
	t.Parallel()
	var told []complaint.Event
	db := opened(t, WithArrivals(func(events []complaint.Event) { told = append(told, events...) }))
	for range 2 {
		if _, err := db.ClaimTick(t.Context(), "digest", benchNow, complaint.Event{Kind: complaint.Tick}); err != nil {
			t.Fatal(err)
		}
	}
	do(t, db, 1, flows.Result{Outbox: []complaint.Outbound{{Key: "a", Op: complaint.Say, Chat: 5}}})
	parcels, err := db.Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 5)
	if err != nil || len(parcels) != 1 {
		t.Fatalf("%d parcels, %v", len(parcels), err)
	}
	blocked := complaint.Settled{Parcel: parcels[0], Outcome: complaint.Outcome{State: complaint.BlockedBy}}
	if err := db.Settle(t.Context(), benchNow, []complaint.Settled{blocked}); err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || told[0].Kind != complaint.Tick || told[0].ID == 0 || told[1].Kind != complaint.Delivered || told[1].From.ID != 5 {
		t.Errorf("told %+v", told)
	}
}

func TestBacklog(t *testing.T) {
	t.Parallel()
	db := opened(t)
	do(t, db, 1, flows.Result{Outbox: []complaint.Outbound{
		{Key: "a", Op: complaint.Say, Desk: complaint.StaffDesk}, {Key: "b", Op: complaint.Say, Desk: complaint.StaffDesk}, {Key: "c", Op: complaint.Say, Chat: 5}}})
	if err := db.Quarantine(t.Context(), "tg:x", []byte("{"), "odd"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Accept(t.Context(), []complaint.Event{said(2)}); err != nil {
		t.Fatal(err)
	}
	b, err := db.Backlog(t.Context())
	if err != nil || b.Events != 1 || b.Parked != 1 || len(b.Queues) != 2 {
		t.Fatalf("backlog %+v, %v", b, err)
	}
	for _, q := range b.Queues {
		if want := map[complaint.Desk]int{complaint.StaffDesk: 2, "": 1}[q.Desk]; q.Waiting != want || !q.Oldest.Equal(benchNow) {
			t.Errorf("queue %+v", q)
		}
	}
}

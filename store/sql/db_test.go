package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"reflect"
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

func orgOf(t *testing.T, db *DB) flows.Org {
	t.Helper()
	st, err := db.Load(t.Context(), flows.Want{}, benchNow)
	if err != nil {
		t.Fatal(err)
	}
	return st.Org
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

func TestTamperedHistoryIsNoticed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"a changed word":     `UPDATE history SET detail = 'staff' WHERE complaint = 'c1' AND n = 2`,
		"a changed time":     `UPDATE history SET at = at + 1 WHERE complaint = 'c1' AND n = 1`,
		"a changed standing": `UPDATE history SET status = 'closed' WHERE complaint = 'c1' AND n = 3`,
		"a line cut out":     `DELETE FROM history WHERE complaint = 'c1' AND n = 2`,
		"a line cut off":     `DELETE FROM history WHERE complaint = 'c1' AND n = 3`,
		"all cut off":        `DELETE FROM history WHERE complaint = 'c1'`,
		"a line put in": `INSERT INTO history (complaint, n, at, actor, role, action, detail, status, severity, owner, hash)
			SELECT complaint, 4, at, actor, role, action, detail, status, severity, owner, hash FROM history WHERE complaint = 'c1' AND n = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := opened(t)
			for n, id := range []string{"c0", "c1", "c2"} {
				entry := complaint.Entry{Complaint: id, At: benchNow, Action: complaint.Submit, Detail: "rule"}
				do(t, db, int64(n), flows.Result{
					Complaints: []*complaint.Complaint{{ID: id, Number: "2026-000" + id, Status: complaint.Filed}},
					History:    []complaint.Entry{entry, entry, entry},
				})
			}
			if broken, _, err := db.VerifyHistory(t.Context(), "", 100); err != nil || len(broken) != 0 {
				t.Fatalf("broken before: %v, %v", broken, err)
			}
			if err := db.write(t.Context(), func(q *conn) error { _, err := q.exec(change); return err }); err != nil {
				t.Fatal(err)
			}
			var broken []string
			for last, pages := "", 0; pages == 0 || last != ""; pages++ {
				page, next, err := db.VerifyHistory(t.Context(), last, 1)
				if err != nil {
					t.Fatal(err)
				}
				broken, last = append(broken, page...), next
			}
			if !reflect.DeepEqual(broken, []string{"c1"}) {
				t.Errorf("broken: %v", broken)
			}
		})
	}
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	db := opened(t)
	seed := func(s Seed) {
		t.Helper()
		if err := db.Bootstrap(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	seed(Seed{SetupKey: "hash", Staff: []complaint.Staff{{ID: 1, Name: "Olga", Role: complaint.RoleOwner}}})
	staff := complaint.Binding{Desk: complaint.StaffDesk, Chat: -5, Forum: true, Title: "Staff", Language: "zh"}
	do(t, db, 1, flows.Result{Bindings: []complaint.Binding{staff}, UsedSetup: true,
		Staff: []complaint.Staff{{ID: 2, Name: "Kim", Role: complaint.RoleStaff}}})
	seed(Seed{})
	want := flows.Org{Staff: staff, People: []complaint.Staff{{ID: 1, Name: "Olga", Role: complaint.RoleOwner}, {ID: 2, Name: "Kim", Role: complaint.RoleStaff}}}
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("what the environment does not name: %+v", got)
	}
	do(t, db, 2, flows.Result{Migrated: &flows.Migration{From: -5, To: -100}})
	seed(Seed{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: -5}}, Staff: []complaint.Staff{{ID: 2, Role: complaint.RoleSupervisor}}})
	want.Staff.Chat, want.People[1].Role = -100, complaint.RoleSupervisor
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("a chat that has moved: %+v", got)
	}
	seed(Seed{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: -6}}, SetupKey: "new"})
	want.Staff, want.SetupKey = complaint.Binding{Desk: complaint.StaffDesk, Chat: -6}, "new"
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("another chat: %+v", got)
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

// cache is a SessionCache in memory.
type cache struct {
	mu     sync.Mutex
	kept   map[int64]complaint.Session
	broken bool
}

func (c *cache) Get(_ context.Context, chat int64) (complaint.Session, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.kept[chat]
	return s, ok, nil
}

func (c *cache) Put(_ context.Context, s complaint.Session) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return errors.New("out of order")
	}
	c.kept[s.Chat] = s
	return nil
}

func TestCachedSessionServesOnlyWhileItIsTheNewest(t *testing.T) {
	t.Parallel()
	c := &cache{kept: map[int64]complaint.Session{}}
	db := opened(t, WithSessionCache(c))
	load := func() complaint.Session {
		t.Helper()
		st, err := db.Load(t.Context(), flows.Want{Customer: 5}, benchNow)
		if err != nil {
			t.Fatal(err)
		}
		return st.Session
	}
	ev := do(t, db, 1, flows.Result{Session: &complaint.Session{Chat: 5, Language: "en"}})
	if s := c.kept[5]; s.LastEvent != ev.ID || s.Language != "en" {
		t.Fatalf("cached %+v", s)
	}
	c.kept[5] = complaint.Session{Chat: 5, Language: "cached", LastEvent: ev.ID}
	if got := load().Language; got != "cached" {
		t.Errorf("the newest copy was not used, but %q", got)
	}
	delete(c.kept, 5) // flushed
	if got := load().Language; got != "en" {
		t.Errorf("after a flush: %q", got)
	}
	c.broken = true // now it keeps what is old
	c.kept[5] = complaint.Session{Chat: 5, Language: "cached", LastEvent: ev.ID}
	do(t, db, 2, flows.Result{Session: &complaint.Session{Chat: 5, Language: "zh"}})
	if got := load().Language; got != "zh" {
		t.Errorf("an old copy was used: %q", got)
	}
}

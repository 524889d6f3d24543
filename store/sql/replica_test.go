package sqlstore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// pair opens two replicas on one database.
func pair(t *testing.T) [2]*DB {
	t.Helper()
	url := servers.Database(t)
	dbs := [2]*DB{openURL(t, url, WithName("a")), openURL(t, url, WithName("b"))}
	t.Cleanup(func() { _, _ = dbs[0].Close(), dbs[1].Close() })
	return dbs
}

func TestReplicasStartAtOnceAndBringTheTablesUpToDateOnce(t *testing.T) {
	t.Parallel()
	url := servers.Database(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() { must(t, openURL(t, url).Close()) })
	}
	wait.Wait()
	db := openURL(t, url)
	defer db.Close()
	twice := texts(t, db, `SELECT CAST(version_id AS TEXT) FROM goose_db_version GROUP BY version_id HAVING COUNT(*) <> 1`)
	if n := len(texts(t, db, `SELECT CAST(version_id AS TEXT) FROM goose_db_version`)); n < 5 || len(twice) > 0 {
		t.Errorf("%d versions, applied more than once: %v", n, twice)
	}
}

// texts reads one column.
func texts(t testing.TB, db *DB, query string, args ...any) (found []string) {
	t.Helper()
	err := db.look(t.Context(), func(q *conn) (err error) {
		found, err = collect(q, scanText, query, args...)
		return err
	})
	must(t, err)
	return found
}

// Events of few customers arrive at both replicas, and both deal with whatever they please.
func TestReplicasKeepOrderAndCountTogether(t *testing.T) {
	t.Parallel()
	const callers, each, customers = 8, 60, 12
	dbs := pair(t)
	var wait sync.WaitGroup
	for i := range len(dbs) * callers {
		wait.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for n := range each {
				customer := int64(1 + r.IntN(customers))
				ev := said(int64(i*each+n)*5000 + customer - 1)
				fresh, err := dbs[i%2].Accept(t.Context(), []complaint.Event{ev})
				if err != nil || len(fresh) != 1 || fresh[0].Chat.ID != customer {
					t.Errorf("accepted %d, %v", len(fresh), err)
					return
				}
				if err := files(t, dbs[r.IntN(2)], fresh[0]); err != nil {
					t.Errorf("event %d: %v", fresh[0].ID, err)
				}
			}
		})
	}
	wait.Wait()
	const total = len(dbs) * callers * each
	numbers := texts(t, dbs[0], `SELECT number FROM complaints ORDER BY number`)
	if len(numbers) != total || numbers[0] != "2026-0001" || numbers[total-1] != fmt.Sprintf("2026-%04d", total) {
		t.Errorf("%d numbers, want 1 to %d", len(numbers), total)
	}
	for customer := 1; customer <= customers; customer++ {
		lane := texts(t, dbs[1], `SELECT key FROM outbox WHERE chat = $1 ORDER BY id`, customer)
		if !slices.IsSorted(lane) {
			t.Errorf("customer %d is answered in the order %v", customer, lane)
		}
	}
	if got := delivered(t, dbs); got != total {
		t.Errorf("%d parcels delivered, want %d", got, total)
	}
	if got := fired(t, dbs); got != total {
		t.Errorf("%d timers fired, want %d", got, total)
	}
}

// files deals with an event, as soon as its turn has come: a complaint, an answer and a timer.
func files(t *testing.T, db *DB, ev complaint.Event) error {
	for {
		_, err := db.Do(t.Context(), ev, flows.Want{}, benchNow, func(st flows.State) (flows.Result, error) {
			return flows.Result{
				Complaints: []*complaint.Complaint{{ID: fmt.Sprint("c", ev.ID), Number: fmt.Sprintf("2026-%04d", st.Number), Status: complaint.Filed, FiledAt: benchNow}},
				Outbox:     []complaint.Outbound{{Key: fmt.Sprintf("%09d", ev.ID), Op: complaint.Say, Chat: ev.Chat.ID}},
				Timers:     []complaint.Timer{{Key: fmt.Sprint(ev.ID), At: benchNow}},
			}, nil
		})
		if complaint.CodeOf(err) != complaint.Early {
			return err
		}
		pause(t.Context(), 5*time.Millisecond)
	}
}

// delivered lets both replicas lease and settle until nothing waits, and counts.
func delivered(t *testing.T, dbs [2]*DB) int {
	var wait sync.WaitGroup
	var mu sync.Mutex
	seen := map[int64]int{}
	for _, db := range []*DB{dbs[0], dbs[1], dbs[0], dbs[1]} {
		wait.Go(func() {
			for next := benchNow; !next.IsZero() && t.Context().Err() == nil; {
				parcels, err := db.Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 7)
				if err != nil {
					t.Error(err)
					return
				}
				results := []complaint.Settled{}
				mu.Lock()
				for _, p := range parcels {
					seen[p.ID]++
					results = append(results, complaint.Settled{Parcel: p, Outcome: complaint.Outcome{State: complaint.Sent, Messages: []int64{p.ID}}})
				}
				mu.Unlock()
				if err := db.Settle(t.Context(), benchNow, results); err != nil {
					t.Error(err)
					return
				}
				if next, err = db.NextDue(t.Context()); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("parcel %d was leased %d times", id, n)
		}
	}
	return len(seen)
}

func fired(t *testing.T, dbs [2]*DB) int {
	var wait sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for _, db := range []*DB{dbs[0], dbs[1], dbs[0], dbs[1]} {
		wait.Go(func() {
			for {
				events, _, err := db.FireDue(t.Context(), benchNow, 20)
				if err != nil || len(events) == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				for _, ev := range events {
					if seen[ev.Source] {
						t.Errorf("%s fired twice", ev.Source)
					}
					seen[ev.Source] = true
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return len(seen)
}

func TestLivingReplicaIsNotRobbed(t *testing.T) {
	t.Parallel()
	dbs := pair(t)
	a, b := dbs[0], dbs[1]
	do(t, a, 1, flows.Result{Outbox: []complaint.Outbound{{Key: "k", Op: complaint.Say, Chat: 5}}})
	fresh, err := a.Accept(t.Context(), []complaint.Event{said(2)})
	must(t, err)
	held, err := a.Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 5)
	if err != nil || len(held) != 1 {
		t.Fatalf("leased %d, %v", len(held), err)
	}
	must(t, b.Reclaim(t.Context(), benchNow))
	if taken, err := b.Rescue(t.Context(), benchNow); taken || err != nil {
		t.Errorf("taken %v, %v", taken, err)
	}
	if events, err := b.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 0 {
		t.Errorf("b has %d events, %v", len(events), err)
	}
	if events, err := a.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 1 || events[0].ID != fresh[0].ID {
		t.Errorf("a has %d events, %v", len(events), err)
	}
	must(t, a.Close())
	if taken, err := b.Rescue(t.Context(), benchNow); !taken || err != nil {
		t.Errorf("what was left behind is taken over: %v, %v", taken, err)
	}
	if events, err := b.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 1 {
		t.Errorf("b has %d events, %v", len(events), err)
	}
	if parcels, err := b.Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 5); err != nil || len(parcels) != 1 || parcels[0].ID != held[0].ID {
		t.Errorf("b leases %d, %v", len(parcels), err)
	}
}

// A replica that comes back late says what it knows: what was sent is sent; what was not stays
// with whoever has it now.
func TestLateSettlementLeavesTheNewLeaseAlone(t *testing.T) {
	t.Parallel()
	dbs := pair(t)
	do(t, dbs[0], 1, flows.Result{Outbox: []complaint.Outbound{{Key: "k", Op: complaint.Say, Chat: 5}}})
	held, err := dbs[0].Lease(t.Context(), benchNow, benchNow.Add(time.Minute), 5)
	must(t, err)
	later := benchNow.Add(time.Minute)
	again, err := dbs[1].Lease(t.Context(), later, later.Add(time.Minute), 5)
	if err != nil || len(held) != 1 || len(again) != 1 {
		t.Fatalf("leased %d, then %d, %v", len(held), len(again), err)
	}
	settle := func(state complaint.Delivery) {
		t.Helper()
		must(t, dbs[0].Settle(t.Context(), later, []complaint.Settled{{Parcel: held[0], Outcome: complaint.Outcome{State: state.State, RetryAt: later}}}))
	}
	settle(complaint.Delivery{State: complaint.Retrying})
	settle(complaint.Delivery{State: complaint.Pending})
	if third, err := dbs[0].Lease(t.Context(), later, later.Add(time.Minute), 5); err != nil || len(third) != 0 {
		t.Errorf("leased a third time: %d, %v", len(third), err)
	}
	settle(complaint.Delivery{State: complaint.Sent})
	if next, err := dbs[1].NextDue(t.Context()); err != nil || !next.IsZero() {
		t.Errorf("still due at %v, %v", next, err)
	}
}

func TestKilledReplicaIsTakenOver(t *testing.T) {
	t.Parallel()
	url := servers.Database(t)
	db := openURL(t, url, WithName("heir"))
	defer db.Close()
	accepted, done := killAfter(t, url, 60)
	for limit := time.Now().Add(30 * time.Second); ; {
		taken, err := db.Rescue(t.Context(), benchNow)
		must(t, err)
		if taken {
			break
		}
		if time.Now().After(limit) {
			t.Fatal("the killed replica is never missed")
		}
		pause(t.Context(), 100*time.Millisecond)
	}
	checkSurvivors(t, db, accepted, done)
}

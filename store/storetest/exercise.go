// Package storetest is the contract of a store as an executable suite: whoever keeps the
// records must pass Exercise.
package storetest

import (
	"context"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// Store is what is asked of whoever keeps the records.
type Store interface {
	Accept(ctx context.Context, events []complaint.Event) ([]complaint.Event, error)
	AcceptBatch(ctx context.Context, events []complaint.Event, offset int64) ([]complaint.Event, error)
	Offset(ctx context.Context) (int64, bool, error)
	Quarantine(ctx context.Context, source string, raw []byte, why string) error
	Unfinished(ctx context.Context, after int64, limit int) ([]complaint.Event, error)

	Do(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time, step func(flows.State) (flows.Result, error)) (flows.Result, error)
	Park(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time, step func(flows.State) (flows.Result, error)) (flows.Result, error)
	FailEvent(ctx context.Context, ev complaint.Event, why string) (int, error)
	Load(ctx context.Context, want flows.Want, now time.Time) (flows.State, error)

	FireDue(ctx context.Context, now time.Time, limit int) ([]complaint.Event, time.Time, error)
	ClaimTick(ctx context.Context, job string, due time.Time, ev complaint.Event) (bool, error)
	LastTick(ctx context.Context, job string) (due time.Time, ok bool, err error)
	Began(ctx context.Context, now time.Time) (time.Time, error)

	Lease(ctx context.Context, now, until time.Time, limit int) ([]complaint.Parcel, error)
	Settle(ctx context.Context, now time.Time, results []complaint.Settled) error
	NextDue(ctx context.Context) (time.Time, error)

	History(ctx context.Context, id string) ([]complaint.Entry, error)
	VerifyHistory(ctx context.Context, after string, limit int) (broken []string, last string, err error)

	OpenComplaints(ctx context.Context, after string, limit int) (page []complaint.Complaint, last string, err error)
	Provisional(ctx context.Context, after string, limit int) ([]complaint.Complaint, error)
	KeepPolicy(ctx context.Context, r flows.Rules, now time.Time) error
	Policies(ctx context.Context) ([]flows.Rules, error)
	Labels(ctx context.Context, after string, limit int) ([]flows.Labelled, error)
	Accounts(ctx context.Context, p flows.Period) (flows.Accounts, error)

	Extract(ctx context.Context, x flows.Extract, after flows.Mark) (page []complaint.Record, mark flows.Mark, more bool, err error)
	File(ctx context.Context, id string) (data []byte, ok bool, err error)
	KeepFile(ctx context.Context, id string, data []byte, now time.Time) ([]byte, error)
	Anonymise(ctx context.Context, before time.Time, limit int) (int, error)
	DropAttachments(ctx context.Context, before time.Time, limit int) (int, error)
	DropDrafts(ctx context.Context, before time.Time, limit int) (int, error)
	Sweep(ctx context.Context, served, kept time.Time, limit int) (int, error)
	Close() error
}

// Open opens the store that lives in home, a directory of the test. Opening the same home
// again, with or without Close in between, is a restart.
type Open func(t testing.TB, home string) Store

// Exercise runs the whole contract, each case on a fresh store.
func Exercise(t *testing.T, open Open) {
	t.Helper()
	for group, cases := range map[string]map[string]func(*desk){
		"intake": intake, "unit": units, "matter": matters, "time": times,
		"queue": queues, "slot": slots, "desks": desks, "delivery": deliveries, "people": people, "figures": numbers, "grave": grave, "alike": alike, "extract": extracts, "survey": surveys, "keeping": keeping,
		"accounts": accounts, "cohorts": cohorts, "lists": lists,
	} {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			for name, run := range cases {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					run(newDesk(t, open))
				})
			}
		})
	}
}

// desk is one test's store, with a clock that stands still.
type desk struct {
	*testing.T
	open Open
	home string
	s    Store
	now  time.Time
	ctx  context.Context
}

func newDesk(t *testing.T, open Open) *desk {
	d := &desk{T: t, open: open, home: t.TempDir(), ctx: t.Context(),
		now: time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC)}
	d.s = d.start()
	return d
}

// start opens the store once more, as after a restart.
func (d *desk) start() Store {
	d.Helper()
	s := d.open(d.T, d.home)
	d.Cleanup(func() { _ = s.Close() })
	return s
}

const (
	ann     = int64(501) // a customer
	bob     = int64(502) // another one
	kim     = int64(900) // staff
	group   = int64(-7001)
	managed = int64(-7002)
)

// must stops the test at an error.
func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// said is an event of a customer, not accepted yet.
func (d *desk) said(source string, customer int64, text string) complaint.Event {
	return complaint.Event{
		Source: source, Kind: complaint.Said, At: d.now,
		Chat: complaint.Chat{ID: customer, Kind: complaint.Private}, From: complaint.Person{ID: customer, Name: "Ann Example"},
		Message: &complaint.Incoming{ID: 1, Text: text},
	}
}

// accept accepts one event of Ann that is new.
func (d *desk) accept(source string) complaint.Event {
	d.Helper()
	return d.acceptFrom(source, ann)
}

// acceptFrom accepts one event that is new.
func (d *desk) acceptFrom(source string, customer int64) complaint.Event {
	d.Helper()
	fresh, err := d.s.Accept(d.ctx, []complaint.Event{d.said(source, customer, "hello")})
	d.must(err)
	if len(fresh) != 1 || fresh[0].ID == 0 {
		d.Fatalf("accepted %d events, want 1 with an ID", len(fresh))
	}
	return fresh[0]
}

// do commits a result for a new event.
func (d *desk) do(source string, res flows.Result) {
	d.Helper()
	_, err := d.s.Do(d.ctx, d.accept(source), flows.Want{}, d.now, always(res))
	d.must(err)
}

// say queues outbound messages.
func (d *desk) say(source string, out ...complaint.Outbound) {
	d.Helper()
	d.do(source, flows.Result{Outbox: out})
}

func (d *desk) load(want flows.Want) flows.State {
	d.Helper()
	st, err := d.s.Load(d.ctx, want, d.now)
	d.must(err)
	return st
}

// lease takes what is due, for a minute.
func (d *desk) lease() []complaint.Parcel {
	d.Helper()
	parcels, err := d.s.Lease(d.ctx, d.now, d.now.Add(time.Minute), 100)
	d.must(err)
	return parcels
}

// leaseOne takes the only thing that is due.
func (d *desk) leaseOne() complaint.Parcel {
	d.Helper()
	parcels := d.lease()
	if len(parcels) != 1 {
		d.Fatalf("%d parcels are due, want 1: %s", len(parcels), keys(parcels))
	}
	return parcels[0]
}

func (d *desk) settle(p complaint.Parcel, out complaint.Outcome) {
	d.Helper()
	d.must(d.s.Settle(d.ctx, d.now, []complaint.Settled{{Parcel: p, Outcome: out}}))
}

// sent settles p as sent, as the message given.
func (d *desk) sent(p complaint.Parcel, message int64) {
	d.Helper()
	d.settle(p, complaint.Outcome{State: complaint.Sent, Messages: []int64{message}, Chat: p.Chat})
}

// unfinished returns the events that are still to be done.
func (d *desk) unfinished() []complaint.Event {
	d.Helper()
	events, err := d.s.Unfinished(d.ctx, 0, 1000)
	d.must(err)
	return events
}

// always is a step that decides the same whatever it sees.
func always(res flows.Result) func(flows.State) (flows.Result, error) {
	return func(flows.State) (flows.Result, error) { return res, nil }
}

func keys(parcels []complaint.Parcel) []string {
	list := []string{}
	for _, p := range parcels {
		list = append(list, p.Key)
	}
	return list
}

// filed is a filed complaint of a customer, not stored yet.
func (d *desk) filed(id, number string, customer int64) *complaint.Complaint {
	return &complaint.Complaint{
		ID: id, Number: number, Status: complaint.Filed, Kind: complaint.KindComplaint, Customer: customer,
		Severity: complaint.P3, Summary: "The kettle leaks", CreatedAt: d.now, FiledAt: d.now, UpdatedAt: d.now,
	}
}

// file stores a filed complaint.
func (d *desk) file(id, number string, customer int64) {
	d.Helper()
	d.do("file:"+id, flows.Result{
		Complaints: []*complaint.Complaint{d.filed(id, number, customer)},
		History:    []complaint.Entry{{Complaint: id, At: d.now, Actor: customer, Role: "customer", Action: complaint.Submit}},
	})
}

// change loads a complaint, lets alter change it and commits it with an entry.
func (d *desk) change(source, id string, action complaint.Action, alter func(*complaint.Complaint)) {
	d.Helper()
	_, err := d.s.Do(d.ctx, d.accept(source), flows.Want{ID: id}, d.now, func(st flows.State) (flows.Result, error) {
		alter(st.Complaint)
		st.Complaint.UpdatedAt = d.now
		return flows.Result{
			Complaints: []*complaint.Complaint{st.Complaint},
			History:    []complaint.Entry{{Complaint: id, At: d.now, Role: "system", Action: action}},
		}, nil
	})
	d.must(err)
}

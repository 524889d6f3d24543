package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"redress/flows"
	"redress/flows/complaint"
)

// all is a result that touches every table.
func (d *desk) all() flows.Result {
	return flows.Result{
		Session:    &complaint.Session{Chat: ann, Stage: complaint.Asking, Active: "c1"},
		Complaints: []*complaint.Complaint{d.filed("c1", "2026-0001", ann)},
		Messages:   []complaint.Message{{ID: "501:1", Complaint: "c1", Direction: complaint.In, Chat: ann, MessageID: 1, Text: "hello", At: d.now}},
		History:    []complaint.Entry{{Complaint: "c1", At: d.now, Role: "customer", Action: complaint.Submit}},
		Outbox:     []complaint.Outbound{{Key: "k", Op: complaint.Say, Chat: ann, Text: complaint.Words("hi")}},
		Timers:     []complaint.Timer{{Key: "t", At: d.now}},
		Rating:     &complaint.Rating{Complaint: "c1", Customer: ann, Result: 4, First: 4, At: d.now, UpdatedAt: d.now},
		Bindings:   []complaint.Binding{{Desk: complaint.StaffDesk, Chat: group, Title: "Staff"}},
		Staff:      []complaint.Staff{{ID: kim, Name: "Kim", Role: complaint.RoleStaff}},
	}
}

// untouched fails unless nothing of all is there and the event is still to be done.
func (d *desk) untouched() {
	d.Helper()
	st := d.load(flows.Want{ID: "c1", Session: ann, Words: true})
	if st.Complaint != nil || len(st.Messages) > 0 || st.Session.Stage != "" || st.Rating != nil || st.Org.Staff.Chat != 0 || len(st.Org.People) > 0 {
		d.Errorf("something is left: %+v", st)
	}
	if parcels := d.lease(); len(parcels) > 0 {
		d.Errorf("queued: %v", keys(parcels))
	}
	if fired, _, err := d.s.FireDue(d.ctx, d.now, 10); err != nil || len(fired) > 0 {
		d.Errorf("timers: %d, %v", len(fired), err)
	}
	if n := len(d.unfinished()); n != 1 {
		d.Errorf("%d events are to be done, want 1", n)
	}
}

var errStep = errors.New("step failed")

var units = map[string]func(*desk){
	"a result is committed whole": func(d *desk) {
		d.do("tg:1", d.all())
		st := d.load(flows.Want{Customer: ann, Words: true})
		if st.Complaint == nil || st.Complaint.Number != "2026-0001" || st.Complaint.Version != 1 || len(st.Messages) != 1 ||
			st.Session.Stage != complaint.Asking || st.Rating == nil || st.Rating.Result != 4 || st.Org.Staff.Chat != group || len(st.Org.People) != 1 {
			d.Errorf("committed: %+v", st)
		}
		if st.Number != 2 {
			d.Errorf("next number is %d, want 2", st.Number)
		}
		if p := d.leaseOne(); p.Key != "k" {
			d.Errorf("leased %s", p.Key)
		}
	},
	"an event is done once": func(d *desk) {
		ev, calls := d.accept("tg:1"), 0
		step := func(flows.State) (flows.Result, error) { calls++; return d.all(), nil }
		_, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, step)
		d.must(err)
		res, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, step)
		d.must(err)
		if calls != 1 || res.Session != nil {
			d.Errorf("stepped %d times; second result %+v", calls, res)
		}
	},
	"an event done twice at once is done once": func(d *desk) {
		ev := d.accept("tg:1")
		var calls atomic.Int32
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				_, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, func(flows.State) (flows.Result, error) { calls.Add(1); return d.all(), nil })
				if err != nil {
					d.Error(err)
				}
			})
		}
		wait.Wait()
		if calls.Load() != 1 {
			d.Errorf("stepped %d times", calls.Load())
		}
	},
	"an event that was never accepted is refused": func(d *desk) {
		_, err := d.s.Do(d.ctx, complaint.Event{ID: 99}, flows.Want{}, d.now, always(d.all()))
		if complaint.CodeOf(err) != complaint.NotFound {
			d.Errorf("got %v", err)
		}
	},
	"an error leaves nothing behind": func(d *desk) {
		_, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{}, d.now, func(flows.State) (flows.Result, error) { return d.all(), errStep })
		if !errors.Is(err, errStep) {
			d.Errorf("got %v", err)
		}
		d.untouched()
	},
	"a panic leaves nothing behind": func(d *desk) {
		_, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{}, d.now, func(flows.State) (flows.Result, error) { panic("words of a customer") })
		if err == nil || strings.Contains(err.Error(), "words of a customer") {
			d.Errorf("got %v", err)
		}
		d.untouched()
	},
	"a result that breaks a rule of the records leaves nothing behind": func(d *desk) {
		res := d.all()
		res.Complaints[0].Number = "" // filed without number
		if _, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{}, d.now, always(res)); err == nil {
			d.Error("it was taken")
		}
		d.untouched()
	},
	"a failing unit does not harm those it shares a transaction with": func(d *desk) {
		var wait sync.WaitGroup
		for i := range 60 {
			ev := d.acceptFrom(fmt.Sprint("tg:", i), ann+int64(i))
			wait.Go(func() {
				_, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, func(flows.State) (flows.Result, error) {
					switch i % 3 {
					case 0:
						return flows.Result{}, errStep
					case 1:
						panic("no")
					}
					return flows.Result{Outbox: []complaint.Outbound{{Key: fmt.Sprint(i), Op: complaint.Say, Chat: ann + int64(i)}}}, nil
				})
				if (err == nil) != (i%3 == 2) {
					d.Errorf("event %d: %v", i, err)
				}
			})
		}
		wait.Wait()
		if n, left := len(d.lease()), len(d.unfinished()); n != 20 || left != 40 {
			d.Errorf("%d queued and %d unfinished, want 20 and 40", n, left)
		}
	},
	"an event waits for the one before it in its chat": func(d *desk) {
		first, second := d.accept("tg:1"), d.accept("tg:2")
		other := d.acceptFrom("tg:3", bob)
		stepped := []int64{}
		deal := func(ev complaint.Event) error {
			_, err := d.start().Do(d.ctx, ev, flows.Want{}, d.now, func(flows.State) (flows.Result, error) {
				stepped = append(stepped, ev.ID)
				return flows.Result{}, nil
			})
			return err
		}
		if err := deal(second); complaint.CodeOf(err) != complaint.Early {
			d.Errorf("the second before the first: %v", err)
		}
		if err := deal(other); err != nil {
			d.Errorf("in another chat: %v", err)
		}
		_, err := d.s.Park(d.ctx, first, flows.Want{}, d.now, always(flows.Result{}))
		d.must(err)
		d.must(deal(second))
		if !slices.Equal(stepped, []int64{other.ID, second.ID}) {
			d.Errorf("stepped %v", stepped)
		}
	},
	"who lost against another reloads and steps again": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		calls := 0
		_, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{ID: "c1"}, d.now, func(st flows.State) (flows.Result, error) {
			if calls++; calls < 3 {
				st.Complaint.Version += 7
			}
			st.Complaint.Summary = fmt.Sprint("call ", calls)
			return flows.Result{Complaints: []*complaint.Complaint{st.Complaint}}, nil
		})
		d.must(err)
		if got := d.load(flows.Want{ID: "c1"}).Complaint; got.Summary != "call 3" || got.Version != 2 {
			d.Errorf("stored %q in version %d", got.Summary, got.Version)
		}
	},
	"who always loses is told so": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		_, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{}, d.now, always(flows.Result{Complaints: []*complaint.Complaint{d.filed("c2", "2026-0001", bob)}}))
		if complaint.CodeOf(err) != complaint.Conflict {
			d.Errorf("got %v", err)
		}
	},
	"attempts are counted and an event can be parked": func(d *desk) {
		ev := d.accept("tg:1")
		for want := 1; want <= 3; want++ {
			if tries, err := d.s.FailEvent(d.ctx, ev, "internal"); err != nil || tries != want {
				d.Fatalf("tries %d, %v", tries, err)
			}
		}
		if got := d.unfinished()[0].Tries; got != 3 {
			d.Errorf("unfinished with %d tries", got)
		}
		_, err := d.s.Park(d.ctx, ev, flows.Want{}, d.now, always(flows.Result{Outbox: []complaint.Outbound{{Key: "sorry", Op: complaint.Say, Chat: ann}}}))
		d.must(err)
		if p := d.leaseOne(); p.Key != "sorry" || len(d.unfinished()) != 0 {
			d.Errorf("leased %s, unfinished %d", p.Key, len(d.unfinished()))
		}
	},
}

package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

var times = map[string]func(*desk){
	"a timer fires once, when it is due": func(d *desk) {
		due := d.now.Add(time.Hour)
		d.do("tg:1", flows.Result{Timers: []complaint.Timer{
			{Key: "quiet:501", Chat: complaint.Chat{ID: ann, Kind: complaint.Private}, Name: "quiet", Complaint: "c1", Detail: "x", At: due},
			{Key: "later", At: due.Add(time.Hour)},
		}})
		if fired, next, err := d.s.FireDue(d.ctx, due.Add(-time.Microsecond), 10); err != nil || len(fired) != 0 || !next.Equal(due) {
			d.Fatalf("too early: %d fired, next %v, %v", len(fired), next, err)
		}
		fired, next, err := d.s.FireDue(d.ctx, due, 10)
		d.must(err)
		if len(fired) != 1 || !next.Equal(due.Add(time.Hour)) {
			d.Fatalf("%d fired, next %v", len(fired), next)
		}
		ev := fired[0]
		if ev.ID == 0 || ev.Kind != complaint.Due || ev.Chat.ID != ann || ev.Timer.Name != "quiet" || ev.Timer.Complaint != "c1" ||
			ev.Source != fmt.Sprintf("timer:quiet:501:%d", due.UnixMicro()) || !ev.Timer.At.Equal(due) {
			d.Errorf("fired %+v with %+v", ev, ev.Timer)
		}
		if again, _, err := d.s.FireDue(d.ctx, due, 10); err != nil || len(again) != 0 {
			d.Errorf("fired again: %d, %v", len(again), err)
		}
		if n := len(d.unfinished()); n != 1 {
			d.Errorf("%d events are to be done, want the one that fired", n)
		}
	},
	"a timer is moved by its key and cancelled": func(d *desk) {
		set := func(source string, at time.Time) {
			d.do(source, flows.Result{Timers: []complaint.Timer{{Key: "t", At: at}}})
		}
		set("tg:1", d.now.Add(time.Minute))
		set("tg:2", d.now.Add(time.Hour))
		fired, next, err := d.s.FireDue(d.ctx, d.now.Add(time.Minute), 10)
		d.must(err)
		if len(fired) != 0 || !next.Equal(d.now.Add(time.Hour)) {
			d.Errorf("%d fired, next %v", len(fired), next)
		}
		set("tg:3", time.Time{})
		if fired, next, err := d.s.FireDue(d.ctx, d.now.Add(2*time.Hour), 10); err != nil || len(fired) != 0 || !next.IsZero() {
			d.Errorf("cancelled: %d fired, next %v, %v", len(fired), next, err)
		}
	},
	"two who look at once share the timers": func(d *desk) {
		timers := []complaint.Timer{}
		for i := range 50 {
			timers = append(timers, complaint.Timer{Key: fmt.Sprint("t", i), At: d.now})
		}
		d.do("tg:1", flows.Result{Timers: timers})
		var fired atomic.Int32
		var wait sync.WaitGroup
		for _, s := range []Store{d.s, d.start(), d.s} {
			wait.Go(func() {
				events, _, err := s.FireDue(d.ctx, d.now, 30)
				if err != nil {
					d.Error(err)
				}
				fired.Add(int32(len(events)))
			})
		}
		wait.Wait()
		if fired.Load() != 50 || len(d.unfinished()) != 50 {
			d.Errorf("%d fired, %d events", fired.Load(), len(d.unfinished()))
		}
	},
	"a tick comes once, whoever claims it": func(d *desk) {
		other := d.start()
		ev := complaint.Event{Kind: complaint.Tick, At: d.now, Timer: &complaint.Timer{Name: "digest", At: d.now}}
		var won atomic.Int32
		var wait sync.WaitGroup
		for i := range 8 {
			s := []Store{d.s, other}[i%2]
			wait.Go(func() {
				ok, err := s.ClaimTick(d.ctx, "digest", d.now, ev)
				if err != nil {
					d.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		wait.Wait()
		if won.Load() != 1 || len(d.unfinished()) != 1 {
			d.Errorf("%d won, %d events", won.Load(), len(d.unfinished()))
		}
		if ok, err := d.s.ClaimTick(d.ctx, "digest", d.now.AddDate(0, 0, 1), ev); err != nil || !ok {
			d.Errorf("the next day: %v, %v", ok, err)
		}
		if due, ok, err := other.LastTick(d.ctx, "digest"); err != nil || !ok || !due.Equal(d.now.AddDate(0, 0, 1)) {
			d.Errorf("last: %v, %v, %v", due, ok, err)
		}
		if _, ok, err := d.s.LastTick(d.ctx, "report"); err != nil || ok {
			d.Errorf("last of a job that never ran: %v, %v", ok, err)
		}
	},
}

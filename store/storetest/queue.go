package storetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

func say(key string, chat int64) complaint.Outbound {
	return complaint.Outbound{Key: key, Op: complaint.Say, Chat: chat, Text: complaint.Words(key)}
}

// drain leases and sends all that is due and returns the keys in the order sent.
func (d *desk) drain() []string {
	d.Helper()
	sent := []string{}
	for message := int64(1000); ; {
		parcels := d.lease()
		if len(parcels) == 0 {
			return sent
		}
		for _, p := range parcels {
			message++
			sent = append(sent, p.Key)
			d.sent(p, message)
		}
	}
}

var queues = map[string]func(*desk){
	"order is kept in a private chat": func(d *desk) {
		d.say("tg:1", say("a", ann), say("b", ann))
		d.say("tg:2", say("c", ann), say("x", bob))
		if got := keys(d.lease()); !slices.Equal(got, []string{"a", "x"}) {
			d.Errorf("first: %v", got)
		}
		if got := d.lease(); len(got) != 0 {
			d.Errorf("while the first is on its way: %v", keys(got))
		}
		d.now = d.now.Add(time.Hour)
		if got := d.drain(); !slices.Equal(got, []string{"a", "x", "b", "c"}) {
			d.Errorf("sent %v", got)
		}
	},
	"in a group each complaint has its own order": func(d *desk) {
		of := func(key, about string) complaint.Outbound {
			o := say(key, group)
			o.Complaint = about
			return o
		}
		d.say("tg:1", of("a1", "c1"), of("a2", "c1"), of("b1", "c2"), of("g", ""))
		parcels := d.lease()
		if got := keys(parcels); !slices.Equal(got, []string{"a1", "b1", "g"}) {
			d.Errorf("first: %v", got)
		}
		if lanes := []string{parcels[0].Lane, parcels[1].Lane, parcels[2].Lane}; !slices.Equal(lanes, []string{"c-7001:c1", "c-7001:c2", "c-7001"}) {
			d.Errorf("lanes: %v", lanes)
		}
	},
	"the same key is one message": func(d *desk) {
		d.say("tg:1", say("a", ann))
		d.say("tg:2", say("a", ann))
		if got := d.drain(); !slices.Equal(got, []string{"a"}) {
			d.Errorf("sent %v", got)
		}
		d.say("tg:3", say("a", ann))
		if got := d.drain(); len(got) != 0 {
			d.Errorf("sent again: %v", got)
		}
	},
	"what is of the moment is not queued": func(d *desk) {
		out := []complaint.Outbound{{Op: complaint.Typing, Chat: ann}, {Op: complaint.Reply, Press: "p"}}
		res, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{}, d.now, always(flows.Result{Outbox: out}))
		d.must(err)
		if len(res.Outbox) != 2 || len(d.lease()) != 0 {
			d.Errorf("%d returned", len(res.Outbox))
		}
	},
	"urgent goes first": func(d *desk) {
		urgent, low := say("urgent", bob), say("low", bob+1)
		urgent.Urgency, low.Urgency = complaint.Urgent, complaint.Low
		d.say("tg:1", low, say("a", ann), urgent)
		if got := keys(d.lease()); !slices.Equal(got, []string{"urgent", "a", "low"}) {
			d.Errorf("order %v", got)
		}
	},
	"a lease that expires is given again, and only then": func(d *desk) {
		d.say("tg:1", say("a", ann))
		first := d.leaseOne()
		d.now = d.now.Add(59 * time.Second)
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased twice: %v", keys(got))
		}
		if next, err := d.s.NextDue(d.ctx); err != nil || !next.Equal(d.now.Add(time.Second)) {
			d.Errorf("next due %v, %v", next, err)
		}
		d.now = d.now.Add(time.Second)
		if again := d.leaseOne(); again.ID != first.ID || again.Attempts != 0 {
			d.Errorf("leased %+v", again)
		}
	},
	"two workers never get the same parcel": func(d *desk) {
		for i := range 40 {
			d.say(fmt.Sprint("tg:", i), say(fmt.Sprint(i), 1000+int64(i)))
		}
		var wait sync.WaitGroup
		var mu sync.Mutex
		seen := map[int64]int{}
		for _, s := range []Store{d.s, d.start(), d.s, d.s} {
			wait.Go(func() {
				parcels, err := s.Lease(d.ctx, d.now, d.now.Add(time.Minute), 15)
				if err != nil {
					d.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, p := range parcels {
					seen[p.ID]++
				}
			})
		}
		wait.Wait()
		for id, n := range seen {
			if n != 1 {
				d.Errorf("parcel %d was given %d times", id, n)
			}
		}
		if len(seen) != 40 {
			d.Errorf("%d parcels were given, want 40", len(seen))
		}
	},
	"a retry waits, keeps its place and what it has sent": func(d *desk) {
		d.say("tg:1", say("a", ann), say("b", ann))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Retrying, RetryAt: d.now.Add(time.Minute), Messages: []int64{71}, Reason: "later"})
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased meanwhile: %v", keys(got))
		}
		if next, err := d.s.NextDue(d.ctx); err != nil || !next.Equal(d.now.Add(time.Minute)) {
			d.Errorf("next due %v, %v", next, err)
		}
		d.now = d.now.Add(time.Minute)
		p := d.leaseOne()
		if p.Key != "a" || p.Attempts != 1 || !slices.Equal(p.Done, []int64{71}) {
			d.Errorf("leased %+v", p)
		}
		d.sent(p, 72)
		if p := d.leaseOne(); p.Key != "b" {
			d.Errorf("then %s", p.Key)
		}
	},
	"what was not tried is put back without counting": func(d *desk) {
		d.say("tg:1", say("a", ann))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Pending, RetryAt: d.now.Add(time.Second)})
		d.now = d.now.Add(time.Second)
		if p := d.leaseOne(); p.Attempts != 0 {
			d.Errorf("%d attempts", p.Attempts)
		}
	},
	"what was given up is out of the way": func(d *desk) {
		d.say("tg:1", say("a", ann), say("b", ann))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Failed, Reason: "chat not found"})
		if p := d.leaseOne(); p.Key != "b" {
			d.Errorf("leased %s", p.Key)
		}
	},
	"what is for later holds nobody up": func(d *desk) {
		later := say("later", ann)
		later.NotBefore = d.now.Add(time.Hour)
		d.say("tg:1", later, say("now", ann))
		if got := d.drain(); !slices.Equal(got, []string{"now"}) {
			d.Errorf("sent %v", got)
		}
		if next, err := d.s.NextDue(d.ctx); err != nil || !next.Equal(later.NotBefore) {
			d.Errorf("next due %v, %v", next, err)
		}
		d.say("tg:2", say("under way", ann))
		p := d.leaseOne()
		d.must(d.s.Settle(d.ctx, d.now, []complaint.Settled{{Parcel: p, Outcome: complaint.Outcome{State: complaint.Pending, RetryAt: later.NotBefore.Add(-time.Second)}}}))
		d.now = later.NotBefore.Add(-time.Second)
		p = d.leaseOne()
		d.now = later.NotBefore
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased %v beside one of the same lane that is on its way", keys(got))
		}
		if next, err := d.s.NextDue(d.ctx); err != nil || !next.Equal(later.NotBefore.Add(59*time.Second)) {
			d.Errorf("next due %v, %v", next, err)
		}
		d.sent(p, 70)
		if got := d.drain(); !slices.Equal(got, []string{"later"}) {
			d.Errorf("sent %v", got)
		}
		if next, err := d.s.NextDue(d.ctx); err != nil || !next.IsZero() {
			d.Errorf("next due of an empty queue %v, %v", next, err)
		}
	},
	"a desk without a chat waits until it is bound": func(d *desk) {
		d.say("tg:1", complaint.Outbound{Key: "a", Op: complaint.Say, Desk: complaint.StaffDesk, Complaint: "c1", Topic: "t"})
		if got := d.lease(); len(got) != 0 {
			d.Fatalf("leased %v", keys(got))
		}
		d.do("tg:2", flows.Result{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: group, Forum: true}}})
		if p := d.leaseOne(); p.Chat != group || !p.Forum || p.Private || p.Lane != "c-7001:c1" {
			d.Errorf("leased %+v", p)
		}
	},
	"a parcel settled before stays as it is": func(d *desk) {
		d.say("tg:1", say("a", ann))
		p := d.leaseOne()
		d.sent(p, 70)
		d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now})
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased again: %v", keys(got))
		}
	},
}

package storetest

import (
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

var surveys = map[string]func(*desk){
	"all that became of a survey is kept, and replaced": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		at := func(h int) time.Time { return d.now.Add(time.Duration(h) * time.Hour) }
		r := complaint.Rating{Complaint: "c1", Customer: ann, Owner: kim, Asked: at(0), Expires: at(168)}
		d.do("tg:1", flows.Result{Rating: &r})
		if got := d.load(flows.Want{ID: "c1"}).Rating; got == nil || *got != r || got.Answered() {
			d.Errorf("asked: %+v", got)
		}
		r = complaint.Rating{Complaint: "c1", Customer: ann, Owner: kim, Result: 2, Service: 3, Effort: 7, Reason: "slow", Comment: "第二次才修好",
			First: 1, At: at(80), UpdatedAt: at(81), Asked: at(24), Sent: at(24), Delivered: at(25), Unreached: true, Reminded: at(72),
			Expires: at(192), Lapsed: at(193), Before: 2, Rescored: at(90)}
		d.do("tg:2", flows.Result{Rating: &r})
		if got := d.load(flows.Want{ID: "c1"}).Rating; got == nil || *got != r || !got.Recovered() {
			d.Errorf("got %+v, want %+v", got, r)
		}
	},
	"when a customer was last asked about another complaint": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.file("c2", "2026-0002", ann)
		d.file("c3", "2026-0003", ann)
		d.file("c4", "2026-0004", bob)
		for i, c := range []complaint.Rating{{Complaint: "c1", Customer: ann, Asked: d.now.Add(time.Hour)},
			{Complaint: "c2", Customer: ann, Asked: d.now.Add(2 * time.Hour)}, {Complaint: "c3", Customer: ann},
			{Complaint: "c4", Customer: bob, Asked: d.now.Add(3 * time.Hour)}} {
			d.do([]string{"tg:1", "tg:2", "tg:3", "tg:4"}[i], flows.Result{Rating: &c})
		}
		for id, want := range map[string]time.Time{"c1": d.now.Add(2 * time.Hour), "c2": d.now.Add(time.Hour), "c3": d.now.Add(2 * time.Hour), "c4": {}} {
			if got := d.load(flows.Want{ID: id, Surveyed: true}).Surveyed; !got.Equal(want) {
				d.Errorf("beside %s asked at %v, want %v", id, got, want)
			}
		}
		if got := d.load(flows.Want{ID: "c1"}).Surveyed; !got.IsZero() {
			d.Errorf("not wanted, and told %v", got)
		}
	},
	"what becomes of a survey comes back, though it is no message on record": func(d *desk) {
		d.withStaff(false)
		d.say("tg:ask", complaint.Outbound{Key: "s1", Op: complaint.Say, Chat: ann, Complaint: "c1", Message: "survey:c1", Text: complaint.Words("How was it?")})
		before := len(d.unfinished())
		d.sent(d.leaseOne(), 7)
		events := d.unfinished()
		if len(events) != before+1 {
			d.Fatalf("%d events, want one more than %d", len(events), before)
		}
		ev := events[len(events)-1]
		if ev.Kind != complaint.Delivered || ev.Delivery.Complaint != "c1" || ev.Delivery.Message != "survey:c1" || ev.Delivery.State != complaint.Sent {
			d.Errorf("event %+v with %+v", ev, ev.Delivery)
		}
	},
}

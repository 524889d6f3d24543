package storetest

import (
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

// relayed puts a reply of staff on record and sends it.
func (d *desk) relayed() complaint.Parcel {
	d.Helper()
	d.withStaff(true)
	d.do("reply", flows.Result{
		Messages: []complaint.Message{{ID: "-7001:5", Complaint: "c1", Direction: complaint.Out, Chat: group, MessageID: 5, Text: "We are on it", At: d.now}},
		Outbox:   []complaint.Outbound{{Key: "r", Op: complaint.Say, Chat: ann, Complaint: "c1", Message: "-7001:5"}},
	})
	return d.leaseOne()
}

func (d *desk) delivery() complaint.DeliveryState {
	d.Helper()
	return d.load(flows.Want{ID: "c1", Words: true}).Messages[0].Delivery
}

var deliveries = map[string]func(*desk){
	"what is known of a message is what happened": func(d *desk) {
		p := d.relayed()
		if got := d.delivery(); got != complaint.Pending {
			d.Errorf("before: %q", got)
		}
		for range 2 {
			d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, Reason: "too many requests"})
			p = d.leaseOne()
		}
		if got := d.delivery(); got != complaint.Retrying {
			d.Errorf("while trying: %q", got)
		}
		d.sent(p, 33)
		if got := d.delivery(); got != complaint.Sent {
			d.Errorf("after: %q", got)
		}
		events := d.unfinished()
		if len(events) != 2 || events[0].Delivery.State != complaint.Retrying || events[1].Delivery.State != complaint.Sent {
			d.Fatalf("told: %d events", len(events))
		}
		ev := events[0]
		if ev.Kind != complaint.Delivered || ev.Chat.ID != group || !ev.Chat.Forum || ev.Delivery.Message != "-7001:5" ||
			ev.Delivery.Complaint != "c1" || ev.Delivery.Key != "r" || ev.Delivery.Reason != "too many requests" {
			d.Errorf("told %+v with %+v", ev, ev.Delivery)
		}
	},
	"a reply to what was sent is about its complaint": func(d *desk) {
		d.sent(d.relayed(), 33)
		if st := d.load(flows.Want{Chat: ann, Reply: 33, Customer: ann}); st.Complaint == nil || st.Complaint.ID != "c1" {
			d.Error("not found")
		}
	},
	"a message that does not get through is told to staff": func(d *desk) {
		for _, state := range []complaint.DeliveryState{complaint.Failed, complaint.BlockedBy} {
			d.Run(string(state), func(t *testing.T) {
				d := newDesk(t, d.open)
				d.settle(d.relayed(), complaint.Outcome{State: state, Reason: "no"})
				if events := d.unfinished(); d.delivery() != state || len(events) != 1 || events[0].Delivery.State != state || events[0].Chat.ID != group {
					d.Errorf("delivery %q, %d events", d.delivery(), len(events))
				}
			})
		}
	},
	"a customer found to have stopped the bot is told to the customer's own lane": func(d *desk) {
		d.say("tg:1", say("a", ann))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.BlockedBy, Reason: "blocked"})
		events := d.unfinished()
		if len(events) != 1 || events[0].Chat != (complaint.Chat{ID: ann, Kind: complaint.Private}) || events[0].Delivery.State != complaint.BlockedBy {
			d.Errorf("told: %+v", events)
		}
	},
	"the rest is not worth an event": func(d *desk) {
		d.say("tg:1", say("a", ann), say("b", bob))
		parcels := d.lease()
		d.sent(parcels[0], 1)
		d.settle(parcels[1], complaint.Outcome{State: complaint.Failed})
		if n := len(d.unfinished()); n != 0 {
			d.Errorf("%d events", n)
		}
	},
	"a state that nobody knows is refused whole": func(d *desk) {
		d.say("tg:1", say("a", ann), say("b", bob))
		parcels := d.lease()
		err := d.s.Settle(d.ctx, d.now, []complaint.Settled{
			{Parcel: parcels[0], Outcome: complaint.Outcome{State: complaint.Sent}}, {Parcel: parcels[1], Outcome: complaint.Outcome{State: "lost"}}})
		if complaint.CodeOf(err) != complaint.Invalid {
			d.Errorf("got %v", err)
		}
		d.now = d.now.AddDate(0, 0, 1)
		if got := d.lease(); len(got) != 2 {
			d.Errorf("only %v is left", keys(got))
		}
	},
}

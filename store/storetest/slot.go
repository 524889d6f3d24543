package storetest

import (
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// card is a complaint's card with a text.
func card(text string) complaint.Outbound {
	return complaint.Outbound{Key: "card", Op: complaint.Show, Desk: complaint.StaffDesk, Complaint: "c1", Slot: "card:c1", Text: complaint.Words(text)}
}

// withStaff binds the staff desk and files c1.
func (d *desk) withStaff(forum bool) {
	d.Helper()
	d.do("bind", flows.Result{Bindings: []complaint.Binding{
		{Desk: complaint.StaffDesk, Chat: group, Forum: forum, Title: "Staff"}, {Desk: complaint.ManagersDesk, Chat: managed},
	}})
	d.file("c1", "2026-0001", ann)
}

// posted shows a card and sends it as message 70.
func (d *desk) posted(text string) {
	d.Helper()
	d.say("post:"+text, card(text))
	d.sent(d.leaseOne(), 70)
}

var slots = map[string]func(*desk){
	"a card is sent first and edited then": func(d *desk) {
		d.withStaff(false)
		d.say("tg:1", card("one"))
		p := d.leaseOne()
		if p.MessageID != 0 || p.CardID != 0 {
			d.Errorf("first: %+v", p)
		}
		d.sent(p, 70)
		d.say("tg:2", card("two"))
		if p := d.leaseOne(); p.MessageID != 70 || p.CardID != 70 || p.Text.String() != "two" {
			d.Errorf("second: %+v", p)
		}
	},
	"a card that waits takes the newest look in place": func(d *desk) {
		d.withStaff(false)
		d.say("tg:1", card("one"), complaint.Outbound{Key: "b", Op: complaint.Say, Desk: complaint.StaffDesk, Complaint: "c1"})
		urgent := card("two")
		urgent.Urgency = complaint.Urgent
		d.say("tg:2", urgent)
		d.say("tg:3", card("three"))
		p := d.leaseOne()
		if p.Text.String() != "three" || p.Op != complaint.Show {
			d.Errorf("leased %q", p.Text)
		}
		d.sent(p, 70)
		if p := d.leaseOne(); p.Key != "b" {
			d.Errorf("then %s", p.Key)
		}
	},
	"a card on its way is followed by the newest look": func(d *desk) {
		d.withStaff(false)
		d.say("tg:1", card("one"))
		p := d.leaseOne()
		d.say("tg:2", card("two"))
		d.say("tg:3", card("three"))
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased meanwhile: %v", keys(got))
		}
		d.sent(p, 70)
		if p := d.leaseOne(); p.Text.String() != "three" || p.MessageID != 70 {
			d.Errorf("then %q as %d", p.Text, p.MessageID)
		}
	},
	"a card that looks like that already is not sent": func(d *desk) {
		d.withStaff(false)
		d.posted("one")
		d.say("tg:1", card("one"))
		d.say("tg:2", card("two"))
		d.say("tg:3", card("one"))
		if got := d.lease(); len(got) != 0 {
			d.Errorf("leased %q", got[0].Text)
		}
		next := card("one")
		next.Buttons = [][]complaint.Button{{{Text: "Claim", Data: "x"}}}
		d.say("tg:4", next)
		if p := d.leaseOne(); len(p.Buttons) != 1 {
			d.Error("new buttons were not shown")
		}
	},
	"an edit whose fate is not known is made again": func(d *desk) {
		d.withStaff(false)
		d.posted("one")
		d.say("tg:1", card("two"))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, Uncertain: true})
		d.say("tg:2", card("one"))
		if p := d.leaseOne(); p.Text.String() != "one" {
			d.Errorf("leased %q", p.Text)
		}
	},
	"what waits behind a card on its way is not withdrawn": func(d *desk) {
		d.withStaff(false)
		d.posted("one")
		d.say("tg:1", card("two"))
		p := d.leaseOne()
		d.say("tg:2", card("three"))
		d.settle(p, complaint.Outcome{State: complaint.Pending, RetryAt: d.now})
		d.say("tg:3", card("one"))
		for {
			parcels := d.lease()
			if len(parcels) == 0 {
				break
			}
			p = parcels[0]
			d.sent(p, 70)
		}
		if got := p.Text.String(); got != "one" {
			d.Errorf("ends as %q", got)
		}
	},
	"a deleted card is posted anew": func(d *desk) {
		d.withStaff(false)
		d.posted("one")
		d.say("tg:1", card("two"))
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, GoneCard: true})
		p := d.leaseOne()
		if p.MessageID != 0 || p.CardID != 0 {
			d.Errorf("leased %+v", p)
		}
		d.sent(p, 71)
		d.say("tg:2", card("three"))
		if p := d.leaseOne(); p.MessageID != 71 {
			d.Errorf("edits %d", p.MessageID)
		}
	},
	"a topic is made once and forgotten when it is gone": func(d *desk) {
		d.withStaff(true)
		note := complaint.Outbound{Key: "a", Op: complaint.Say, Desk: complaint.StaffDesk, Complaint: "c1", Topic: "Kettle"}
		d.say("tg:1", note)
		p := d.leaseOne()
		if p.TopicID != 0 || !p.Forum {
			d.Errorf("first: %+v", p)
		}
		d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, TopicID: 7, Chat: group}) // made, but the rest failed
		if p = d.leaseOne(); p.TopicID != 7 {
			d.Errorf("second try: topic %d", p.TopicID)
		}
		d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, GoneTopic: true})
		if p = d.leaseOne(); p.TopicID != 0 {
			d.Errorf("after it was deleted: topic %d", p.TopicID)
		}
		d.settle(p, complaint.Outcome{State: complaint.Sent, Messages: []int64{70}, TopicID: 8, Chat: group})
		d.say("tg:2", complaint.Outbound{Key: "close", Op: complaint.CloseTopic, Desk: complaint.StaffDesk, Complaint: "c1"})
		if p := d.leaseOne(); p.TopicID != 8 {
			d.Errorf("closes topic %d", p.TopicID)
		}
	},
	"cards that are named can be linked": func(d *desk) {
		d.withStaff(false)
		d.posted("one")
		text := complaint.Rich{{Text: "by id", Style: complaint.Card, Ref: "c1"}, {Text: "by number", Style: complaint.Card, Ref: "2026-0001"},
			{Text: "unknown", Style: complaint.Card, Ref: "c9"}}
		d.say("tg:1", complaint.Outbound{Key: "d", Op: complaint.Say, Desk: complaint.ManagersDesk, Text: text})
		links, at := d.leaseOne().CardLinks, complaint.Place{Chat: group, MessageID: 70}
		if len(links) != 2 || links["c1"] != at || links["2026-0001"] != at {
			d.Errorf("links: %v", links)
		}
	},
	"a group that moved gets what was written before, and its cards again": func(d *desk) {
		d.withStaff(true)
		d.posted("one")
		direct := say("direct", group)
		d.say("tg:1", card("two"), direct)
		d.say("tg:2", complaint.Outbound{Key: "note", Op: complaint.Say, Desk: complaint.StaffDesk, Complaint: "c2"})
		const moved = int64(-100900)
		for _, p := range d.lease() {
			d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now, Migrated: moved})
		}
		parcels := d.lease()
		if len(parcels) != 3 {
			d.Fatalf("leased %v", keys(parcels))
		}
		for _, p := range parcels {
			if p.Chat != moved || p.MessageID != 0 || p.CardID != 0 {
				d.Errorf("%s goes to %d as %d", p.Key, p.Chat, p.MessageID)
			}
		}
		st := d.load(flows.Want{})
		if st.Org.Staff.Chat != moved || st.Org.Managers.Chat != managed {
			d.Errorf("bound to %+v", st.Org)
		}
		d.say("tg:3", say("late", group)) // decided with the old id in hand
		d.now = d.now.Add(time.Hour)
		for _, p := range d.lease() {
			if p.Chat != moved {
				d.Errorf("%s goes to %d", p.Key, p.Chat)
			}
		}
	},
	"a group that moved is followed when it says so itself": func(d *desk) {
		d.withStaff(false)
		d.do("tg:1", flows.Result{
			Timers: []complaint.Timer{{Key: "t", Chat: complaint.Chat{ID: group, Kind: complaint.Group}, At: d.now}},
		})
		waiting := d.said("tg:0", group, "thanks")
		_, err := d.s.Accept(d.ctx, []complaint.Event{waiting})
		d.must(err)
		d.do("tg:2", flows.Result{Migrated: &flows.Migration{From: group, To: -100900}})
		if ev := d.unfinished()[0]; ev.Chat.ID != -100900 {
			d.Errorf("an event that waited is still of chat %d", ev.Chat.ID)
		}
		d.do("tg:3", flows.Result{Migrated: &flows.Migration{From: group, To: -100900}})
		if got := d.load(flows.Want{}).Org.Staff.Chat; got != -100900 {
			d.Errorf("bound to %d", got)
		}
		late := d.said("tg:4", group, "thanks")
		late.Chat.Kind, late.Message.ReplyTo, late.Thread = complaint.Group, 12, 7
		fresh, err := d.s.Accept(d.ctx, []complaint.Event{late})
		d.must(err)
		if ev := fresh[0]; ev.Chat.ID != -100900 || ev.Message.ReplyTo != 0 || ev.Thread != 0 || late.Message.ReplyTo != 12 {
			d.Errorf("an event of the old group became %+v with %+v", ev, ev.Message)
		}
		fired, _, err := d.s.FireDue(d.ctx, d.now, 10)
		d.must(err)
		if len(fired) != 1 || fired[0].Chat.ID != -100900 {
			d.Errorf("fired %+v", fired)
		}
	},
}

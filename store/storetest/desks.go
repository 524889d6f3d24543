package storetest

import (
	"fmt"

	"redress/flows"
	"redress/flows/complaint"
)

const (
	legal   = -100500 // the chat of a desk of its own
	repairs = -100600
)

// deskCard is c1's card at a desk, with what it leaves behind where it was.
func deskCard(desk complaint.Desk, text string) complaint.Outbound {
	o := card(text)
	o.Desk, o.Stub = desk, complaint.Words("moved on")
	o.Buttons = [][]complaint.Button{{{Text: "Claim", Data: "x"}}}
	return o
}

func (d *desk) bindDesk(source string, name complaint.Desk, chat int64) {
	d.Helper()
	d.do(source, flows.Result{Bindings: []complaint.Binding{{Desk: name, Chat: chat, Title: string(name)}}})
}

// left checks that the message of a chat that lost the card is about to become one line.
func (d *desk) left(p complaint.Parcel, chat, message int64) {
	d.Helper()
	if p.Op != complaint.Change || p.Chat != chat || p.MessageID != message || p.Text.String() != "moved on" || len(p.Buttons) != 0 {
		d.Errorf("left behind: %+v", p)
	}
}

var desks = map[string]func(*desk){
	"desks are bound beside the staff group": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.bindDesk("b2", "repairs", repairs)
		o := d.load(flows.Want{}).Org
		if o.Binding("legal").Chat != legal || o.At(repairs).Desk != "repairs" || len(o.Desks) != 2 || o.Staff.Chat != group {
			d.Errorf("bound: %+v", o)
		}
		d.bindDesk("b3", "legal", 0)
		if o := d.load(flows.Want{}).Org; o.Binding("legal").Chat != 0 || o.Resolve("legal").Chat != group {
			d.Errorf("unbound: %+v", o.Desks)
		}
	},
	"a reply tells which slot it is to, wherever that is shown": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.say("tg:1", complaint.Outbound{Op: complaint.Show, Slot: "task:c1:1", Desk: "legal", Complaint: "c1", Text: complaint.Words("asked")})
		d.bindDesk("b2", "legal", 0)
		d.sent(d.leaseOne(), 31) // it waited, and is shown in the staff group now
		st := d.load(flows.Want{Chat: group, Reply: 31})
		if st.Slot != "task:c1:1" || st.Complaint == nil || st.Complaint.ID != "c1" {
			d.Errorf("a reply to what a desk is asked is to %q of %+v", st.Slot, st.Complaint)
		}
		if st := d.load(flows.Want{Chat: group, Reply: 32}); st.Slot != "" {
			d.Errorf("a reply to nothing is to %q", st.Slot)
		}
	},
	"a desk's group sees what the desk is in charge of": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.bindDesk("b2", "repairs", repairs)
		for i, at := range []complaint.Desk{"legal", "repairs", ""} {
			c := d.filed(fmt.Sprint("at", i), fmt.Sprintf("2026-001%d", i), ann)
			c.Desk, c.Summary = at, `they said "Desk":"legal"`
			d.do(fmt.Sprint("s", i), flows.Result{Complaints: []*complaint.Complaint{c}})
		}
		for chat, want := range map[int64]int{legal: 1, repairs: 1, group: 4, 0: 4} {
			if got := d.load(flows.Want{List: &flows.List{Open: true, At: chat}}).List; len(got) != want {
				d.Errorf("chat %d sees %d complaints, want %d", chat, len(got), want)
			}
		}
		if got := d.load(flows.Want{List: &flows.List{Open: true, At: legal}}).List; got[0].Number != "2026-0010" {
			d.Errorf("the desk sees %s", got[0].Number)
		}
	},
	"a desk without a group of its own falls back to the staff group": func(d *desk) {
		d.withStaff(false)
		d.say("tg:1", deskCard("legal", "one"))
		if p := d.leaseOne(); p.Chat != group {
			d.Errorf("shown in %d", p.Chat)
		}
	},
	"what waits follows a desk that is bound or unbound": func(d *desk) {
		d.withStaff(false)
		note := complaint.Outbound{Key: "n", Op: complaint.Say, Desk: "legal", Complaint: "c1", Text: complaint.Words("note")}
		d.say("tg:1", note)
		d.bindDesk("b1", "legal", legal)
		p := d.leaseOne()
		if p.Chat != legal {
			d.Errorf("once bound: %d", p.Chat)
		}
		d.settle(p, complaint.Outcome{State: complaint.Pending, RetryAt: d.now})
		d.bindDesk("b2", "legal", 0)
		if p := d.leaseOne(); p.Chat != group {
			d.Errorf("once unbound: %d", p.Chat)
		}
	},
	"a card that moves to another desk leaves one line behind": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.posted("one")
		d.say("tg:1", deskCard("legal", "one"))
		p := d.leaseOne()
		if p.Chat != legal || p.MessageID != 0 {
			d.Errorf("moved: %+v", p)
		}
		d.sent(p, 30)
		rest := d.leaseOne()
		d.left(rest, group, 70)
		d.sent(rest, 70)
		d.say("tg:2", deskCard("legal", "two"))
		if p := d.leaseOne(); p.MessageID != 30 || p.Chat != legal {
			d.Errorf("then %+v", p)
		}
	},
	"a card comes back when its desk is unbound": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.say("tg:1", deskCard("legal", "one"))
		d.sent(d.leaseOne(), 30)
		d.bindDesk("b2", "legal", 0)
		d.say("tg:2", deskCard("legal", "one"))
		p := d.leaseOne()
		if p.Chat != group || p.MessageID != 0 {
			d.Errorf("back: %+v", p)
		}
		d.sent(p, 71)
		d.left(d.leaseOne(), legal, 30)
	},
	"a card on its way is caught up by the desk it moved to": func(d *desk) {
		d.withStaff(false)
		d.bindDesk("b1", "legal", legal)
		d.say("tg:1", deskCard(complaint.StaffDesk, "one"))
		slow := d.leaseOne()
		d.say("tg:2", deskCard("legal", "one"))
		d.sent(d.leaseOne(), 30)
		d.sent(slow, 70)
		d.left(d.leaseOne(), group, 70)
		d.say("tg:3", deskCard("legal", "two"))
		if p := d.leaseOne(); p.Chat != legal || p.MessageID != 30 {
			d.Errorf("then %+v", p)
		}
	},
}

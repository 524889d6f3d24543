package storetest

import (
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

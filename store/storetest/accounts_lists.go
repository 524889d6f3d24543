package storetest

import (
	"fmt"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// shelves are complaints of several desks, some late, some soon due, some nobody's.
func (d *desk) shelves() {
	d.Helper()
	for i := range 24 {
		filed := at(1+i/2, 9, i, 0)
		d.when(filed, fmt.Sprintf("%04d", i), complaint.Submit, "customer", func(c *complaint.Complaint) {
			c.Customer, c.Severity, c.Desk = int64(1+i%7), complaint.Severity(1+i%4), complaint.Desk([]string{"", "legal", "repairs"}[i%3])
			c.Clocks = []complaint.Clock{{Rule: "contact", Started: filed, Due: filed.Add(time.Duration(i) * 9 * time.Hour)}}
			c.Lacking = i%5 == 0
			if i%2 == 0 {
				claimed(c)
			}
		})
	}
	for _, i := range []int{3, 8, 11} {
		end := at(12, 14, i, 0)
		d.when(end, fmt.Sprintf("%04d", i), complaint.Confirm, "customer", func(c *complaint.Complaint) {
			closed(end)(c)
			c.Clocks[0].Met = end
		})
	}
	d.when(at(12, 20, 0, 0), "0008", complaint.Reopen, "customer", func(c *complaint.Complaint) { c.Status, c.ClosedAt, c.Outcome = complaint.Claimed, time.Time{}, "" })
}

// counted are the numbers of figures that have a list behind them.
func counted(f *complaint.Figures) map[string]int {
	return map[string]int{
		flows.BehindReceived: f.Received, flows.BehindClosed: f.Closed, flows.BehindOpen: f.Open, flows.BehindUrgent: f.Pressing, flows.BehindGrave: f.Grave,
		flows.BehindOverdue: f.Overdue, flows.BehindSoon: f.Soon, flows.BehindUnclaimed: f.Unclaimed, flows.BehindUnanswered: f.Unanswered,
		flows.BehindPaused: f.Paused, flows.BehindApproval: len(f.Approval), flows.BehindLacking: f.Lacking, flows.BehindLow: len(f.Low),
		flows.BehindReopened: f.Reopened, flows.BehindSecond: f.Second, flows.BehindPromises: f.Promises.Breached, flows.BehindUndelivered: f.Undelivered,
	}
}

// lists are what stands behind the numbers.
var lists = map[string]func(*desk){
	"the first time a planner asks is kept": func(d *desk) {
		for _, later := range []time.Duration{0, time.Hour, 48 * time.Hour} {
			began, err := d.start().Began(d.ctx, d.now.Add(later))
			d.must(err)
			if !began.Equal(d.now) {
				d.Errorf("%v later began at %v", later, began)
			}
		}
	},
	"every number is as long as the list behind it": func(d *desk) {
		d.shelves()
		for _, of := range []complaint.Desk{"", complaint.StaffDesk, "legal", "repairs"} {
			p := dayOf(12)
			p.Desk = of
			f := d.accounts(p).Figures
			if of == "" && (f.Open != 22 || f.Closed != 3 || f.Reopened != 1 || f.Overdue == 0 || f.Soon == 0 || f.Unclaimed == 0) {
				d.Errorf("figures %+v %+v", f.Flow, f.Stock)
			}
			for name, n := range counted(f) {
				list := d.load(flows.Want{Behind: &flows.Behind{Of: name, Period: p, Limit: 100}}).List
				if len(list) != n {
					d.Errorf("%s of %q: %d, and %d in the list", name, of, n, len(list))
				}
			}
		}
	},
	"desks add up to the house, and the days to the backlog": func(d *desk) {
		d.shelves()
		f := d.accounts(dayOf(12)).Figures
		var sum complaint.DeskLine
		for _, l := range f.Desks {
			sum.Received += l.Received
			sum.Closed += l.Closed
			sum.Open += l.Open
			sum.Overdue += l.Overdue
			sum.Unclaimed += l.Unclaimed
		}
		// What was opened again the same day is closed at the desk no more.
		if len(f.Desks) != 3 || sum.Open != f.Open || sum.Received != f.Received || sum.Overdue != f.Overdue || sum.Unclaimed != f.Unclaimed || sum.Closed != f.Closed-1 {
			d.Errorf("desks %+v of %+v", f.Desks, f.Stock)
		}
		ages := 0
		for _, n := range f.Ages {
			ages += n
		}
		received := 0
		for i, day := range f.Days {
			received += day.Received
			if past := d.accounts(flows.Period{From: day.Start, To: day.Start.AddDate(0, 0, 1)}).Figures; past.Open != day.Open || past.Received != day.Received {
				d.Errorf("day %d: %+v, and by itself %d open, %d received", i, day, past.Open, past.Received)
			}
		}
		if last := f.Days[len(f.Days)-1]; len(f.Days) != 30 || ages != f.Open || received != 24 || last.Open != f.Open || last.Closed != f.Closed {
			d.Errorf("%d days, %d by age, %d received, the last %+v", len(f.Days), ages, received, last)
		}
	},
	"the group of a desk is told of that desk alone": func(d *desk) {
		d.bindDesk("b0", complaint.StaffDesk, group)
		d.bindDesk("b1", "legal", legal)
		d.shelves()
		p := dayOf(12)
		p.Chat = legal
		if f := d.accounts(p).Figures; f.Desk != "legal" || f.Open != 8 {
			d.Errorf("%q has %d open", f.Desk, f.Open)
		}
		list := d.load(flows.Want{Behind: &flows.Behind{Of: flows.BehindOpen, Period: p, Limit: 100}}).List
		if len(list) != 8 || slices.ContainsFunc(list, func(l complaint.Line) bool { return l.Number == "2026-0000" }) {
			d.Errorf("the desk sees %v", numbersOf(list))
		}
		for chat, want := range map[int64]int{group: 22, 4711: 0} {
			p.Chat = chat
			if f := d.accounts(p).Figures; f.Open != want {
				d.Errorf("chat %d is told of %d", chat, f.Open)
			}
		}
	},
}

package storetest

import (
	"fmt"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// cohorts are the definitions that look back further than the period.
var cohorts = map[string]func(*desk){
	"M09 a complaint reopened within fourteen days counts once, later ones not": func(d *desk) {
		for i, days := range []int{0, 3, 13, 15} {
			id := fmt.Sprintf("000%d", i+1)
			d.when(at(1, 9, 0, 0), id, complaint.Submit, "customer", claimed)
			d.when(at(2, 9, 0, 0), id, complaint.Confirm, "customer", closed(at(2, 9, 0, 0)))
			if days > 0 {
				d.when(at(2+days, 9, 0, 0), id, complaint.Reopen, "customer", func(c *complaint.Complaint) {
					c.Status, c.ClosedAt, c.Outcome = complaint.Claimed, time.Time{}, ""
				})
			}
		}
		d.when(at(6, 9, 0, 0), "0002", complaint.Confirm, "customer", closed(at(6, 9, 0, 0)))
		d.when(at(7, 9, 0, 0), "0002", complaint.Reopen, "customer", func(c *complaint.Complaint) { c.Status, c.ClosedAt = complaint.Claimed, time.Time{} })
		f := d.accounts(dayOf(20)).Figures
		if f.Back != (complaint.Ratio{Part: 2, Whole: 4}) || f.BackAgain != 1 {
			d.Errorf("%+v, %d again", f.Back, f.BackAgain)
		}
		if f := d.accounts(dayOf(5)).Figures; f.Reopened != 1 || f.Back.Part != 1 {
			d.Errorf("on the day %d reopened, %+v", f.Reopened, f.Back)
		}
	},
	"M12, M13, M14 and M21 relate what ended to what there was": func(d *desk) {
		d.when(at(8, 9, 0, 0), "0001", complaint.Submit, "customer", claimed)
		for i := range 4 {
			d.when(at(10, 9, i, 0), fmt.Sprintf("001%d", i), complaint.Submit, "customer", claimed)
		}
		d.when(at(10, 12, 0, 0), "0001", complaint.Confirm, "customer", closed(at(10, 12, 0, 0)))
		d.when(at(10, 12, 0, 0), "0010", complaint.Lapse, "system", func(c *complaint.Complaint) { c.Status, c.Outcome, c.ClosedAt = complaint.Closed, "no_reply", d.now })
		d.when(at(10, 12, 0, 0), "0011", complaint.Decline, "staff", func(c *complaint.Complaint) { c.Status, c.Outcome, c.ClosedAt = complaint.Declined, "invalid", d.now })
		d.when(at(11, 6, 0, 0), "0012", complaint.Confirm, "customer", closed(at(11, 6, 0, 0)))
		f := d.accounts(dayOf(10)).Figures
		want := map[string]complaint.Ratio{"valid": {Part: 2, Whole: 4}, "cohort": {Part: 2, Whole: 3}, "done": {Part: 3, Whole: 4}, "solved": {Part: 1, Whole: 2}}
		got := map[string]complaint.Ratio{"valid": f.Valid, "cohort": f.Cohort, "done": f.Done, "solved": f.Solved}
		for name := range want {
			if got[name] != want[name] {
				d.Errorf("%s %+v, want %+v", name, got[name], want[name])
			}
		}
		if !slices.Contains(f.Validity, complaint.Tally{ID: "invalid", N: 1}) || len(f.Validity) != 3 {
			d.Errorf("%+v", f.Validity)
		}
	},
	"M17 and M22 count people, not complaints": func(d *desk) {
		for i, customer := range []int64{1, 1, 2, 3} {
			d.when(at(8+i/2, 9, i, 0), fmt.Sprintf("000%d", i+1), complaint.Submit, "customer", func(c *complaint.Complaint) {
				c.Customer, c.Fields = customer, map[string]string{"site": "Block 7"}
			})
		}
		d.when(at(9, 10, 0, 0), "0005", complaint.Submit, "customer", func(c *complaint.Complaint) { c.Category = "noise" })
		f := d.accounts(dayOf(9)).Figures
		if f.Repeat != (complaint.Ratio{Part: 1, Whole: 4}) {
			d.Errorf("repeat %+v", f.Repeat)
		}
		if len(f.Topics) != 2 || f.Topics[0].About == "" || f.Topics[0].People != 3 || f.Topics[0].Today != 2 || f.Topics[1].Category != "leaks" || f.Topics[0].Numbers[0] != "2026-0004" {
			d.Errorf("%+v", f.Topics)
		}
		list := d.load(flows.Want{Behind: &flows.Behind{Of: flows.BehindTopic, N: 0, Period: dayOf(9), Limit: 9}}).List
		if got := numbersOf(list); !slices.Equal(got, []string{"2026-0004", "2026-0003", "2026-0002", "2026-0001"}) {
			d.Errorf("behind the topic %v", got)
		}
	},
	"HS-AT03 categories are ranked by how many came, of as many by which came last": func(d *desk) {
		for i, category := range []string{"noise", "leaks", "lifts", "leaks", "noise", "parking"} {
			d.when(at(9, 9, i, 0), fmt.Sprintf("000%d", i+1), complaint.Submit, "customer", func(c *complaint.Complaint) { c.Category = category })
		}
		want := []complaint.Tally{{ID: "noise", N: 2}, {ID: "leaks", N: 2}, {ID: "parking", N: 1}, {ID: "lifts", N: 1}}
		if got := d.accounts(dayOf(9)).Figures.Kinds; !slices.Equal(got, want) {
			d.Errorf("ranked %+v", got)
		}
	},
	"M22 LG-AT07 a day above its weekday's mean and two deviations stands out": func(d *desk) {
		n := 0
		for _, day := range []struct{ day, count int }{{3, 2}, {10, 3}, {17, 2}, {24, 5}} {
			for range day.count {
				n++
				d.when(at(day.day, 9, n, 0), fmt.Sprintf("%04d", n), complaint.Submit, "customer", func(c *complaint.Complaint) { c.Customer = ann })
			}
		}
		topics := d.accounts(dayOf(24)).Figures.Topics
		if len(topics) != 1 || !topics[0].Spike || topics[0].Today != 5 || topics[0].Usual != 1.75 {
			d.Errorf("%+v", topics)
		}
		if topics := d.accounts(dayOf(17)).Figures.Topics; len(topics) != 0 {
			d.Errorf("two is no topic: %+v", topics)
		}
	},
	"M15 a score is what it was then, M16 counts those who were reached": func(d *desk) {
		d.when(at(9, 9, 0, 0), "0001", complaint.Submit, "customer", nil)
		d.when(at(9, 10, 0, 0), "0001", complaint.Confirm, "customer", closed(at(9, 10, 0, 0)))
		rate := func(t time.Time, result int) {
			d.now = t
			d.do(fmt.Sprint("rate", t.UnixMicro()), flows.Result{Rating: &complaint.Rating{Complaint: "0001", Customer: ann, Result: result, First: 2,
				Comment: "nobody called", At: at(10, 9, 0, 0), UpdatedAt: t, Asked: at(10, 8, 0, 0), Delivered: at(10, 8, 0, 1)}})
		}
		rate(at(10, 9, 0, 0), 2)
		before := d.accounts(dayOf(10)).Figures
		rate(at(11, 8, 45, 0), 5)
		if f := d.accounts(dayOf(10)).Figures; !slices.Equal(f.Ratings, []int{2}) || len(f.Low) != 1 || f.Low[0].Comment != "nobody called" || !slices.Equal(before.Ratings, f.Ratings) {
			d.Errorf("as it was sent %+v, %+v", f.Ratings, f.Low)
		}
		later := dayOf(10)
		later.Known = at(12, 8, 30, 0)
		if f := d.accounts(later).Figures; !slices.Equal(f.Ratings, []int{5}) || len(f.Low) != 0 || f.Surveyed != (complaint.Ratio{Part: 1, Whole: 1}) {
			d.Errorf("as known later %+v, %+v, %+v", f.Ratings, f.Low, f.Surveyed)
		}
	},
	"M18 promises, M19 daily progress, M20 escalations": func(d *desk) {
		d.when(at(8, 9, 0, 0), "0001", complaint.Submit, "customer", func(c *complaint.Complaint) {
			c.Clocks = []complaint.Clock{{Rule: "commitment", Started: d.now, Due: at(10, 10, 0, 0), Met: at(10, 9, 0, 0)},
				{Rule: "commitment", Started: d.now, Due: at(10, 11, 0, 0), Breached: true}}
		})
		d.when(at(8, 9, 0, 0), "0002", complaint.Submit, "customer", claimed)
		d.when(at(10, 11, 0, 0), "0001", complaint.Escalate, "system", nil)
		d.when(at(10, 12, 0, 0), "0002", complaint.Escalate, "staff", nil)
		d.do("word", flows.Result{Messages: []complaint.Message{{ID: "m1", Complaint: "0001", Direction: complaint.Out, At: at(10, 13, 0, 0)}}})
		f := d.accounts(dayOf(10)).Figures
		if f.Promises.Met != 1 || f.Promises.Breached != 1 || f.Progress != (complaint.Ratio{Part: 1, Whole: 2}) || f.Escalated != 1 || f.Raised != 1 {
			d.Errorf("promises %+v, progress %+v, %d and %d escalated", f.Promises, f.Progress, f.Escalated, f.Raised)
		}
	},
	"M10, M24, M25 and M26 come from what staff put on record": func(d *desk) {
		d.when(at(10, 9, 0, 0), "0001", complaint.Submit, "customer", func(c *complaint.Complaint) {
			c.Facts, c.SummaryBy, c.Lacking = []complaint.Fact{{Name: complaint.FactSecond}}, "local", true
		})
		d.when(at(10, 9, 0, 0), "0002", complaint.Submit, "customer", claimed)
		d.when(at(10, 10, 0, 0), "0003", complaint.Confirm, "customer", func(c *complaint.Complaint) {
			closed(d.now)(c)
			c.Callback, c.Closing.Record = true, map[string]string{"callback": "called"}
		})
		d.when(at(10, 10, 0, 0), "0004", complaint.Confirm, "customer", func(c *complaint.Complaint) { closed(d.now)(c); c.Callback = true })
		d.do("undelivered", flows.Result{Messages: []complaint.Message{{ID: "m1", Complaint: "0002", Direction: complaint.Out, Delivery: complaint.BlockedBy, At: at(10, 11, 0, 0)}}})
		f := d.accounts(dayOf(10)).Figures
		if f.Second != 1 || f.Callbacks != (complaint.Ratio{Part: 1, Whole: 2}) || f.Fallbacks != 1 || f.Undelivered != 1 || f.Lacking != 1 || f.Unclaimed != 1 {
			d.Errorf("%+v %+v", f.Flow, f.Stock)
		}
		if len(f.Load) != 1 || f.Load[0].Owner != kim || f.Load[0].Open != 1 {
			d.Errorf("load %+v", f.Load)
		}
	},
}

package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

func numbersOf(lines []complaint.Line) []string {
	list := []string{}
	for _, l := range lines {
		list = append(list, l.Number)
	}
	return list
}

var numbers = map[string]func(*desk){
	"a day's figures are the same on every later day": func(d *desk) {
		day := d.now
		d.history()
		period := flows.Period{From: day.Add(-time.Hour), To: day.AddDate(0, 0, 1)}
		d.now = period.To
		f := *d.load(flows.Want{Figures: &period}).Figures
		if f.Received != 4 || f.Closed != 1 || f.Open != 3 || f.Unclaimed != 2 || f.Overdue != 1 || f.Emergency != 1 || !slices.Equal(f.Ratings, []int{4}) {
			d.Errorf("figures: %+v", f)
		}
		if got := numbersOf(f.Oldest); !slices.Equal(got, []string{"2026-0001", "2026-0002", "2026-0003"}) {
			d.Errorf("oldest: %v", got)
		}
		if got := numbersOf(f.Urgent); !slices.Equal(got, []string{"2026-0002", "2026-0001"}) {
			d.Errorf("urgent: %v", got)
		}
		// The next day everything is closed, and what was closed is opened again.
		d.now = d.now.Add(time.Hour)
		for i, id := range []string{"c1", "c2", "c3"} {
			d.change(fmt.Sprint("close:", i), id, complaint.Withdraw, func(c *complaint.Complaint) {
				c.Status, c.ClosedAt = complaint.Withdrawn, d.now
				for i := range c.Clocks {
					c.Clocks[i].Met = d.now
				}
			})
		}
		d.change("reopen", "c4", complaint.Reopen, func(c *complaint.Complaint) { c.Status, c.ClosedAt = complaint.Filed, time.Time{} })
		if again := *d.load(flows.Want{Figures: &period}).Figures; !reflect.DeepEqual(again, f) {
			d.Errorf("a day later: %+v\nwas %+v", again, f)
		}
		if states := *d.load(flows.Want{Figures: &flows.Period{From: period.From, To: period.To, CutOff: d.now.Add(time.Second)}}).Figures; states.Received != 4 || states.Open != 1 {
			d.Errorf("with a later cut-off: %+v", states)
		}
		if next := *d.load(flows.Want{Figures: &flows.Period{From: period.To, To: d.now.Add(time.Second)}}).Figures; next.Open != 1 || next.Closed != 3 || next.Received != 0 {
			d.Errorf("the next day: %+v", next)
		}
	},
	"an empty store has figures, too": func(d *desk) {
		f := d.load(flows.Want{Figures: &flows.Period{From: d.now, To: d.now.Add(time.Hour)}}).Figures
		if f == nil || f.Received+f.Closed+f.Open+len(f.Oldest) != 0 {
			d.Errorf("figures: %+v", f)
		}
	},
	"lists are gravest and oldest first": func(d *desk) {
		d.history()
		for _, c := range []struct {
			list flows.List
			want []string
		}{
			{flows.List{Open: true}, []string{"2026-0002", "2026-0001", "2026-0003"}},
			{flows.List{}, []string{"2026-0002", "2026-0001", "2026-0003", "2026-0004"}},
			{flows.List{Open: true, Owner: kim}, []string{"2026-0003"}},
			{flows.List{Open: true, Limit: 1}, []string{"2026-0002"}},
			{flows.List{Words: "2026-0004"}, []string{"2026-0004"}},
			{flows.List{Words: "KETTLE"}, []string{"2026-0002", "2026-0001", "2026-0003", "2026-0004"}},
			{flows.List{Words: "kettle 漏水"}, []string{"2026-0001"}},
			{flows.List{Words: "厨房"}, []string{"2026-0001"}},
			{flows.List{Words: "kettle nothing"}, []string{}},
			{flows.List{Words: "100%"}, []string{}},
			{flows.List{Words: "_"}, []string{}},
			{flows.List{Words: "漏水", Open: true, Owner: kim}, []string{}},
		} {
			if got := numbersOf(d.load(flows.Want{List: &c.list}).List); !slices.Equal(got, c.want) {
				d.Errorf("%+v: %v, want %v", c.list, got, c.want)
			}
		}
		lines := d.load(flows.Want{List: &flows.List{Words: "0001"}}).List
		if l := lines[0]; !l.Due.Equal(d.now.Add(time.Hour)) || l.Status != complaint.Filed || l.Severity != complaint.P3 || l.Summary == "" {
			d.Errorf("line %+v", l)
		}
	},
}

// history is a day with four complaints: one overdue, one emergency, one claimed, one closed.
func (d *desk) history() {
	d.Helper()
	one := d.filed("c1", "2026-0001", ann)
	one.Clocks = []complaint.Clock{{Rule: "contact", Started: d.now, Due: d.now.Add(time.Hour)}, {Rule: "done", Started: d.now, Due: d.now.AddDate(0, 0, 30)}}
	two := d.filed("c2", "2026-0002", ann)
	two.Severity, two.FiledAt = complaint.P1, d.now.Add(time.Second)
	draft := d.filed("c9", "", ann)
	draft.Status = complaint.Draft
	d.do("day:1", flows.Result{
		Complaints: []*complaint.Complaint{one, two, draft},
		History: []complaint.Entry{{Complaint: "c1", At: d.now, Action: complaint.Submit}, {Complaint: "c2", At: d.now, Action: complaint.Alarm},
			{Complaint: "c9", At: d.now, Action: complaint.Answer}},
		Messages: []complaint.Message{{ID: "501:1", Complaint: "c1", Direction: complaint.In, Chat: ann, MessageID: 1, Text: "厨房漏水", At: d.now}},
	})
	start := d.now
	d.now = start.Add(2 * time.Second)
	d.file("c3", "2026-0003", bob)
	d.file("c4", "2026-0004", bob)
	d.change("day:2", "c3", complaint.Claim, func(c *complaint.Complaint) { c.Status, c.Owner, c.OwnerName = complaint.Claimed, kim, "Kim" })
	d.change("day:3", "c4", complaint.Withdraw, func(c *complaint.Complaint) { c.Status, c.ClosedAt = complaint.Withdrawn, d.now })
	d.do("day:4", flows.Result{Rating: &complaint.Rating{Complaint: "c4", Customer: bob, Result: 4, First: 4, At: d.now, UpdatedAt: d.now}})
	d.now = start
}

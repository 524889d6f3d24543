package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// fileUnder stores a complaint that is looked up by keys.
func (d *desk) fileUnder(id string, n int, category string, at time.Time, keys ...uint64) {
	d.Helper()
	c := d.filed(id, fmt.Sprintf("2026-%04d", n), int64(500+n))
	c.Category, c.FiledAt, c.Keys = category, at, keys
	d.do("file:"+id, flows.Result{Complaints: []*complaint.Complaint{c}})
}

func similarIDs(all []flows.Similar) []string {
	out := []string{}
	for _, s := range all {
		out = append(out, s.Complaint.ID)
	}
	return out
}

// alike is what recognising the same matter, the case library and learning need of the records.
var alike = map[string]func(*desk){
	"complaints that share keys are found, those that share most first": func(d *desk) {
		const big = 1<<63 + 7 // beyond what a signed number holds
		d.fileUnder("c1", 1, "taste", d.now, big, 2, 3)
		d.fileUnder("one", 2, "taste", d.now.Add(-time.Hour), 3, 9)
		d.fileUnder("two", 3, "taste", d.now.Add(-2*time.Hour), big, 2)
		d.fileUnder("none", 4, "taste", d.now, 8)
		d.fileUnder("elsewhere", 5, "service", d.now, big, 2, 3)
		if got := similarIDs(d.load(flows.Want{ID: "c1", Similar: true}).Similar); !slices.Equal(got, []string{"two", "one"}) {
			d.Errorf("similar: %v", got)
		}
		if d.load(flows.Want{ID: "c1"}).Similar != nil {
			d.Error("similar complaints come unasked")
		}
	},
	"nearly the same words of ninety days are related": func(d *desk) {
		for i := range 70 { // newer ones of the same category, enough to fill what is looked at
			d.fileUnder(fmt.Sprint("o", i), 100+i, "taste", d.now.Add(-time.Minute), uint64(1000+i))
		}
		d.fileUnder("late", 1, "taste", d.now.Add(-80*24*time.Hour), 5)
		d.fileUnder("old", 2, "taste", d.now.Add(-91*24*time.Hour), 5)
		d.fileUnder("c1", 3, "taste", d.now, 5)
		got := ids(d.load(flows.Want{ID: "c1", Related: true}).Related.Others)
		if !slices.Contains(got, "late") || slices.Contains(got, "old") {
			d.Errorf("related: %v", got)
		}
	},
	"what is found is bounded": func(d *desk) {
		for i := range 120 {
			d.fileUnder(fmt.Sprint("o", i), 100+i, "taste", d.now.Add(-time.Duration(i)*time.Minute), 1, 2)
		}
		d.fileUnder("c1", 3, "taste", d.now, 1, 2)
		if n := len(d.load(flows.Want{ID: "c1", Similar: true}).Similar); n == 0 || n > 80 {
			d.Errorf("%d similar complaints", n)
		}
	},
	"keys follow the complaint": func(d *desk) {
		d.fileUnder("c1", 1, "taste", d.now, 1)
		d.fileUnder("c2", 2, "taste", d.now, 1)
		d.change("tg:1", "c2", complaint.Correct, func(c *complaint.Complaint) { c.Category = "service" })
		if got := similarIDs(d.load(flows.Want{ID: "c1", Similar: true}).Similar); len(got) != 0 {
			d.Errorf("of another category: %v", got)
		}
		d.change("tg:2", "c2", complaint.Correct, func(c *complaint.Complaint) { c.Category, c.Keys = "taste", []uint64{7} })
		if got := similarIDs(d.load(flows.Want{ID: "c1", Similar: true}).Similar); len(got) != 0 {
			d.Errorf("by a key it lost: %v", got)
		}
	},
	"the case library holds what has ended": func(d *desk) {
		for i, id := range []string{"c1", "c2", "c3"} {
			d.file(id, fmt.Sprintf("2026-%04d", i+1), ann)
		}
		end := func(id string, after time.Duration) {
			d.change("tg:"+id, id, complaint.Confirm, func(c *complaint.Complaint) {
				c.Status, c.Summary, c.ClosedAt = complaint.Closed, "The kettle leaks", d.now.Add(after)
				c.Closing = complaint.Closing{Outcome: "replaced", Cause: "us"}
			})
		}
		end("c1", time.Hour)
		end("c3", 2*time.Hour)
		st := d.load(flows.Want{List: &flows.List{Ended: true, Words: "kettle", Limit: 5}})
		if !slices.Equal(ids(st.Cases), []string{"c3", "c1"}) || st.Cases[0].Closing.Outcome != "replaced" {
			d.Errorf("cases: %+v", st.Cases)
		}
		if st := d.load(flows.Want{List: &flows.List{Words: "kettle", Limit: 5}}); st.Cases != nil {
			d.Error("cases come unasked")
		}
	},
	"labels come back with the words they are about": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.file("c2", "2026-0002", ann)
		said := func(id, text string, n int64) complaint.Message {
			return complaint.Message{ID: fmt.Sprint("501:", n), Complaint: id, Direction: complaint.In, Chat: ann, MessageID: n, Text: text, At: d.now}
		}
		label := complaint.Label{Complaint: "c1", Print: 1<<63 + 3, By: kim, At: d.now,
			Machine: complaint.View{Kind: complaint.KindComplaint, Category: "taste", Severity: complaint.P3},
			Person:  complaint.View{Kind: complaint.KindQuestion, Category: "taste", Severity: complaint.P4}}
		later := label
		later.At, later.Person.Category = d.now.Add(time.Minute), "service"
		d.do("tg:1", flows.Result{Labels: []complaint.Label{label}, Messages: []complaint.Message{said("c1", "when do you open?", 9)}})
		d.do("tg:2", flows.Result{Labels: []complaint.Label{later}})
		other := label
		other.Complaint = "c2"
		d.do("tg:3", flows.Result{Labels: []complaint.Label{other}})
		page, err := d.start().Labels(d.ctx, "", 1)
		d.must(err)
		want := []flows.Labelled{{Label: later, Words: []string{"when do you open?"}}}
		if !reflect.DeepEqual(page, want) {
			d.Errorf("got  %+v\nwant %+v", page, want)
		}
		if rest, err := d.s.Labels(d.ctx, "c1", 10); err != nil || len(rest) != 1 || rest[0].Complaint != "c2" {
			d.Errorf("the rest: %+v, %v", rest, err)
		}
	},
}

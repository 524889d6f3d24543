package storetest

import (
	"fmt"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// grave is what the severity of complaints needs of the records.
var grave = map[string]func(*desk){
	"related are others of thirty days, of the object and the category": func(d *desk) {
		d.fileAbout("c1", 1, "taste", "Batch 7", d.now)
		d.fileAbout("c2", 2, "taste", "batch-7", d.now.Add(-time.Hour))
		d.fileAbout("c3", 3, "taste", "", d.now.Add(-2*time.Hour))
		d.fileAbout("c4", 4, "service", "batch 7", d.now)
		d.fileAbout("c5", 5, "taste", "batch 7", d.now.Add(-31*24*time.Hour))
		st := d.load(flows.Want{ID: "c1", Related: true})
		if st.Related == nil || !slices.Equal(ids(st.Related.Others), []string{"c2", "c3"}) {
			d.Fatalf("related: %+v", st.Related)
		}
		if d.load(flows.Want{ID: "c1"}).Related != nil {
			d.Error("related complaints come unasked")
		}
	},
	"related are bounded, the same object first": func(d *desk) {
		d.fileAbout("same", 1, "taste", "batch 7", d.now.Add(-20*24*time.Hour))
		for i := range 150 {
			d.fileAbout(fmt.Sprint("o", i), 10+i, "taste", fmt.Sprint("batch 1", i), d.now.Add(-time.Duration(i)*time.Minute))
		}
		d.fileAbout("c1", 2, "taste", "batch 7", d.now)
		others := d.load(flows.Want{ID: "c1", Related: true}).Related.Others
		if len(others) == 0 || len(others) > 120 || others[0].ID != "same" {
			d.Errorf("%d related, the first %v", len(others), ids(others)[:1])
		}
	},
	"open complaints come in pages, once each": func(d *desk) {
		for i := range 25 {
			d.fileAbout(fmt.Sprintf("c%02d", i), 1+i, "taste", "", d.now.Add(-time.Duration(i)*time.Hour))
		}
		d.change("tg:p1", "c03", complaint.Escalate, func(c *complaint.Complaint) { c.Severity = complaint.P1 })
		d.change("tg:p2", "c04", complaint.Escalate, func(c *complaint.Complaint) { c.Severity = complaint.P2 })
		d.change("tg:end", "c05", complaint.Withdraw, func(c *complaint.Complaint) { c.Status = complaint.Withdrawn })
		var all []complaint.Complaint
		for mark := ""; ; {
			page, last, err := d.s.OpenComplaints(d.ctx, mark, 10)
			d.must(err)
			if all = append(all, page...); len(page) < 10 {
				break
			}
			mark = last
		}
		got := ids(all)
		if got[0] != "c04" || len(got) != 23 || slices.Contains(got, "c03") || slices.Contains(got, "c05") {
			d.Errorf("%d open complaints: %v", len(got), got)
		}
		if slices.Sort(got); len(slices.Compact(got)) != 23 {
			d.Errorf("some came twice: %v", got)
		}
	},
	"provisional deadlines are found while they run": func(d *desk) {
		for i, clock := range []complaint.Clock{
			{Rule: "a", Started: d.now, Due: d.now.Add(time.Hour), Provisional: true},
			{Rule: "a", Started: d.now, Due: d.now.Add(time.Hour)},
			{Rule: "a", Started: d.now, Due: d.now.Add(time.Hour), Provisional: true, Met: d.now},
		} {
			d.fileAbout(fmt.Sprint("c", i), 1+i, "taste", "", d.now)
			d.change(fmt.Sprint("tg:clock", i), fmt.Sprint("c", i), complaint.Escalate, func(c *complaint.Complaint) { c.Clocks = []complaint.Clock{clock, clock} })
		}
		page, err := d.s.Provisional(d.ctx, "", 10)
		d.must(err)
		if !slices.Equal(ids(page), []string{"c0"}) {
			d.Errorf("provisional: %v", ids(page))
		}
		if page, err := d.s.Provisional(d.ctx, "c0", 10); err != nil || len(page) != 0 {
			d.Errorf("after the last: %v, %v", ids(page), err)
		}
	},
	"a clock that stands still is no deadline": func(d *desk) {
		d.fileAbout("c1", 1, "taste", "", d.now)
		d.change("tg:clock", "c1", complaint.Ask, func(c *complaint.Complaint) {
			c.Clocks = []complaint.Clock{{Rule: "a", Started: d.now}, {Rule: "b", Started: d.now, Due: d.now.Add(time.Hour)}}
		})
		st := d.load(flows.Want{List: &flows.List{Open: true}, Figures: &flows.Period{From: d.now.Add(-time.Hour), To: d.now.Add(time.Minute)}})
		if len(st.List) != 1 || !st.List[0].Due.Equal(d.now.Add(time.Hour)) || st.Figures.Overdue != 0 {
			d.Errorf("list %+v, %d overdue", st.List, st.Figures.Overdue)
		}
	},
	"policies are kept as they were first written": func(d *desk) {
		d.must(d.s.KeepPolicy(d.ctx, flows.Rules{Version: "1+a", Name: "ours.yaml", Source: "schema: 1"}, d.now))
		d.must(d.s.KeepPolicy(d.ctx, flows.Rules{Version: "2+b", Name: "ours.yaml", Source: "schema: 1 # b"}, d.now.Add(time.Hour)))
		d.must(d.s.KeepPolicy(d.ctx, flows.Rules{Version: "1+a", Name: "other", Source: "changed"}, d.now.Add(2*time.Hour)))
		kept, err := d.start().Policies(d.ctx)
		d.must(err)
		want := []flows.Rules{{Version: "1+a", Name: "ours.yaml", Source: "schema: 1"}, {Version: "2+b", Name: "ours.yaml", Source: "schema: 1 # b"}}
		if !slices.Equal(kept, want) {
			d.Errorf("kept %+v", kept)
		}
	},
}

// fileAbout stores a complaint about a batch, filed at a time.
func (d *desk) fileAbout(id string, n int, category, batch string, at time.Time) {
	d.Helper()
	c := d.filed(id, fmt.Sprintf("2026-%04d", n), int64(500+n))
	c.Category, c.FiledAt = category, at
	if batch != "" {
		c.Fields = map[string]string{"batch": batch}
	}
	d.do("file:"+id, flows.Result{Complaints: []*complaint.Complaint{c}})
}

func ids(all []complaint.Complaint) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = c.ID
	}
	return out
}

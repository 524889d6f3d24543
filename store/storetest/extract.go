package storetest

import (
	"fmt"
	"slices"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// extracted reads an extract to its end.
func (d *desk) extracted(x flows.Extract) (all []complaint.Record) {
	d.Helper()
	var mark flows.Mark
	for {
		page, last, more, err := d.s.Extract(d.ctx, x, mark)
		d.must(err)
		all = append(all, page...)
		if !more {
			return all
		}
		if !last.Filed.After(mark.Filed) && last.ID <= mark.ID {
			d.Fatalf("the page after %v ended at %v", mark, last)
		}
		mark = last
	}
}

func recordNumbers(all []complaint.Record) (numbers []string) {
	for _, r := range all {
		numbers = append(numbers, r.Number)
	}
	return numbers
}

var extracts = map[string]func(*desk){
	"every complaint of a period is in it once, in the order of filing": func(d *desk) {
		begin := d.now
		var res flows.Result
		var want []string
		for i := range 1203 {
			c := d.filed(fmt.Sprintf("c%04d", 2000-i), fmt.Sprintf("2026-%04d", i+1), ann)
			c.FiledAt = begin.Add(time.Duration(i/400) * time.Hour) // many in one moment
			res.Complaints = append(res.Complaints, c)
		}
		d.do("many", res)
		for hour := range 3 { // in one moment, by id
			of := res.Complaints[hour*400 : min((hour+1)*400, 1200)]
			for _, c := range slices.Backward(of) {
				want = append(want, c.Number)
			}
		}
		x := flows.Extract{From: begin, To: begin.Add(3 * time.Hour)}
		if got := recordNumbers(d.extracted(x)); !slices.Equal(got, want) {
			d.Errorf("%d complaints, want %d in order; begins %v", len(got), len(want), got[:min(3, len(got))])
		}
		if got := d.extracted(flows.Extract{From: begin.Add(24 * time.Hour), To: begin.Add(48 * time.Hour)}); len(got) != 0 {
			d.Errorf("of another day: %v", recordNumbers(got))
		}
	},
	"a record has everything that is kept about a complaint": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.now = d.now.Add(time.Hour)
		d.change("claim", "c1", complaint.Claim, func(c *complaint.Complaint) {
			c.Status, c.Owner, c.OwnerName, c.OwnedAt, c.RepliedAt = complaint.Claimed, kim, "Kim", d.now, d.now
			c.Clocks = []complaint.Clock{{Rule: "G-T1", Started: d.now, Due: d.now.Add(time.Hour), Breached: true}}
		})
		d.do("words", flows.Result{
			Messages: []complaint.Message{
				{ID: "1:1", Complaint: "c1", Direction: complaint.In, Text: "It leaks", At: d.now},
				{ID: "1:2", Complaint: "c1", Direction: complaint.In, Text: "Still", At: d.now},
				{ID: "2:1", Complaint: "c1", Direction: complaint.Out, Text: "We come", At: d.now},
				{ID: "2:2", Complaint: "c1", Direction: complaint.Note, Text: "Call him", At: d.now},
			},
			Rating: &complaint.Rating{Complaint: "c1", Customer: ann, Owner: kim, Result: 2, Service: 4, Reason: "slow", Comment: "late", First: 1, At: d.now, UpdatedAt: d.now},
		})
		all := d.extracted(flows.Extract{From: d.now.Add(-2 * time.Hour), To: d.now})
		if len(all) != 1 {
			d.Fatalf("%d records", len(all))
		}
		r := all[0]
		if r.Owner != kim || len(r.Clocks) != 1 || !r.Clocks[0].Breached || r.From != 2 || r.To != 1 || r.Side != 1 || !r.FirstReplyAt.Equal(d.now) {
			d.Errorf("record %+v", r)
		}
		if r.Rating == nil || r.Rating.Result != 2 || r.Rating.First != 1 || r.Rating.Comment != "late" || !r.Rating.At.Equal(d.now) {
			d.Errorf("rating %+v", r.Rating)
		}
		if len(r.Course) != 1 || r.Course[0].Action != complaint.Claim || !r.Course[0].At.Equal(d.now) {
			d.Errorf("course %+v", r.Course)
		}
	},
	"what was carried over is what was open when the period began": func(d *desk) {
		d.file("open", "2026-0001", ann)
		d.file("closed before", "2026-0002", ann)
		d.file("closed within", "2026-0003", bob)
		d.close("closed before", d.now.Add(time.Hour))
		begin := d.now.Add(2 * time.Hour)
		d.now = begin.Add(time.Hour)
		d.close("closed within", d.now)
		d.file("new", "2026-0004", ann)
		x := flows.Extract{From: begin, To: begin.Add(24 * time.Hour), Carried: true}
		if got := recordNumbers(d.extracted(x)); !slices.Equal(got, []string{"2026-0003", "2026-0001"}) {
			d.Errorf("carried over: %v", got)
		}
		x.Carried = false
		if got := recordNumbers(d.extracted(x)); !slices.Equal(got, []string{"2026-0004"}) {
			d.Errorf("filed: %v", got)
		}
	},
	"a desk's extract has what the desk has now": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.file("c2", "2026-0002", ann)
		d.now = d.now.Add(time.Minute)
		d.change("move", "c2", complaint.HandOver, func(c *complaint.Complaint) { c.Desk = "repairs" })
		x := flows.Extract{From: d.now.Add(-time.Hour), To: d.now}
		for desk, want := range map[complaint.Desk][]string{"repairs": {"2026-0002"}, complaint.StaffDesk: {"2026-0001"}, "nobody": nil} {
			x.Desk = desk
			if got := recordNumbers(d.extracted(x)); !slices.Equal(got, want) {
				d.Errorf("%s: %v, want %v", desk, got, want)
			}
		}
	},
	"a file stays as it was first kept": func(d *desk) {
		data := []byte("a\x00\xffb")
		if _, ok, err := d.s.File(d.ctx, "report:1"); err != nil || ok {
			d.Errorf("before: %v, %v", ok, err)
		}
		for _, try := range [][]byte{data, []byte("another")} {
			kept, err := d.s.KeepFile(d.ctx, "report:1", try, d.now)
			d.must(err)
			if !slices.Equal(kept, data) {
				d.Errorf("kept %q", kept)
			}
		}
		again, ok, err := d.start().File(d.ctx, "report:1")
		if err != nil || !ok || !slices.Equal(again, data) {
			d.Errorf("after a restart %q, %v, %v", again, ok, err)
		}
	},
}

// close ends a complaint at a moment.
func (d *desk) close(id string, at time.Time) {
	d.Helper()
	before := d.now
	d.now = at
	d.change("close:"+id, id, complaint.Confirm, func(c *complaint.Complaint) {
		c.Status, c.Outcome, c.ClosedAt = complaint.Closed, "resolved", at
	})
	d.now = before
}

package storetest

import (
	"strings"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

var keeping = map[string]func(*desk){
	// LG-AT05
	"a record past its time names nobody any more, and figures stay": func(d *desk) {
		d.history()
		d.close("c1", d.now.Add(time.Hour))
		d.do("rate", flows.Result{Rating: &complaint.Rating{Complaint: "c1", Customer: ann, Owner: kim, Result: 2, Comment: "ring me at home", At: d.now, UpdatedAt: d.now},
			Messages: []complaint.Message{{ID: "501:1", Complaint: "c1", Direction: complaint.In, Chat: ann, MessageID: 1, Author: ann, Text: "I live at 7 Elm Road",
				Attachments: []complaint.Attachment{{FileID: "f1"}}, At: d.now}}})
		period := flows.Period{From: d.now.Add(-time.Hour), To: d.now.AddDate(0, 0, 1)}
		before := *d.load(flows.Want{Figures: &period}).Figures
		if n, err := d.s.Anonymise(d.ctx, d.now, 10); err != nil || n != 0 {
			d.Fatalf("before its time: %d, %v", n, err)
		}
		total := 0
		for {
			n, err := d.s.Anonymise(d.ctx, d.now.AddDate(0, 0, 2), 1)
			d.must(err)
			if total += n; n == 0 {
				break
			}
		}
		if total == 0 {
			d.Fatal("nothing was anonymised")
		}
		st := d.load(flows.Want{ID: "c1", Words: true})
		c := st.Complaint
		if c == nil || c.Customer >= 0 || c.Summary != "" || len(c.Fields) > 0 || len(st.Messages) == 0 || st.Rating == nil || st.Rating.Comment != "" || st.Rating.Result != 2 {
			d.Fatalf("left of it: %+v, %d messages, rating %+v", c, len(st.Messages), st.Rating)
		}
		for _, m := range st.Messages {
			if m.Text != "" || len(m.Attachments) > 0 || m.Chat == ann || m.Author == ann || strings.Contains(m.ID, "501") {
				d.Errorf("left of a message: %+v", m)
			}
		}
		after := *d.load(flows.Want{Figures: &period}).Figures
		if before.Received != after.Received || before.Closed != after.Closed || before.Open != after.Open || len(before.Ratings) != len(after.Ratings) {
			d.Errorf("figures before %+v\nafter %+v", before, after)
		}
		broken, _, err := d.s.VerifyHistory(d.ctx, "", 100)
		if err != nil || len(broken) > 0 {
			d.Errorf("histories that do not hold: %v, %v", broken, err)
		}
		if other := d.load(flows.Want{ID: "c2"}).Complaint; other == nil || other.Customer <= 0 {
			d.Errorf("a complaint that is open: %+v", other)
		}
	},
	"files are forgotten before the words are": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.do("say", flows.Result{Messages: []complaint.Message{{ID: "501:1", Complaint: "c1", Direction: complaint.In, Chat: ann, MessageID: 1,
			Text: "see the photo", Attachments: []complaint.Attachment{{FileID: "f1"}}, At: d.now}}})
		d.close("c1", d.now.Add(time.Hour))
		n, err := d.s.DropAttachments(d.ctx, d.now.AddDate(0, 0, 1), 10)
		st := d.load(flows.Want{ID: "c1", Words: true})
		if err != nil || n != 1 || len(st.Messages) != 1 || st.Messages[0].Text == "" || len(st.Messages[0].Attachments) != 0 {
			d.Errorf("%d, %v: %+v", n, err, st.Messages)
		}
		if n, err := d.s.DropAttachments(d.ctx, d.now.AddDate(0, 0, 1), 10); err != nil || n != 0 {
			d.Errorf("once more: %d, %v", n, err)
		}
	},
	"a draft that lies too long goes, and whoever wrote it begins anew": func(d *desk) {
		draft := &complaint.Complaint{ID: "d1", Status: complaint.Draft, Kind: complaint.KindComplaint, Customer: ann, CreatedAt: d.now, UpdatedAt: d.now}
		d.do("draft", flows.Result{Complaints: []*complaint.Complaint{draft}, Session: &complaint.Session{Chat: ann, Draft: "d1"},
			Messages: []complaint.Message{{ID: "501:1", Complaint: "d1", Direction: complaint.In, Chat: ann, MessageID: 1, Text: "well", At: d.now}}})
		if n, err := d.s.DropDrafts(d.ctx, d.now, 10); err != nil || n != 0 {
			d.Fatalf("before its time: %d, %v", n, err)
		}
		if n, err := d.s.DropDrafts(d.ctx, d.now.Add(time.Minute), 10); err != nil || n != 1 {
			d.Fatalf("in time: %d, %v", n, err)
		}
		if st := d.load(flows.Want{Customer: ann, Words: true}); st.Complaint != nil || st.Session.Draft != "" || len(st.Messages) != 0 {
			d.Errorf("left: %+v, session %+v", st.Complaint, st.Session)
		}
	},
	"what has served is swept away, and what waits stays": func(d *desk) {
		d.withStaff(false)
		d.say("tg:1", complaint.Outbound{Key: "m1", Op: complaint.Say, Chat: ann, Text: complaint.Words("Hello")},
			complaint.Outbound{Key: "m2", Op: complaint.Say, Chat: bob, Text: complaint.Words("Hello")})
		for _, p := range d.lease() {
			if p.Chat == ann {
				d.sent(p, 7)
			} else {
				d.settle(p, complaint.Outcome{State: complaint.Retrying, RetryAt: d.now})
			}
		}
		d.acceptFrom("tg:waiting", 503)
		waiting := len(d.unfinished())
		later := d.now.AddDate(0, 0, 8)
		n, err := d.s.Sweep(d.ctx, later, time.Time{}, 100)
		if err != nil || n == 0 {
			d.Fatalf("swept %d, %v", n, err)
		}
		if n, err := d.s.Sweep(d.ctx, later, time.Time{}, 100); err != nil || n != 0 {
			d.Errorf("once more: %d, %v", n, err)
		}
		if got := len(d.unfinished()); got != waiting {
			d.Errorf("%d events wait, %d did", got, waiting)
		}
		if p := d.leaseOne(); p.Chat != bob {
			d.Errorf("waits: %+v", p)
		}
	},
}

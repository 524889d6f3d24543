package storetest

import (
	"fmt"
	"reflect"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
)

// shanghai is where the days of these cases begin.
func shanghai() *time.Location { return time.FixedZone("", 8*3600) }

// at is a moment of November 2026 in Shanghai.
func at(day, hour, minute, second int) time.Time {
	return time.Date(2026, 11, day, hour, minute, second, 0, shanghai())
}

// dayOf is the digest of the morning after a day of November.
func dayOf(day int) flows.Period {
	return flows.Period{From: at(day, 0, 0, 0), To: at(day+1, 0, 0, 0), CutOff: at(day+1, 8, 30, 0)}
}

// when moves the clock, and files or changes something there.
func (d *desk) when(t time.Time, id string, action complaint.Action, role string, alter func(*complaint.Complaint)) {
	d.Helper()
	d.now = t
	_, err := d.s.Do(d.ctx, d.accept(fmt.Sprint(id, action, t.UnixMicro())), flows.Want{ID: id}, t, func(st flows.State) (flows.Result, error) {
		c := st.Complaint
		if c == nil {
			c = d.filed(id, "2026-"+id, ann)
			c.Category = "leaks"
		}
		if alter != nil {
			alter(c)
		}
		c.UpdatedAt = t
		return flows.Result{Complaints: []*complaint.Complaint{c}, History: []complaint.Entry{{Complaint: id, At: t, Role: role, Action: action}}}, nil
	})
	d.must(err)
}

func (d *desk) accounts(p flows.Period) flows.Accounts {
	d.Helper()
	a, err := d.s.Accounts(d.ctx, p)
	d.must(err)
	return a
}

func claimed(c *complaint.Complaint) { c.Status, c.Owner, c.OwnerName = complaint.Claimed, kim, "Kim" }

// closed ends a complaint at that moment as resolved.
func closed(t time.Time) func(*complaint.Complaint) {
	return func(c *complaint.Complaint) { c.Status, c.Outcome, c.ClosedAt = complaint.Closed, "resolved", t }
}

// accounts are the definitions of the figures (domain 5.2).
var accounts = map[string]func(*desk){
	"ME-AT01 the first human reply is measured in calendar and in working time": func(d *desk) {
		d.when(at(20, 17, 50, 0), "0001", complaint.Submit, "customer", nil) // a Friday
		d.when(at(23, 9, 10, 0), "0001", "reply", "staff", func(c *complaint.Complaint) { c.RepliedAt = d.now })
		replies := d.accounts(dayOf(23)).Figures.FirstReply
		p, err := policy.Pack("generic") // open from nine to six on weekdays
		d.must(err)
		working := func(t complaint.Took) time.Duration { return p.Calendar().Working(t.From, t.To) }
		if len(replies) != 1 || replies.Quantile(0.5, complaint.Took.Elapsed) != 63*time.Hour+20*time.Minute || replies.Quantile(0.5, working) != 20*time.Minute {
			d.Errorf("%v, working %v", replies, replies.Quantile(0.5, working))
		}
		if n := len(d.accounts(dayOf(20)).Figures.FirstReply); n != 0 {
			d.Errorf("%d replies on the day before", n)
		}
	},
	"ME-AT02 waiting for the customer is part of M05 and not of M06": func(d *desk) {
		d.when(at(10, 9, 0, 0), "0001", complaint.Submit, "customer", claimed)
		d.when(at(11, 9, 0, 0), "0001", complaint.Ask, "staff", func(c *complaint.Complaint) { c.Status = complaint.Waiting })
		d.when(at(13, 9, 0, 0), "0001", complaint.Answer, "customer", claimed)
		d.when(at(14, 9, 0, 0), "0001", complaint.Confirm, "customer", closed(at(14, 9, 0, 0)))
		all := d.accounts(dayOf(14)).Figures.Resolution
		if len(all) != 1 || all[0].Elapsed() != 96*time.Hour || all[0].Net() != 48*time.Hour {
			d.Errorf("%+v", all)
		}
	},
	"ME-AT04 met on the second is kept, a second later is broken, once": func(d *desk) {
		due := at(10, 10, 0, 0)
		for i, met := range []time.Time{due, due.Add(time.Second), {}} {
			d.when(at(9, 9, 0, 0), fmt.Sprintf("000%d", i+1), complaint.Submit, "customer", func(c *complaint.Complaint) {
				c.Clocks = []complaint.Clock{{Rule: "contact", Started: at(9, 9, 0, 0), Due: due, Met: met}}
			})
		}
		d.when(at(9, 9, 0, 0), "0004", complaint.Decline, "staff", func(c *complaint.Complaint) {
			c.Status, c.Outcome, c.ClosedAt = complaint.Declined, "invalid", d.now
			c.Clocks = []complaint.Clock{{Rule: "contact", Started: at(9, 9, 0, 0), Due: due}}
		})
		d.when(at(9, 9, 0, 0), "0005", complaint.Submit, "customer", nil)
		if got := d.accounts(dayOf(10)).Figures.Limits; len(got) != 1 || got[0] != (complaint.Limit{Rule: "contact", Met: 1, Breached: 2}) {
			d.Errorf("%+v", got)
		}
		if f := d.accounts(dayOf(9)).Figures; len(f.Limits) != 0 || f.Unlimited != 1 {
			d.Errorf("the day before its deadline %+v, %d without a limit", f.Limits, f.Unlimited)
		}
		if f := d.accounts(dayOf(11)).Figures; len(f.Limits) != 0 || f.Overdue != 1 {
			d.Errorf("the day after %+v, %d overdue", f.Limits, f.Overdue)
		}
	},
	"ME-AT06 a merged complaint leaves later counts alone, and sent ones as they were": func(d *desk) {
		d.when(at(10, 9, 0, 0), "0001", complaint.Submit, "customer", nil)
		d.when(at(10, 10, 0, 0), "0002", complaint.Submit, "customer", nil)
		sent := d.accounts(dayOf(10))
		if sent.Figures.Received != 2 || sent.Figures.Open != 2 || sent.Last != nil {
			d.Fatalf("sent %+v", sent.Figures.Flow)
		}
		d.now = sent.Figures.CutOff
		report := complaint.Report{ID: "digest:2026-11-10", Job: "digest", From: sent.Figures.From, To: sent.Figures.To, CutOff: sent.Figures.CutOff,
			Numbers: map[string]int{"received": 2}, Text: "two came"}
		d.do("digest", flows.Result{Reports: []complaint.Report{report}})
		d.when(at(11, 12, 0, 0), "0002", "merge", "supervisor", func(c *complaint.Complaint) {
			c.Status, c.Outcome, c.ClosedAt, c.Merged = complaint.Withdrawn, "merged", d.now, "2026-0001"
		})
		next := d.accounts(dayOf(11))
		if next.Last == nil || next.Last.Numbers["received"] != 2 || next.Last.Text != "two came" || next.Again.Received != 1 || next.Figures.Open != 1 || next.Figures.Closed != 0 {
			d.Errorf("last %+v, again %+v, now %+v", next.Last, next.Again, next.Figures)
		}
		if again := d.accounts(dayOf(10)); !reflect.DeepEqual(again.Figures, sent.Figures) {
			d.Errorf("with the same cut-off %+v\nwas %+v", again.Figures, sent.Figures)
		}
		report.Text = "changed"
		d.do("digest again", flows.Result{Reports: []complaint.Report{report}})
		if last := d.accounts(dayOf(11)).Last; last.Text != "two came" {
			d.Errorf("a sent report became %q", last.Text)
		}
	},
	"M03 several messages in a row are one gap": func(d *desk) {
		d.when(at(9, 9, 0, 0), "0001", complaint.Submit, "customer", nil)
		d.now = at(10, 15, 0, 0)
		var talk []complaint.Message
		for i, m := range []struct {
			at  time.Time
			dir complaint.Direction
		}{{at(9, 9, 0, 0), complaint.In}, {at(9, 9, 5, 0), complaint.In}, {at(9, 11, 0, 0), complaint.Out}, {at(9, 12, 0, 0), complaint.Out},
			{at(10, 8, 0, 0), complaint.In}, {at(10, 8, 30, 0), complaint.Note}, {at(10, 9, 0, 0), complaint.In}, {at(10, 10, 0, 0), complaint.Out}} {
			talk = append(talk, complaint.Message{ID: fmt.Sprint("m", i), Complaint: "0001", Direction: m.dir, At: m.at})
		}
		d.do("talk", flows.Result{Messages: talk})
		if gaps := d.accounts(dayOf(10)).Figures.Gaps; len(gaps) != 1 || gaps[0].Elapsed() != 2*time.Hour {
			d.Errorf("%v", gaps)
		}
		if gaps := d.accounts(dayOf(9)).Figures.Gaps; len(gaps) != 1 || gaps[0].Elapsed() != 2*time.Hour {
			d.Errorf("the day before %v", gaps)
		}
	},
	"M01, M04 and M25 count from the filing to the first time": func(d *desk) {
		d.when(at(10, 9, 0, 0), "0001", complaint.Submit, "customer", nil)
		d.now = at(10, 9, 0, 5)
		d.say("ack", complaint.Outbound{Key: "k", Op: complaint.Say, Chat: ann, Complaint: "0001", Text: complaint.Words("filed")})
		d.now = at(10, 9, 0, 30)
		d.sent(d.leaseOne(), 7)
		d.when(at(10, 9, 20, 0), "0001", complaint.Claim, "staff", claimed)
		d.when(at(10, 9, 30, 0), "0001", complaint.Release, "staff", func(c *complaint.Complaint) { c.Status, c.Owner = complaint.Filed, 0 })
		d.when(at(10, 9, 50, 0), "0001", complaint.Claim, "staff", claimed)
		d.when(at(10, 11, 0, 0), "0001", complaint.Resolve, "staff", func(c *complaint.Complaint) { c.Status, c.ResolvedAt = complaint.Resolved, d.now })
		d.when(at(10, 12, 0, 0), "0001", complaint.Dispute, "customer", func(c *complaint.Complaint) { c.Status, c.ResolvedAt = complaint.Claimed, time.Time{} })
		d.when(at(10, 15, 0, 0), "0001", complaint.Resolve, "staff", func(c *complaint.Complaint) { c.Status, c.ResolvedAt = complaint.Resolved, d.now })
		f := d.accounts(dayOf(10)).Figures
		for name, got := range map[string]complaint.Times{"30s acknowledged": f.Acknowledged, "20m0s claimed": f.Claims, "2h0m0s result": f.FirstResult} {
			if len(got) != 1 || got[0].Elapsed().String() != name[:len(got[0].Elapsed().String())] {
				d.Errorf("%s: %v", name, got)
			}
		}
		if f.Objections != 1 || f.Reopened != 0 {
			d.Errorf("%d objections, %d reopened", f.Objections, f.Reopened)
		}
	},
}

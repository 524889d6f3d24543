package storetest

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

var matters = map[string]func(*desk){
	"every field of a complaint comes back": func(d *desk) {
		c := d.filed("c1", "2026-0001", ann)
		fill(d, reflect.ValueOf(c).Elem(), d.now)
		c.Status, c.Severity, c.Version = complaint.Claimed, complaint.P2, 0
		want := c.Clone()
		want.Version = 1
		d.do("tg:1", flows.Result{Complaints: []*complaint.Complaint{c}})
		got := d.load(flows.Want{ID: c.ID}).Complaint
		if !reflect.DeepEqual(got, want) {
			d.Errorf("got  %+v\nwant %+v", got, want)
		}
		if c.Version != 0 {
			d.Error("the result was changed by storing it")
		}
	},
	"clocks follow the complaint": func(d *desk) {
		c := d.filed("c1", "2026-0001", ann)
		c.Clocks = []complaint.Clock{{Rule: "a", Started: d.now, Due: d.now.Add(time.Hour)}, {Rule: "b", Started: d.now, Due: d.now.Add(2 * time.Hour)}}
		d.do("tg:1", flows.Result{Complaints: []*complaint.Complaint{c}})
		d.change("tg:2", "c1", complaint.Escalate, func(c *complaint.Complaint) {
			c.Clocks = c.Clocks[:1]
			c.Clocks[0].Met, c.Clocks[0].Breached = d.now, true
		})
		got := d.load(flows.Want{ID: "c1"}).Complaint.Clocks
		if len(got) != 1 || !got[0].Met.Equal(d.now) || !got[0].Breached || got[0].Rule != "a" {
			d.Errorf("clocks: %+v", got)
		}
	},
	"exactly one of many claims wins": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		var won atomic.Int32
		var wait sync.WaitGroup
		for i := range 32 {
			ev := d.acceptFrom(fmt.Sprint("tg:", i), 1000+int64(i))
			wait.Go(func() {
				_, err := d.s.Do(d.ctx, ev, flows.Want{ID: "c1"}, d.now, func(st flows.State) (flows.Result, error) {
					if st.Complaint.Owner != 0 {
						return flows.Result{}, nil
					}
					st.Complaint.Status, st.Complaint.Owner = complaint.Claimed, kim+int64(i)
					won.Add(1)
					return flows.Result{Complaints: []*complaint.Complaint{st.Complaint}}, nil
				})
				if err != nil {
					d.Error(err)
				}
			})
		}
		wait.Wait()
		if won.Load() != 1 {
			d.Errorf("%d won", won.Load())
		}
	},
	"a number is unique for ever": func(d *desk) {
		var wait sync.WaitGroup
		for i := range 20 {
			ev := d.acceptFrom(fmt.Sprint("tg:", i), ann+int64(i))
			wait.Go(func() {
				_, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, func(st flows.State) (flows.Result, error) {
					c := d.filed(fmt.Sprint("c", i), fmt.Sprintf("2026-%04d", st.Number), ann)
					return flows.Result{Complaints: []*complaint.Complaint{c}}, nil
				})
				if err != nil {
					d.Error(err)
				}
			})
		}
		wait.Wait()
		if n := d.load(flows.Want{}).Number; n != 21 {
			d.Errorf("next number is %d, want 21", n)
		}
		if n := len(d.load(flows.Want{Customer: ann}).Mine); n != 20 {
			d.Errorf("%d complaints", n)
		}
		if st, err := d.s.Load(d.ctx, flows.Want{}, d.now.AddDate(1, 0, 0)); err != nil || st.Number != 1 {
			d.Errorf("next year starts at %d, %v", st.Number, err)
		}
	},
	"another customer's complaint does not exist": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.do("tg:1", flows.Result{Session: &complaint.Session{Chat: bob, Active: "c1"},
			Messages: []complaint.Message{{ID: "502:5", Complaint: "c1", Direction: complaint.In, Chat: bob, MessageID: 5, At: d.now}}})
		for _, want := range []flows.Want{{Number: "2026-0001"}, {ID: "c1"}, {Chat: bob, Reply: 5}, {}} {
			want.Customer, want.Words = bob, true
			if st := d.load(want); st.Complaint != nil || len(st.Messages) > 0 || len(st.Mine) > 0 {
				d.Errorf("%+v shows it", want)
			}
		}
		if d.load(flows.Want{Number: "2026-0001", Customer: ann}).Complaint == nil {
			d.Error("its own customer does not see it")
		}
	},
	"the complaint spoken of is found": func(d *desk) {
		for i, id := range []string{"c1", "c2", "c3", "c4", "c5"} {
			d.file(id, fmt.Sprintf("2026-%04d", i+1), ann)
		}
		d.do("tg:1", flows.Result{
			Session:  &complaint.Session{Chat: ann, Draft: "c4", Active: "c5"},
			Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: group, Forum: true}},
			Messages: []complaint.Message{{ID: "501:9", Complaint: "c2", Direction: complaint.In, Chat: ann, MessageID: 9, At: d.now}},
			Outbox:   []complaint.Outbound{{Key: "k", Op: complaint.Say, Desk: complaint.StaffDesk, Complaint: "c3", Topic: "Kettle"}},
		})
		d.settle(d.leaseOne(), complaint.Outcome{State: complaint.Sent, Messages: []int64{70}, TopicID: 7, Chat: group})
		for _, c := range []struct {
			want flows.Want
			id   string
		}{
			{flows.Want{Number: "2026-0001", Chat: ann, Reply: 9, Customer: ann}, "c1"},
			{flows.Want{Number: "2026-9999", Chat: ann, Reply: 9, Customer: ann}, ""},
			{flows.Want{ID: "c1", Chat: ann, Reply: 9}, "c1"},
			{flows.Want{Chat: ann, Reply: 9, Customer: ann}, "c2"},
			{flows.Want{Chat: group, Reply: 70}, "c3"},
			{flows.Want{Chat: group, Thread: 7}, "c3"},
			{flows.Want{Chat: group, Reply: 12, Thread: 7}, "c3"},
			{flows.Want{Chat: ann, Reply: 12, Customer: ann}, "c4"},
			{flows.Want{Customer: ann}, "c4"},
			{flows.Want{Session: ann}, "c4"},
			{flows.Want{Chat: group, Reply: 12, Thread: 13}, ""},
		} {
			got := ""
			if st := d.load(c.want); st.Complaint != nil {
				got = st.Complaint.ID
			}
			if got != c.id {
				d.Errorf("%+v finds %q, want %q", c.want, got, c.id)
			}
		}
	},
	"words keep their versions and their delivery state": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		m := complaint.Message{ID: "501:9", Complaint: "c1", Direction: complaint.In, Chat: ann, MessageID: 9, Author: ann, Text: "one",
			Attachments: []complaint.Attachment{{Kind: "voice", FileID: "f"}}, Album: "a", Delivery: complaint.Sent, At: d.now}
		d.do("tg:1", flows.Result{Messages: []complaint.Message{m}})
		m.Edits, m.Delivery = []complaint.Edit{{Text: "two", At: d.now.UTC()}}, complaint.Pending
		d.do("tg:2", flows.Result{Messages: []complaint.Message{m}})
		m.Delivery = complaint.Sent
		if got := d.load(flows.Want{ID: "c1", Words: true}).Messages; len(got) != 1 || !reflect.DeepEqual(got[0], m) {
			d.Errorf("got %+v", got)
		}
		if st := d.load(flows.Want{ID: "c1"}); st.Messages != nil {
			d.Error("messages that nobody wanted")
		}
	},
	"history is kept in a chain": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.file("c2", "2026-0002", ann)
		d.change("tg:1", "c1", complaint.Claim, func(c *complaint.Complaint) { c.Status, c.Owner = complaint.Claimed, kim })
		entries, err := d.s.History(d.ctx, "c1")
		d.must(err)
		if len(entries) != 2 || entries[0].Action != complaint.Submit || entries[1].Action != complaint.Claim || !entries[1].At.Equal(d.now) {
			d.Errorf("history: %+v", entries)
		}
		if broken, _, err := d.s.VerifyHistory(d.ctx, "", 100); err != nil || len(broken) != 0 {
			d.Errorf("broken %v, %v", broken, err)
		}
	},
	"one rating per complaint": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		r := complaint.Rating{Complaint: "c1", Customer: ann, Owner: kim, Result: 2, First: 2, At: d.now, UpdatedAt: d.now}
		d.do("tg:1", flows.Result{Rating: &r})
		r.Result, r.Service, r.Comment, r.UpdatedAt = 5, 4, "better now", d.now.Add(time.Hour)
		d.do("tg:2", flows.Result{Rating: &r})
		if got := d.load(flows.Want{ID: "c1"}).Rating; got == nil || *got != r {
			d.Errorf("got %+v", got)
		}
	},
}

// fill gives every field of a struct a value that is not zero.
func fill(d *desk, v reflect.Value, now time.Time) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString("x" + fmt.Sprint(i))
		case reflect.Int, reflect.Int64:
			f.SetInt(int64(i) + 1)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Float64:
			f.SetFloat(1.5)
		case reflect.Map:
			f.Set(reflect.MakeMap(f.Type()))
			element := reflect.ValueOf("kettle")
			if f.Type().Elem() == reflect.TypeFor[time.Time]() {
				element = reflect.ValueOf(now)
			}
			f.SetMapIndex(reflect.ValueOf("what"), element)
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
			if f.Index(0).Kind() == reflect.String {
				f.Index(0).SetString("y")
				continue
			}
			if f.Index(0).Kind() == reflect.Uint64 {
				f.Index(0).SetUint(1<<63 + 5)
				continue
			}
			fill(d, f.Index(0), now)
		case reflect.Struct:
			if f.Type() == reflect.TypeFor[time.Time]() {
				f.Set(reflect.ValueOf(now.Add(time.Duration(i) * time.Minute)))
			} else {
				fill(d, f, now)
			}
		default:
			d.Fatalf("field %s: %s is not known to this test", v.Type().Field(i).Name, f.Kind())
		}
	}
}

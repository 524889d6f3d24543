package storetest

import (
	"reflect"

	"redress/flows"
	"redress/flows/complaint"
)

var people = map[string]func(*desk){
	"a session comes back, with the last event applied": func(d *desk) {
		ev := d.accept("tg:1")
		s := complaint.Session{Chat: ann, Language: "en", Stage: complaint.Asking, Draft: "c1", Asked: []string{"where"}, Form: map[string]string{"a": "b"}, TouchedAt: d.now}
		_, err := d.s.Do(d.ctx, ev, flows.Want{Customer: ann}, d.now, always(flows.Result{Session: &s}))
		d.must(err)
		want := s
		want.LastEvent = ev.ID
		d.s = d.start()
		if got := d.load(flows.Want{Customer: ann}).Session; !reflect.DeepEqual(got, want) {
			d.Errorf("got %+v", got)
		}
		if s.LastEvent != 0 {
			d.Error("the result was changed by storing it")
		}
		if got := d.load(flows.Want{Session: bob}).Session; !reflect.DeepEqual(got, complaint.Session{}) {
			d.Errorf("somebody never seen has %+v", got)
		}
	},
	"a session without a chat is the one that was wanted": func(d *desk) {
		_, err := d.s.Do(d.ctx, d.accept("tg:1"), flows.Want{Session: kim}, d.now, always(flows.Result{Session: &complaint.Session{Stage: complaint.Resolving}}))
		d.must(err)
		if got := d.load(flows.Want{Session: kim}).Session; got.Stage != complaint.Resolving || got.Chat != kim {
			d.Errorf("got %+v", got)
		}
	},
	"a customer's complaints, newest first": func(d *desk) {
		d.file("c1", "2026-0001", ann)
		d.now = d.now.AddDate(0, 0, 1)
		d.file("c2", "2026-0002", ann)
		d.file("c3", "2026-0003", bob)
		draft, dropped := d.filed("c4", "", ann), d.filed("c5", "", ann)
		draft.Status, dropped.Status = complaint.Draft, complaint.Cancelled
		d.do("tg:1", flows.Result{Complaints: []*complaint.Complaint{draft, dropped}})
		mine := d.load(flows.Want{Customer: ann}).Mine
		if len(mine) != 2 || mine[0].ID != "c2" || mine[1].ID != "c1" {
			d.Errorf("got %d", len(mine))
		}
	},
	"the organisation is known to every process at once": func(d *desk) {
		other := d.start()
		kims := complaint.Staff{ID: kim, Name: "Kim", Role: complaint.RoleStaff}
		see := func(want flows.Org) {
			d.Helper()
			st, err := other.Load(d.ctx, flows.Want{}, d.now)
			d.must(err)
			if !reflect.DeepEqual(st.Org, want) {
				d.Errorf("got %+v, want %+v", st.Org, want)
			}
		}
		see(flows.Org{})
		b := complaint.Binding{Desk: complaint.StaffDesk, Chat: group, Forum: true, Title: "Staff", Language: "en"}
		d.do("tg:1", flows.Result{Bindings: []complaint.Binding{b}, Staff: []complaint.Staff{kims}})
		see(flows.Org{Staff: b, People: []complaint.Staff{kims}})
		kims.Removed = true
		b.Chat = 0
		d.do("tg:2", flows.Result{Bindings: []complaint.Binding{b}, Staff: []complaint.Staff{kims}, UsedSetup: true})
		see(flows.Org{People: []complaint.Staff{kims}})
	},
	"an organisation changed by a failed unit is not believed": func(d *desk) {
		ev := d.accept("tg:1")
		res := flows.Result{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: group}},
			Outbox:     []complaint.Outbound{{Key: "a", Op: complaint.Say, Desk: complaint.StaffDesk}},
			Complaints: []*complaint.Complaint{{ID: "c1", Status: "odd"}}}
		if _, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, always(res)); err == nil {
			d.Fatal("an odd status was taken")
		}
		res = flows.Result{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: managed}}}
		_, err := d.s.Do(d.ctx, ev, flows.Want{}, d.now, always(res))
		d.must(err)
		d.say("tg:2", complaint.Outbound{Key: "b", Op: complaint.Say, Desk: complaint.StaffDesk})
		if p := d.leaseOne(); p.Chat != managed {
			d.Errorf("goes to %d", p.Chat)
		}
	},
}

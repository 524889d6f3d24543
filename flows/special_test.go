package flows

import (
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// stepOn deals with one event about the complaint of a bench, in a house with a staff group and,
// if asked for, a managers' chat.
func (b *bench) stepOn(ev complaint.Event, managers bool, do func(*turn)) Result {
	b.t.Helper()
	st := State{Complaint: b.c, Actor: complaint.Actor{ID: 21, Name: "Li", Role: complaint.RoleOwner}}
	st.Org.Staff = complaint.Binding{Desk: complaint.StaffDesk, Chat: -1, Language: "en"}
	if managers {
		st.Org.Managers = complaint.Binding{Desk: complaint.ManagersDesk, Chat: -2, Language: "en"}
	}
	t := newTurn(b.desk, st, ev, complaint.Triage{}, b.now)
	do(t)
	b.c = t.c.Clone()
	return t.done()
}

// handled is a complaint that has just been handled, with what was sent and which timers were set.
func handled(t *testing.T, pack string, s complaint.Severity, managers bool) (*bench, Result) {
	t.Helper()
	b := newBench(t, pack, monday(10, 0))
	b.c.Severity, b.c.Status, b.c.Owner = s, complaint.Resolved, 21
	return b, b.stepOn(complaint.Event{ID: 5, Kind: complaint.Due, Timer: &complaint.Timer{}}, managers, func(t *turn) { t.happened(policy.Resolved) })
}

func paperOf(res Result) (found []complaint.Outbound) {
	for _, o := range res.Outbox {
		if o.Op == complaint.Attach && o.File.Paper != nil && o.File.Paper.Case != "" {
			found = append(found, o)
		}
	}
	return found
}

func reminderOf(res Result) *complaint.Timer {
	for _, timer := range res.Timers {
		if timer.Name == specialTimer {
			return &timer
		}
	}
	return nil
}

// TestGraveCasesOweASpecialReport follows VK-N5, VK-N3 and PS-R1; milder cases owe none.
func TestGraveCasesOweASpecialReport(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pack string
		s    complaint.Severity
		owes string
	}{
		{"property-developer", complaint.P1, "VK-R7"}, {"property-developer", complaint.P2, "VK-N3"}, {"property-developer", complaint.P3, ""},
		{"fuel-station", complaint.P1, "PS-R1"}, {"fuel-station", complaint.P4, ""}, {"generic", complaint.P1, ""},
	} {
		_, res := handled(t, tt.pack, tt.s, true)
		papers := paperOf(res)
		if tt.owes == "" {
			if len(papers) != 0 || reminderOf(res) != nil {
				t.Errorf("%s %s: %+v", tt.pack, tt.s, papers)
			}
			continue
		}
		if len(papers) != 1 || papers[0].Desk != complaint.ManagersDesk || !strings.Contains(papers[0].Text.String(), tt.owes) || papers[0].Buttons[0][0].Data != "s:handedin:2026-0001" {
			t.Errorf("%s %s: %+v", tt.pack, tt.s, papers)
		}
		if r := reminderOf(res); r == nil || !r.At.Equal(monday(10, 0).Add(7*24*time.Hour)) {
			t.Errorf("%s %s: reminder %+v", tt.pack, tt.s, r)
		}
	}
	if _, res := handled(t, "fuel-station", complaint.P1, false); len(paperOf(res)) != 1 || paperOf(res)[0].Desk != complaint.StaffDesk {
		t.Errorf("without a managers' chat: %+v", paperOf(res))
	}
}

func TestSpecialReportIsRemindedOfUntilItIsHandedIn(t *testing.T) {
	t.Parallel()
	b, res := handled(t, "fuel-station", complaint.P1, true)
	b.c.Status = complaint.Closed
	reminders := 0
	for timer := reminderOf(res); timer != nil; timer = reminderOf(res) {
		b.now = timer.At
		res = b.stepOn(complaint.Event{ID: 6, Kind: complaint.Due, At: b.now, Timer: timer}, true, (*turn).specialReminder)
		if len(res.Outbox) != 1 || !strings.Contains(res.Outbox[0].Text.String(), "PS-R1") {
			t.Fatalf("reminder: %+v", res.Outbox)
		}
		if reminders++; reminders > 10 {
			t.Fatal("it never ends")
		}
	}
	if reminders != specialAtMost {
		t.Errorf("%d reminders, want %d", reminders, specialAtMost)
	}
	press := complaint.Event{ID: 7, Kind: complaint.Pressed, Chat: complaint.Chat{ID: -2, Kind: complaint.Group}, Press: &complaint.Press{MessageID: 9}}
	res = b.stepOn(press, true, (*turn).specialHandedIn)
	if timer := reminderOf(res); timer == nil || !timer.At.IsZero() {
		t.Errorf("handed in, and the timer is %+v", timer)
	}
	if len(res.History) != 1 || res.History[0].Action != actSpecial {
		t.Errorf("history %+v", res.History)
	}
	b.c.Status = complaint.Claimed
	res = b.stepOn(complaint.Event{ID: 8, Kind: complaint.Due, Timer: &complaint.Timer{Detail: "1"}}, true, (*turn).specialReminder)
	if len(res.Outbox) != 0 {
		t.Errorf("reminded of a case that is open again: %+v", res.Outbox)
	}
}

// TestRegularReportsGoToWhomThePolicyNames sends one to a desk's own group, to the managers, and
// to the staff group while there is nobody else.
func TestRegularReportsGoToWhomThePolicyNames(t *testing.T) {
	t.Parallel()
	b := newBench(t, "property-developer", monday(10, 0))
	zone := b.desk.Policy.Zone()
	due := b.desk.Policy.ReportsDue(time.Date(2026, 12, 26, 18, 0, 0, 0, zone))
	if len(due) != 1 || due[0].Desk != "property" {
		t.Fatalf("due: %+v", due)
	}
	for _, tt := range []struct {
		org  Org
		want complaint.Desk
	}{
		{Org{Staff: complaint.Binding{Chat: -1}, Managers: complaint.Binding{Chat: -2}, Desks: []complaint.Binding{{Desk: "property", Chat: -3}}}, "property"},
		{Org{Staff: complaint.Binding{Chat: -1}, Managers: complaint.Binding{Chat: -2}}, complaint.ManagersDesk},
		{Org{Staff: complaint.Binding{Chat: -1}}, complaint.StaffDesk},
	} {
		st := State{Org: tt.org, Sheet: &Sheet{DueReport: due[0], Figures: &complaint.Figures{Flow: complaint.Flow{Received: 3, Limits: []complaint.Limit{{Rule: "VK-T10", Met: 3, Breached: 1}}}}}}
		ev := b.desk.RegularReports(due[0].Send)[0]
		res := b.desk.Step(st, ev, complaint.Triage{}, due[0].Send)
		if len(res.Outbox) != 3 || len(res.Reports) != 1 {
			t.Fatalf("%d messages, %d reports", len(res.Outbox), len(res.Reports))
		}
		for _, o := range res.Outbox {
			if o.Desk != tt.want || !strings.HasPrefix(o.Key, "report:VK-R4:2026-11-27:property") {
				t.Errorf("%s to %s, want %s", o.Key, o.Desk, tt.want)
			}
		}
		if text := res.Outbox[0].Text.String(); !strings.Contains(text, "75") || !strings.Contains(text, "VK-R4") {
			t.Errorf("text %q", text)
		}
		if p := res.Outbox[1].File.Paper; p.Desk != "property" || !p.CutOff().Equal(due[0].Send) {
			t.Errorf("paper %+v", p)
		}
	}
	if res := b.desk.Step(State{}, b.desk.RegularReports(due[0].Send)[0], complaint.Triage{}, due[0].Send); len(res.Outbox) != 0 {
		t.Errorf("without figures: %+v", res.Outbox)
	}
}

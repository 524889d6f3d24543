package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// morning is half past eight of Monday 23 November 2026 where the generic policy lives.
func morning() time.Time { return time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC) }

func digestDesk(t *testing.T) *flows.Desk {
	t.Helper()
	p, err := policy.Pack("property-developer")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &flows.Desk{Policy: p, Texts: catalogue}
}

func digestOrg(lang string) flows.Org {
	return flows.Org{Staff: complaint.Binding{Desk: complaint.StaffDesk, Chat: staffChat, Language: lang},
		Managers: complaint.Binding{Desk: complaint.ManagersDesk, Chat: managerChat, Language: lang},
		People:   []complaint.Staff{{ID: 21, Name: "Li", Role: complaint.RoleStaff}}}
}

// sentDigest is what the digest of that morning sends.
func sentDigest(t *testing.T, d *flows.Desk, lang string, a flows.Accounts) (flows.Result, complaint.Outbound) {
	t.Helper()
	at := morning()
	ev := complaint.Event{ID: 1, Kind: complaint.Tick, At: at, Timer: &complaint.Timer{Name: "digest", At: at}}
	w := d.Wants(ev, at)
	f := a.Figures
	f.From, f.To, f.CutOff, f.Known = w.Figures.From, w.Figures.To, at, at
	res := d.Step(flows.State{Org: digestOrg(lang), Accounts: a}, ev, complaint.Triage{}, at)
	if len(res.Outbox) == 0 || res.Outbox[0].Op != complaint.Say {
		t.Fatalf("sent %+v", res.Outbox)
	}
	return res, res.Outbox[0]
}

// busy are the figures of a day on which everything has something to say.
func busy() flows.Accounts {
	at := morning()
	line := func(n int, s complaint.Severity, due time.Duration) complaint.Line {
		return complaint.Line{ID: fmt.Sprint("c", n), Number: fmt.Sprintf("2026-%04d", n), Severity: s, Status: complaint.Claimed, Category: "construction",
			Summary: "Ms Bauer, 0151 2345678, says it leaks", OwnerName: "Li", FiledAt: at.Add(-50 * time.Hour), Due: at.Add(due)}
	}
	took := func(minutes ...int) (all complaint.Times) {
		for _, m := range minutes {
			all = append(all, complaint.Took{From: at.Add(-20 * time.Hour), To: at.Add(-20*time.Hour + time.Duration(m)*time.Minute)})
		}
		return all
	}
	f := &complaint.Figures{
		Flow: complaint.Flow{Received: 31, Closed: 28, FirstReply: took(10, 22, 200), Resolution: took(300, 600),
			Limits:   []complaint.Limit{{Rule: "VK-T03", Met: 40, Breached: 2}, {Rule: "VK-T05", Met: 8, Breached: 1, Provisional: 1}},
			Promises: complaint.Limit{Met: 9, Breached: 1}, Ratings: []int{5, 4, 4, 1, 2, 5}, Surveyed: complaint.Ratio{Part: 6, Whole: 20},
			Low:      []complaint.Score{{ID: "c7", Number: "2026-0007", Result: 1, Comment: "nobody called me on 0151-2345678 or at bauer@example.org"}},
			Reopened: 2, Second: 1, Escalated: 1, Back: complaint.Ratio{Part: 4, Whole: 100}, Fallbacks: 3, Undelivered: 1},
		Stock: complaint.Stock{Open: 64, Ages: [5]int{20, 20, 12, 10, 2}, Overdue: 2, OverdueRuns: 3, Soon: 1, Unclaimed: 1, UnclaimedAt: at.Add(-3 * time.Hour),
			Grave: 1, Emergency: 1, Pressing: 2, Unanswered: 3, UnansweredAt: at.Add(-4 * time.Hour), Lacking: 5,
			Urgent: []complaint.Line{line(1, complaint.P1, 2*time.Hour), line(2, complaint.P3, -time.Hour)},
			Late:   []complaint.Line{line(2, complaint.P3, -time.Hour)}, Next: []complaint.Line{line(1, complaint.P1, 2*time.Hour), line(3, complaint.P4, 5*time.Hour)},
			Waiting: []complaint.Line{line(4, complaint.P4, 6*time.Hour)}, Oldest: []complaint.Line{line(2, complaint.P3, -time.Hour), line(5, complaint.P4, 90*time.Hour)}},
		Topics: []complaint.Topic{{Category: "construction", About: "construction:site:block7", Today: 3, Month: 5, People: 4, Numbers: []string{"2026-0012", "2026-0009"}}},
		Kinds:  []complaint.Tally{{ID: "construction", N: 40}},
		Desks:  []complaint.DeskLine{{Desk: "legal", Received: 3, Open: 4}, {Desk: "staff", Received: 28, Closed: 28, Open: 60, Overdue: 2}},
	}
	for i := range 30 {
		f.Days = append(f.Days, complaint.Day{Start: at.Add(-8*time.Hour-30*time.Minute).AddDate(0, 0, i-30), Received: i, Closed: i / 2, Open: 40 + i, Ratings: i % 3, Score: 4 * (i % 3)})
	}
	return flows.Accounts{Figures: f, Week: &complaint.Figures{Flow: complaint.Flow{FirstReply: took(35, 35, 300)}}}
}

func TestDigestSaysFirstWhetherTodayNeedsManagers(t *testing.T) {
	t.Parallel()
	d := digestDesk(t)
	for lang, want := range map[string]string{"en": "Mon 23 Nov — 2 need you.", "zh-Hans": "11月23日周一 — 有 2 件要您看。", "zh-Hant": "11月23日週一 — 有 2 件要您看。"} {
		_, o := sentDigest(t, d, lang, busy())
		if first, _, _ := strings.Cut(o.Text.String(), "\n"); first != want || o.Desk != complaint.ManagersDesk {
			t.Errorf("%q to %s, want %q", first, o.Desk, want)
		}
	}
	quiet := flows.Accounts{Figures: &complaint.Figures{Stock: complaint.Stock{Open: 3}}}
	if _, o := sentDigest(t, d, "en", quiet); !strings.HasPrefix(o.Text.String(), "Mon 23 Nov: nothing needs you.") || strings.Count(o.Text.String(), "\n") != 1 {
		t.Errorf("a quiet day: %q", o.Text)
	}
	if _, o := sentDigest(t, d, "en", flows.Accounts{Figures: &complaint.Figures{}}); strings.Contains(o.Text.String(), "\n") {
		t.Errorf("an empty day: %q", o.Text)
	}
}

// TestDigestNamesNobody: numbers of complaints only, whatever people wrote.
func TestDigestNamesNobody(t *testing.T) {
	t.Parallel()
	res, o := sentDigest(t, digestDesk(t), "en", busy())
	for _, text := range []string{o.Text.String(), res.Reports[0].Text} {
		for _, never := range []string{"Bauer", "2345678", "example.org", "says it leaks"} {
			if strings.Contains(text, never) {
				t.Errorf("%q stands in\n%s", never, text)
			}
		}
		if !strings.Contains(text, "nobody called me on") {
			t.Errorf("the words of a low score are missing in\n%s", text)
		}
	}
}

func TestDigestListsAComplaintOnce(t *testing.T) {
	t.Parallel()
	_, o := sentDigest(t, digestDesk(t), "en", busy())
	for n := 1; n <= 5; n++ {
		links := 0
		for _, s := range o.Text {
			if s.Style == complaint.Card && s.Ref == fmt.Sprint("c", n) {
				links++
			}
		}
		if links != 1 {
			t.Errorf("2026-%04d is listed %d times in\n%s", n, links, o.Text)
		}
	}
}

// TestMEAT05FewAnswersMakeNoPercentage: below five answers the scores themselves are printed.
func TestMEAT05FewAnswersMakeNoPercentage(t *testing.T) {
	t.Parallel()
	a := flows.Accounts{Figures: &complaint.Figures{Flow: complaint.Flow{Closed: 3, Ratings: []int{5, 5, 1}}}}
	_, o := sentDigest(t, digestDesk(t), "en", a)
	if text := o.Text.String(); strings.Contains(text, "%") || !strings.Contains(text, "5, 5, 1") {
		t.Errorf("%s", text)
	}
	a.Figures.Ratings = []int{5, 5, 1, 4, 2}
	if _, o = sentDigest(t, digestDesk(t), "en", a); !strings.Contains(o.Text.String(), "60 %") || !strings.Contains(o.Text.String(), "3.4") {
		t.Errorf("%s", o.Text)
	}
}

// TestMEAT06TheNextDigestCorrects: what a merge changed is said once, and sent reports stay.
func TestMEAT06TheNextDigestCorrects(t *testing.T) {
	t.Parallel()
	a := busy()
	a.Last = &complaint.Report{ID: "digest:2026-11-21", CutOff: morning().AddDate(0, 0, -1), Numbers: map[string]int{"received": 12, "closed": 4, "open": 60}}
	a.Again = &complaint.Figures{Flow: complaint.Flow{Received: 11, Closed: 4}}
	res, o := sentDigest(t, digestDesk(t), "en", a)
	if want := "Correction to Sun 22 Nov: received 11 (was 12)"; !strings.HasSuffix(o.Text.String(), want) {
		t.Errorf("%q is not the end of\n%s", want, o.Text)
	}
	if r := res.Reports[0]; len(res.Reports) != 1 || r.ID != "digest:2026-11-22" || r.Numbers["received"] != 31 || r.Numbers["met"] != 48 || r.Text != o.Text.String() {
		t.Errorf("kept %+v", r)
	}
	a.Again.Received = 12
	if _, o = sentDigest(t, digestDesk(t), "en", a); strings.Contains(o.Text.String(), "Correction") {
		t.Errorf("nothing to correct:\n%s", o.Text)
	}
}

// TestNumbersLeadToTheirLists presses every button of a digest where it may be pressed, and
// where not.
func TestNumbersLeadToTheirLists(t *testing.T) {
	t.Parallel()
	d := digestDesk(t)
	_, o := sentDigest(t, d, "en", busy())
	var labels []string
	for _, b := range slices.Concat(o.Buttons...) {
		labels = append(labels, b.Text)
		if len(b.Data) > 64 {
			t.Errorf("%q carries %d bytes", b.Text, len(b.Data))
		}
		ev := complaint.Event{ID: 2, Kind: complaint.Pressed, Chat: complaint.Chat{ID: managerChat, Kind: complaint.Group},
			From: complaint.Person{ID: 23}, Press: &complaint.Press{ID: "p", Data: b.Data, MessageID: 9}}
		w := d.Wants(ev, morning().Add(time.Hour))
		if w.Behind == nil || !w.Behind.Period.CutOff.Equal(morning()) || w.Behind.Period.Chat != managerChat || w.Behind.Period.To.Sub(w.Behind.Period.From) != 24*time.Hour {
			t.Fatalf("%q asks for %+v", b.Text, w.Behind)
		}
		st := flows.State{Org: digestOrg("en"), Actor: complaint.Actor{ID: 23, Role: complaint.RoleSupervisor, Member: true}, List: busy().Figures.Urgent}
		out := d.Step(st, ev, complaint.Triage{}, morning().Add(time.Hour)).Outbox
		if len(out) == 0 || out[0].ReplyTo != 9 || !strings.Contains(out[0].Text.String(), "2026-0002") || strings.Contains(out[0].Text.String(), "Bauer") {
			t.Errorf("%q shows %+v", b.Text, out)
		}
		st.Actor = complaint.Actor{ID: 99}
		if out := d.Step(st, ev, complaint.Triage{}, morning()).Outbox; len(out) != 1 || out[0].Op != complaint.Reply {
			t.Errorf("%q shows a stranger %+v", b.Text, out)
		}
	}
	for _, want := range []string{"Overdue 2", "Due in 24 h 1", "Unclaimed 1", "Grave 1", "Low scores 1", "Limits broken 3", "Reopened 2", "In 31", "Open 64"} {
		if !slices.Contains(labels, want) {
			t.Errorf("no button %q in %q", want, labels)
		}
	}
}

func TestDigestDrawsAChart(t *testing.T) {
	t.Parallel()
	res, _ := sentDigest(t, digestDesk(t), "zh-Hans", busy())
	o := res.Outbox[1]
	if o.Op != complaint.Attach || o.Desk != complaint.ManagersDesk || !o.File.Picture || o.File.Chart == nil {
		t.Fatalf("%+v", o)
	}
	c := o.File.Chart
	if c.Title != "投诉情况 11月23日周一" || len(c.Flow.Days) != 30 || c.Flow.Days[29].Label != "11/22" || c.Flow.Days[29].Open != 69 || len(c.Ratings.Weeks) != 4 || c.Ages.Bars[4].N != 2 {
		t.Errorf("%+v", c)
	}
	if res, _ := sentDigest(t, digestDesk(t), "en", flows.Accounts{Figures: &complaint.Figures{}}); len(res.Outbox) != 1 {
		t.Errorf("a picture of nothing: %+v", res.Outbox[1])
	}
}

// TestFactsForTheMachine: computed numbers, and neither names nor anybody's words.
func TestFactsForTheMachine(t *testing.T) {
	t.Parallel()
	a := busy()
	a.Figures.CutOff = morning()
	lang, facts := digestDesk(t).DigestFacts(digestOrg("en"), a)
	if lang != "en" || !strings.Contains(facts, "31 in") || !strings.Contains(facts, "48 of 51") {
		t.Errorf("%s: %s", lang, facts)
	}
	for _, never := range []string{"Li ", "nobody called", "Bauer"} {
		if strings.Contains(facts, never) {
			t.Errorf("%q is told to the machine:\n%s", never, facts)
		}
	}
	a.Reading = "It was busy."
	if _, o := sentDigest(t, digestDesk(t), "en", a); !strings.Contains(o.Text.String(), "Written by a machine from these numbers:\nIt was busy.") {
		t.Errorf("%s", o.Text)
	}
}

// TestDesksGetTheirPart: where the policy says so, each desk with a group of its own, of the same
// cut-off.
func TestDesksGetTheirPart(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("ours", []byte("schema: 1\nversion: '1'\nextends: property-developer\nlanguages: [en, zh-Hans, zh-Hant]\ndigest_per_desk: true\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := digestDesk(t)
	res, _ := sentDigest(t, d, "en", busy())
	if len(res.Timers) != 0 {
		t.Errorf("managers only, and timers %+v", res.Timers)
	}
	d.Policy = p
	o := digestOrg("en")
	o.Desks = []complaint.Binding{{Desk: "projects", Chat: -7, Language: "en"}, {Desk: "sales", Language: "en"}}
	at := morning()
	a := busy()
	a.Figures.CutOff = at
	res = d.Step(flows.State{Org: o, Accounts: a}, complaint.Event{ID: 1, Kind: complaint.Tick, At: at, Timer: &complaint.Timer{Name: "digest", At: at}}, complaint.Triage{}, at.Add(time.Minute))
	if len(res.Timers) != 1 || res.Timers[0].Name != "digest" || res.Timers[0].Chat.ID != -7 {
		t.Fatalf("timers %+v", res.Timers)
	}
	ev := complaint.Event{ID: 2, Kind: complaint.Due, At: at, Chat: res.Timers[0].Chat, Timer: &res.Timers[0]}
	w := d.Wants(ev, at.Add(time.Hour))
	if w.Figures == nil || w.Figures.Desk != "projects" || !w.Figures.CutOff.Equal(at) {
		t.Fatalf("wants %+v", w.Figures)
	}
	a.Figures.Desk = "projects"
	out := d.Step(flows.State{Org: o, Accounts: a}, ev, complaint.Triage{}, at.Add(time.Hour))
	if m := out.Outbox[0]; m.Desk != "projects" || !strings.HasPrefix(m.Text.String(), "Mon 23 Nov · Projects — 2 need you.") || len(out.Timers) != 0 || out.Reports[0].Desk != "projects" {
		t.Errorf("sent %+v, kept %+v", m, out.Reports)
	}
}

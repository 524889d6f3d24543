package flows

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// bench is one complaint on which anything may happen, at any time.
type bench struct {
	t    *testing.T
	desk *Desk
	c    *complaint.Complaint
	now  time.Time
}

func newBench(t *testing.T, pack string, filed time.Time) *bench {
	t.Helper()
	p, err := policy.Pack(pack)
	if err != nil {
		t.Fatal(err)
	}
	words, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, desk: &Desk{Policy: p, Texts: words}, now: filed}
	b.c = &complaint.Complaint{ID: "c1", Number: "2026-0001", Status: complaint.Draft, Kind: complaint.KindComplaint, Customer: 11,
		Language: "en", Category: p.Categories()[0].ID, Fields: map[string]string{}, CreatedAt: filed, Version: 1}
	b.turn(func(t *turn) {
		_ = t.move(complaint.Submit)
		t.file(complaint.Submit)
	})
	return b
}

// turn lets something happen to the complaint now.
func (b *bench) turn(do func(*turn)) {
	b.t.Helper()
	st := State{Complaint: b.c, Number: 1, Related: &Related{}, Actor: complaint.Actor{ID: 21, Name: "Li", Role: complaint.RoleOwner}}
	t := newTurn(b.desk, st, complaint.Event{ID: 1, Kind: complaint.Due, Timer: &complaint.Timer{}}, complaint.Triage{}, b.now)
	do(t)
	b.c = t.c.Clone()
}

func (b *bench) clock(rule string) *complaint.Clock {
	for i := range b.c.Clocks {
		if b.c.Clocks[i].Rule == rule {
			return &b.c.Clocks[i]
		}
	}
	return nil
}

func monday(hour, minute int) time.Time {
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	return time.Date(2026, 11, 23, hour, minute, 0, 0, shanghai)
}

// act does what a number says and lets broken clocks be noticed, as their timers would.
func (b *bench) act(n int) {
	b.turn(func(t *turn) {
		switch n % 10 {
		case 0:
			if t.move(complaint.Claim) == nil {
				t.own(21, "Li")
				t.happened(policy.Claimed)
			}
		case 1:
			_ = t.move(complaint.Ask)
		case 2:
			_ = t.move(complaint.Answer)
		case 3:
			_ = t.move(complaint.Release)
		case 4:
			t.c.RepliedAt = t.now
			t.happened(policy.Replied)
		case 5:
			t.c.Facts = append(t.c.Facts, complaint.Fact{Name: complaint.FactMedia})
			t.grade()
		case 6:
			t.c.Facts = append(t.c.Facts, complaint.Fact{Name: complaint.FactMediaBegun, By: 21})
			t.grade()
		case 7:
			t.overrule(complaint.P4)
			t.setSeverity(complaint.P4, "a reason")
		case 8:
			if t.move(complaint.Resolve) == nil {
				t.happened(policy.Resolved)
			}
		case 9:
			if t.move(complaint.Dispute) == nil {
				t.reopened("customer", 11, complaint.Dispute)
			}
		}
	})
	b.turn(func(t *turn) {
		for i := range t.c.Clocks {
			k := &t.c.Clocks[i]
			if k.Running() && !k.Due.IsZero() && t.now.After(k.Due) {
				k.Breached = true
			}
		}
	})
}

// TestClocksKeepTheirWord lets anything happen in any order: a breach stays a breach, a clock
// keeps its beginning, one rule never runs twice, waiting stops every clock that is not
// broken, and no deadline ever comes before what its rule gives without any pause.
func TestClocksKeepTheirWord(t *testing.T) {
	t.Parallel()
	for _, pack := range []string{"generic", "property-developer", "retail", "fuel-station"} {
		t.Run(pack, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(25) {
				r := rand.New(rand.NewPCG(seed, 7))
				b := newBench(t, pack, monday(9, 0).Add(time.Duration(r.IntN(200))*time.Hour))
				var done []int
				for range 25 {
					before := b.c.Clone()
					b.now = b.now.Add(time.Duration(1+r.IntN(30*60)) * time.Minute)
					done = append(done, r.IntN(10))
					b.act(done[len(done)-1])
					if fault := b.fault(before); fault != "" {
						t.Fatalf("seed %d, after %v: %s\nbefore %+v\nafter  %+v", seed, done, fault, before.Clocks, b.c.Clocks)
					}
				}
			}
		})
	}
}

func (b *bench) fault(before *complaint.Complaint) string {
	running := map[string]int{}
	for _, k := range b.c.Clocks {
		rule, ok := b.desk.Policy.Clock(k.Rule)
		if !ok {
			return "a clock has no rule"
		}
		if running[rule.ID]++; !k.Running() || rule.Repeat && k.Breached {
			running[rule.ID]--
		}
		if least, _ := b.desk.Policy.Due(rule, k.Started, nil); !k.Due.IsZero() && k.Due.Before(least) {
			return fmt.Sprintf("%s is due at %v, before %v", k.Rule, k.Due, least)
		}
		if k.Running() && !rule.ContactHours && k.Due.IsZero() != (b.c.Status == complaint.Waiting) && !k.Breached && !k.Due.Before(b.now) {
			return k.Rule + " runs while the customer is waited for, or stands still while not"
		}
	}
	for rule, n := range running {
		if n > 1 {
			return rule + " runs twice"
		}
	}
	for _, was := range before.Clocks {
		same := func(k complaint.Clock) bool { return k.Rule == was.Rule && k.Started.Equal(was.Started) }
		i := slices.IndexFunc(b.c.Clocks, same)
		switch {
		case i < 0 && (was.Breached || !was.Running()):
			return was.Rule + " was on record and is gone"
		case i >= 0 && was.Breached && !b.c.Clocks[i].Breached:
			return was.Rule + " was broken and is whole again"
		case i >= 0 && !was.Running() && !was.Met.Equal(b.c.Clocks[i].Met):
			return was.Rule + " was met at another time"
		}
	}
	return ""
}

func TestSeverityChangeKeepsElapsedTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, "generic", monday(10, 0))
	if k := b.clock("G-T6"); k == nil || b.clock("G-T5") != nil {
		t.Fatalf("an ordinary complaint has %+v", b.c.Clocks)
	}
	promise := b.c.Promise
	b.now = monday(11, 30)
	b.act(5)
	urgent := b.clock("G-T2")
	if b.c.Severity != complaint.P2 || urgent == nil || !urgent.Started.Equal(monday(10, 0)) || !urgent.Due.Equal(monday(12, 0)) {
		t.Errorf("urgent after an hour and a half: %+v; want half an hour left of two", urgent)
	}
	if b.clock("G-T6") != nil || b.clock("G-T3") == nil || !b.c.Promise.Equal(promise) {
		t.Errorf("the old limit goes, what was promised stays: %+v", b.c.Clocks)
	}
}

func TestPauseMovesDeadlines(t *testing.T) {
	t.Parallel()
	b := newBench(t, "generic", monday(10, 0))
	b.act(0)
	due := b.clock("G-T3").Due
	b.now = monday(11, 0)
	b.act(1)
	if k := b.clock("G-T3"); !k.Due.IsZero() {
		t.Errorf("runs while the customer is waited for: %+v", k)
	}
	b.now = monday(12, 30)
	b.act(2)
	if k := b.clock("G-T3"); !k.Due.After(due) || !k.Due.Equal(monday(15, 30)) {
		t.Errorf("due %v, was %v; an hour and a half was paused", k.Due, due)
	}
	b.now = monday(16, 0)
	b.act(4)
	if k := b.clock("G-T3"); !k.Breached {
		t.Error("half an hour late and not broken")
	}
}

func TestRepeatingClockBeginsAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, "retail", monday(10, 0))
	b.act(5)
	b.act(0)
	first := *b.clock("FB-T1")
	b.now = monday(15, 0).Add(24 * time.Hour)
	b.act(4)
	var again []complaint.Clock
	for _, k := range b.c.Clocks {
		if k.Rule == "FB-T1" && k.Running() {
			again = append(again, k)
		}
	}
	if len(again) != 1 || !again[0].Started.Equal(b.now) || !again[0].Due.After(first.Due) {
		t.Errorf("after a word to the customer: %+v", again)
	}
	b.now = b.now.Add(time.Hour)
	b.act(8)
	b.turn(func(t *turn) {
		_ = t.move(complaint.Confirm)
		t.stopClocks()
	})
	for _, k := range b.c.Clocks {
		if k.Running() {
			t.Errorf("still runs after the end: %+v", k)
		}
	}
}

func TestProvisionalDeadlineFollowsNewHolidays(t *testing.T) {
	t.Parallel()
	filed := time.Date(2026, 12, 30, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	b := newBench(t, "generic", filed)
	was := *b.clock("G-T6")
	if !was.Provisional || !was.Due.Equal(time.Date(2027, 1, 8, 18, 0, 0, 0, filed.Location())) {
		t.Fatalf("beyond the table: %+v", was)
	}
	newer, err := policy.Load("generic", []byte("schema: 1\nversion: \"2\"\nextends: generic\ncalendar: {holidays: none, closed: [2027-01-01]}\nclocks:\n  - {id: G-T6, within: 1 working_day}\n"))
	if err != nil {
		t.Fatal(err)
	}
	old := b.desk.Policy
	b.desk = &Desk{Policy: newer, Texts: b.desk.Texts, Filed: func(version string) *policy.Policy {
		if version == old.Version {
			return old
		}
		return nil
	}}
	b.turn((*turn).regradeDue)
	k := b.clock("G-T6")
	if k.Provisional || !k.Due.Equal(time.Date(2027, 1, 11, 18, 0, 0, 0, filed.Location())) {
		t.Errorf("with New Year's Day known, under the rules it was filed under: %+v", k)
	}
}

package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
)

// TestAnAnswerToAnotherDeskNeverReachesTheCustomer: what a desk was asked appears in the staff
// group when its own is gone; a reply to it there is still its answer.
func TestAnAnswerToAnotherDeskNeverReachesTheCustomer(t *testing.T) {
	t.Parallel()
	s := deskScene(t, "")
	s.w.org.Desks = append(s.w.org.Desks, complaint.Binding{Desk: "tower", Chat: firstDesk - 1, Title: "tower", Language: "en"})
	s.play("Anna files: The coffee machine in the lobby is broken again", "Li presses Claim on 2026-0001",
		"Li in 2026-0001: /task billing Was it paid?")
	c := s.byNumber("2026-0001")
	slot := "task:" + c.ID + ":1"
	s.w.org.Desks = nil // its group is unbound while the question waits to be sent
	asked := s.w.shown[slot].o
	s.w.post(asked)
	if at := s.w.shown[slot]; at.chat != staffChat {
		t.Fatalf("it is shown in %d", at.chat)
	}
	before := len(s.w.chats[s.people["Anna"].ID])
	s.b.Reset()
	s.say(s.people["Li"], s.w.shown[slot].id, 0, "No, the customer never pays on time.", nil)
	if got := s.w.chats[s.people["Anna"].ID]; len(got) != before {
		t.Errorf("the customer reads it:\n%s", s.b.String())
	}
	if k := s.byNumber("2026-0001").Tasks[0]; k.Open() || k.DoneBy != "Li" {
		t.Errorf("the task was not answered: %+v\n%s", k, s.b.String())
	}
	s.b.Reset()
	s.say(s.people["Li"], s.w.shown[slot].id, 0, "And he shouts.", nil)
	if got := s.w.chats[s.people["Anna"].ID]; len(got) != before {
		t.Errorf("a second answer reaches the customer:\n%s", s.b.String())
	}
}

// TestAReplyToANoticeStaysAmongStaff, also where the managers have no chat of their own and
// their alerts appear in the staff group.
func TestAReplyToANoticeStaysAmongStaff(t *testing.T) {
	t.Parallel()
	s := newScene(t, "managers: no\nforum: no")
	s.play("Anna files: You charged me twice for order A-1001, I want my 40 euros back", "Li presses Claim on 2026-0001", "Li presses Escalate on 2026-0001")
	alert := s.lastSlot(staffChat, "notice:")
	before := len(s.w.chats[s.people["Anna"].ID])
	s.b.Reset()
	s.say(s.people["Li"], alert, 0, "I'll call this impossible man tomorrow.", nil)
	if len(s.w.chats[s.people["Anna"].ID]) != before {
		t.Errorf("the customer reads it:\n%s", s.b.String())
	}
	if !strings.Contains(s.b.String(), "I kept that as a note") {
		t.Errorf("staff are told\n%s", s.b.String())
	}
	s.play("Li in 2026-0001: We are looking into it.")
	if len(s.w.chats[s.people["Anna"].ID]) == before {
		t.Error("an ordinary reply does not reach the customer any more")
	}
}

// TestEachTaskIsWatchedByItself: two desks that are asked one after the other each have a limit.
func TestEachTaskIsWatchedByItself(t *testing.T) {
	t.Parallel()
	s := newScene(t, "policy: property-developer\ndesks: projects, property, sales")
	s.play("Anna files: The ceiling in flat 7-1203 leaks since yesterday, please repair it")
	home := string(s.byNumber("2026-0001").Desk)
	others := slices.DeleteFunc([]string{"projects", "property", "sales"}, func(d string) bool { return d == home })
	s.play("Li presses Claim on 2026-0001", "Li in "+home+":2026-0001: /task "+others[0]+" Who built it?", "wait 2h",
		"Li in "+home+":2026-0001: /task "+others[1]+" Who sold it?")
	units := func() (running []complaint.Clock) {
		for _, k := range s.byNumber("2026-0001").Clocks {
			if k.Rule == "VK-T07-unit" && k.Running() {
				running = append(running, k)
			}
		}
		return running
	}
	if got := units(); len(got) != 2 || !got[1].Due.Equal(got[0].Due.Add(2*time.Hour)) {
		t.Fatalf("the limits of two questions: %+v", got)
	}
	s.play("Mona in " + others[0] + " task 2026-0001: Our own people.")
	got := units()
	if len(got) != 1 || !got[0].Started.Equal(s.byNumber("2026-0001").Tasks[1].At) {
		t.Fatalf("after the first answer %+v run", got)
	}
	if out := s.play("wait 4h"); strings.Count(out, "answer what the centre asked: overdue") != 1 {
		t.Errorf("the second question runs out:\n%s", out)
	}
}

// TestADeskSeesItsOwnList: /open and /mine in a desk's group show what is there.
func TestADeskSeesItsOwnList(t *testing.T) {
	t.Parallel()
	s := deskScene(t, "")
	s.play(doubleCharge, "Boris files: The coffee machine in the lobby is broken again")
	if out := s.play("Li in billing: /open"); !strings.Contains(out, "2026-0001") || strings.Contains(out, "2026-0002") {
		t.Errorf("billing sees\n%s", out)
	}
	if out := s.play("Li in group: /open"); !strings.Contains(out, "2026-0001") || !strings.Contains(out, "2026-0002") {
		t.Errorf("the staff group sees\n%s", out)
	}
	s.play("Li presses Claim on 2026-0002")
	if out := s.play("Li in billing: /mine"); strings.Contains(out, "2026-0002") {
		t.Errorf("billing sees what Li has elsewhere\n%s", out)
	}
}

// procedure is a policy that goes by what no ready-made pack goes by.
const procedure = `
schema: 1
version: "1"
extends: generic
roles:
  - {id: lab, name: {en: laboratory, zh-Hans: 实验室, zh-Hant: 實驗室}}
desks:
  - {id: lab, name: {en: Laboratory, zh-Hans: 实验室, zh-Hant: 實驗室}}
clocks:
  - {id: X-1, action: {en: register it, zh-Hans: 立案, zh-Hant: 立案}, by: staff, from: filed, until: registered, within: 1 day}
  - {id: X-2, action: {en: have it approved, zh-Hans: 批准, zh-Hant: 批准}, by: staff, from: registered, until: approved, within: 1 day}
  - {id: X-3, action: {en: look at it in the morning, zh-Hans: 上班先看, zh-Hant: 上班先看}, by: staff, from: workday_started, until: demanded, within: 1 hour}
  - {id: X-4, action: {en: improve it, zh-Hans: 改进, zh-Hant: 改進}, by: staff, from: demanded, until: reported, within: 1 day}
  - {id: X-5, action: {en: carry it out, zh-Hans: 落实, zh-Hant: 落實}, by: staff, from: accepted, until: reported, within: 1 day}
  - {id: X-6, action: {en: think again, zh-Hans: 再议, zh-Hant: 再議}, by: staff, from: objected, until: decided, within: 1 day}
  - {id: X-7, action: {en: explain the delay, zh-Hans: 说明, zh-Hant: 說明}, by: staff, from: decided, until: overdue, within: 1 day}
offers:
  - {id: X-O, name: {en: a new one, zh-Hans: 换新, zh-Hant: 換新}}
notices:
  - {id: X-N, on: filed, to: [lab, manager], within: immediately, what: {en: a sample is needed, zh-Hans: 需要样品, zh-Hant: 需要樣品}}
  - {id: X-M, on: classified, when: media, to: [lab], within: immediately, what: {en: do not talk to the press, zh-Hans: 不要接受采访, zh-Hant: 不要接受採訪}}
`

func procedureScene(t *testing.T, comment string) *scene {
	t.Helper()
	p, err := policy.Load("procedure", []byte(procedure))
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, comment)
	s.w.desk = &flows.Desk{Policy: p, Texts: s.w.desk.Texts}
	return s
}

func (s *scene) clockOf(rule string) *complaint.Clock {
	for i, k := range s.byNumber("2026-0001").Clocks {
		if k.Rule == rule {
			return &s.byNumber("2026-0001").Clocks[i]
		}
	}
	return nil
}

// TestEveryHappeningHasAWayIn: those that the packs do not use start and stop clocks, too.
func TestEveryHappeningHasAWayIn(t *testing.T) {
	t.Parallel()
	s := procedureScene(t, "")
	for _, step := range []struct{ do, starts, meets string }{
		{"Anna files: You charged me twice for order A-1001, I want my 40 euros back", "X-1", ""},
		{"Li presses Claim on 2026-0001", "", ""},
		{"Li presses More on 2026-0001", "", ""},
		{"Li presses Take on as a case", "X-2", "X-1"},
		{"Otto in 2026-0001: /approve", "", "X-2"},
		{"wait 23h30m", "X-3", ""},
		{"Otto in 2026-0001: /demand Read the meter twice.", "X-4", "X-3"},
		{"Li in 2026-0001: /report We read it twice now.", "", "X-4"},
		{"Li presses Offer on 2026-0001", "", ""},
		{"Li presses a new one", "", ""},
		{"Anna presses I agree", "X-5", ""},
		{"Li in 2026-0001: /report The new one is on its way.", "", "X-5"},
		{"wait 1m", "", ""},
		{"Li presses Offer on 2026-0001", "", ""},
		{"Li presses a new one", "", ""},
		{"Anna presses I don't agree", "X-6", ""},
		{"Otto in 2026-0001: /valid", "X-7", "X-6"},
		{"wait 400h", "", "X-7"},
	} {
		s.do(step.do)
		if step.starts != "" && (s.clockOf(step.starts) == nil || !s.clockOf(step.starts).Running()) {
			t.Fatalf("%q does not start %s:\n%s", step.do, step.starts, s.b.String())
		}
		if step.meets != "" && s.clockOf(step.meets).Running() {
			t.Fatalf("%q does not meet %s:\n%s", step.do, step.meets, s.b.String())
		}
	}
}

// TestNoticesGoWhereThePolicySays: to the desk's own group, otherwise to the managers, each once.
func TestNoticesGoWhereThePolicySays(t *testing.T) {
	t.Parallel()
	bound := procedureScene(t, "desks: lab")
	out := bound.play("Anna files: You charged me twice for order A-1001, I want my 40 euros back")
	if strings.Count(out, "a sample is needed") != 2 || !strings.Contains(out, "→ laboratory: a sample is needed") || !strings.Contains(out, "→ management: a sample is needed") {
		t.Errorf("with a group of its own the laboratory and the managers read\n%s", out)
	}
	out = bound.play("Anna: I told the newspapers, they will print it tomorrow", "wait 7s")
	if strings.Count(out, "do not talk to the press") != 1 {
		t.Errorf("a fact that comes later is told\n%s", out)
	}
	out = bound.play("Anna: The newspapers and the television are coming", "wait 7s", "Li in 2026-0001: /fact media_begun")
	if strings.Contains(out, "do not talk to the press") {
		t.Errorf("it is told again\n%s", out)
	}
	unbound := procedureScene(t, "")
	out = unbound.play("Anna files: You charged me twice for order A-1001, I want my 40 euros back")
	if strings.Count(out, "a sample is needed") != 1 || !strings.Contains(out, "→ laboratory, management: a sample is needed") {
		t.Errorf("without one the managers read\n%s", out)
	}
}

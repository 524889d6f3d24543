package flows_test

import (
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
)

const filing = "Anna files: my invoice 4711 is wrong, I was charged 20 euros too much, please refund it"

// acts plays lines of a script and gives the scene.
func acts(t *testing.T, comment string, lines ...string) *scene {
	t.Helper()
	s := newScene(t, comment)
	for _, line := range lines {
		s.do(line)
	}
	return s
}

// presses presses a button that carries data, whether anybody can see it or not.
func (s *scene) presses(name, data string) {
	s.pressed(s.people[name], staffChat, &posted{id: 1, chat: staffChat}, complaint.Button{Data: data})
}

// said is what Anna was told since her complaint was filed.
func (s *scene) said() string {
	var b strings.Builder
	for _, p := range s.w.chats[11] {
		b.WriteString(p.o.Text.String() + "\n")
	}
	return b.String()
}

// done lists the actions in the history.
func (s *scene) done() (out []string) {
	for _, e := range s.w.history {
		out = append(out, strings.TrimSpace(string(e.Action)+" "+e.Detail))
	}
	return out
}

// TestForgedPresses: menus and buttons are cosmetics. What nobody was offered does nothing.
func TestForgedPresses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before []string
		who    string
		data   string
	}{
		"sent before the form is filled": {[]string{"Li presses Resolve on 2026-0001"}, "Li", "s:form:2026-0001:send"},
		"a required answer skipped":      {[]string{"Li presses Resolve on 2026-0001"}, "Li", "s:form:2026-0001:skip"},
		"an unknown verdict":             {[]string{"Li presses Not valid on 2026-0001"}, "Li", "s:form:2026-0001:nonsense"},
		"a reason that is not there":     {[]string{"Li presses Not valid on 2026-0001", "Li presses Not valid"}, "Li", "s:form:2026-0001:r99"},
		"words beyond authority":         {[]string{"Li in 2026-0001: You get a full refund."}, "Li", "s:anyway:2026-0001:-1001/3:"},
		"a note that was never held":     {[]string{"Li in 2026-0001: //he is a friend of mine"}, "Li", "s:anyway:2026-0001:-1001/3:"},
		"approved by staff":              {[]string{"Li in 2026-0001: You get a full refund."}, "Li", "s:approve:2026-0001:-1001/3:"},
		"approved by its author":         {[]string{"Mona in 2026-0001: You get a full refund."}, "Mona", "s:approve:2026-0001:-1001/3:"},
		"a decision nobody proposed":     {nil, "Mona", "s:decide:2026-0001:yes:"},
		"an offer the rules do not know": {nil, "Li", "s:propose:2026-0001:AS-P1"},
		"a promise in the past":          {nil, "Li", "s:promise:2026-0001:1"},
		"a promise in a thousand years":  {nil, "Li", "s:promise:2026-0001:zzzzzz"},
		"nonsense for a promise":         {nil, "Li", "s:kept:2026-0001:?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acts(t, "role Mona: supervisor", append([]string{filing, "Li presses Claim on 2026-0001"}, tt.before...)...)
			told, status, clocks := s.said(), s.byNumber("2026-0001").Status, len(s.byNumber("2026-0001").Clocks)
			s.presses(tt.who, tt.data)
			c := s.byNumber("2026-0001")
			if s.said() != told || c.Status != status || len(c.Clocks) != clocks {
				t.Errorf("the press did something: %s, %d clocks, Anna was told\n%s", c.Status, len(c.Clocks), s.said())
			}
		})
	}
}

// TestOverridesAndApprovalsAreOnRecord names the rules behind what was sent all the same and
// who agreed.
func TestOverridesAndApprovalsAreOnRecord(t *testing.T) {
	t.Parallel()
	s := acts(t, "role Mona: supervisor", filing, "Li presses Claim on 2026-0001",
		"Li in 2026-0001: You are wrong, and I will look into it soon.", "Li presses Send anyway",
		"Li in 2026-0001: You get a full refund.", "Otto presses Approve")
	history := strings.Join(s.done(), "\n")
	for _, want := range []string{"hold G4 G3", "override G4 G3", "hold G2", "approve "} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %q:\n%s", want, history)
		}
	}
	for _, e := range s.w.history {
		if e.Action == "approve" && e.Actor != 23 {
			t.Errorf("approved by %d, want Otto", e.Actor)
		}
		if strings.Contains(e.Detail, "refund") {
			t.Errorf("words of people in the history: %q", e.Detail)
		}
	}
}

// TestApprovedOnce: pressing Approve again sends nothing again.
func TestApprovedOnce(t *testing.T) {
	t.Parallel()
	s := acts(t, "role Mona: supervisor", filing, "Li presses Claim on 2026-0001", "Li in 2026-0001: You get a full refund.",
		"Otto presses Approve")
	told := s.said()
	s.presses("Mona", "s:approve:2026-0001:-1001/3:")
	if s.said() != told {
		t.Errorf("sent again:\n%s", s.said())
	}
}

// TestNobodyElseLeads: somebody who leads alone decides alone, and that is on record.
func TestNobodyElseLeads(t *testing.T) {
	t.Parallel()
	s := acts(t, "", filing, "Otto presses Claim on 2026-0001", "Otto in 2026-0001: You get a full refund.")
	if strings.Contains(s.said(), "full refund.") {
		t.Fatal("sent without a question")
	}
	s.do("Otto presses Send anyway")
	if !strings.Contains(s.said(), "You get a full refund.") || !strings.Contains(strings.Join(s.done(), "\n"), "override G2") {
		t.Errorf("told %s\nhistory %v", s.said(), s.done())
	}
}

// TestDecisionIsTheOneShown: a request confirms just the refusal it shows.
func TestDecisionIsTheOneShown(t *testing.T) {
	t.Parallel()
	s := acts(t, "", filing, "Li presses Claim on 2026-0001",
		"Li presses Not valid on 2026-0001", "Li presses Not valid", "Li in 2026-0001: Another shop.", "Li presses Send")
	old := s.lastPost(managerChat).o.Buttons[0][0]
	for _, line := range []string{"Li presses Not valid on 2026-0001", "Li presses Not valid", "Li in 2026-0001: Another city.", "Li presses Send"} {
		s.do(line)
	}
	s.presses("Otto", old.Data)
	if c := s.byNumber("2026-0001"); c.Status != complaint.Claimed {
		t.Fatalf("the first request declined it: %s", c.Status)
	}
	s.do("Otto presses Confirm")
	if c := s.byNumber("2026-0001"); c.Status != complaint.Declined || c.Closing.Reason != "Another city." || c.Outcome != "invalid" {
		t.Errorf("%s, %q, %q", c.Status, c.Closing.Reason, c.Outcome)
	}
}

// TestAlbumWithHeldCaption: a held part of an album does not slip out with the others.
func TestAlbumWithHeldCaption(t *testing.T) {
	t.Parallel()
	s := acts(t, "", filing, "Li presses Claim on 2026-0001")
	s.say(s.people["Li"], 0, topicOf(s.byNumber("2026-0001")), "You are wrong", []complaint.Attachment{{Kind: "photo", FileID: "1"}, {Kind: "photo", FileID: "2"}})
	s.w.pass(2 * time.Second)
	if p := s.lastPost(11); p.o.Op != complaint.Copy || len(p.o.CopyIDs) != 1 {
		t.Errorf("Anna got %+v", p.o)
	}
}

// TestRecordSurvives: what the closing list asked for is kept when the complaint comes back.
func TestRecordSurvives(t *testing.T) {
	t.Parallel()
	s := acts(t, "policy: fuel-station", "Anna files: I got less fuel at your Main Street station, short measure, 40 litres", "Li presses Claim on 2026-0001",
		"Li presses Resolve on 2026-0001", "Li in 2026-0001: The pump is set right.", "Li presses Our mistake", "Li presses Skip", "Li presses Skip",
		"Li in 2026-0001: Pump 3 checked.", "Li presses Send", "Anna presses Not solved")
	if got := s.byNumber("2026-0001").Closing.Record["improvement_verified"]; got != "Pump 3 checked." {
		t.Errorf("on record: %q", got)
	}
}

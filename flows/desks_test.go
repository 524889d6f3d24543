package flows_test

import (
	"strings"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
)

// deskScene is a talk under the policy of the routing test, with a group for billing.
func deskScene(t *testing.T, extra string) *scene {
	t.Helper()
	p, err := policy.Load("routes", []byte(strings.Replace(routes, "name: {en: Billing,", extra+"name: {en: Billing,", 1)))
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, "")
	s.w.desk = &flows.Desk{Policy: p, Texts: s.w.desk.Texts}
	s.w.org.Desks = []complaint.Binding{{Desk: "billing", Chat: firstDesk, Title: "billing", Language: "en"}}
	return s
}

func (s *scene) play(lines ...string) string {
	s.t.Helper()
	s.b.Reset()
	for _, l := range lines {
		s.do(l)
	}
	return s.b.String()
}

const doubleCharge = "Anna files: You charged me twice for order A-1001, I want my 40 euros back"

func TestOnlyMembersOfADeskTakeWhatIsThere(t *testing.T) {
	t.Parallel()
	s := deskScene(t, "members: [22], ")
	if got := s.play(doubleCharge, "Li presses Claim on 2026-0001"); !strings.Contains(got, "(pop-up) Only people from Billing can take this one.") {
		t.Errorf("Li is told\n%s", got)
	}
	s.play("Mona presses Claim on 2026-0001")
	if c := s.byNumber("2026-0001"); c.OwnerName != "Mona" || c.Desk != "billing" {
		t.Errorf("it is with %q at %q", c.OwnerName, c.Desk)
	}
}

func TestAHandOverKeepsStartClocksAndReason(t *testing.T) {
	t.Parallel()
	s := deskScene(t, "")
	s.play(doubleCharge, "Li presses Claim on 2026-0001")
	before := s.byNumber("2026-0001").Clone()
	s.play("wait 30m", "Li presses Hand over on 2026-0001", "Li presses → Centre", "Li in billing:2026-0001: not about money")
	after := s.byNumber("2026-0001")
	if after.Desk != complaint.StaffDesk || after.Owner != 0 || after.Status != complaint.Filed || !after.FiledAt.Equal(before.FiledAt) || after.Promise != before.Promise {
		t.Errorf("handed over: %+v", after)
	}
	for _, clock := range before.Clocks {
		found := false
		for _, c := range after.Clocks {
			found = found || c.Rule == clock.Rule && c.Started.Equal(clock.Started) && c.Due.Equal(clock.Due) && c.Running() == clock.Running()
		}
		if !found {
			t.Errorf("the clock %s did not run on", clock.Rule)
		}
	}
	last := s.w.history[len(s.w.history)-1]
	if last.Action != complaint.HandOver || last.Detail != "billing > staff: not about money" {
		t.Errorf("history says %+v", last)
	}
	live := 0
	for _, posts := range s.w.chats {
		for _, p := range posts {
			if p.o.Slot == "card:"+after.ID && len(p.o.Buttons) > 0 {
				live++
			}
		}
	}
	if live != 1 {
		t.Errorf("%d cards with buttons", live)
	}
}

func TestAButtonInAGroupThatLostTheComplaintDoesNothing(t *testing.T) {
	t.Parallel()
	s := deskScene(t, "")
	s.play(doubleCharge)
	card := s.w.shown["card:"+s.byNumber("2026-0001").ID]
	claim := card.o.Buttons[0][0]
	s.b.Reset()
	s.pressed(s.people["Li"], staffChat, card, claim)
	if got := s.b.String(); !strings.Contains(got, "(pop-up) 2026-0001 is with Billing now.") || s.byNumber("2026-0001").Owner != 0 {
		t.Errorf("pressed in the wrong group:\n%s", got)
	}
}

package flows_test

import (
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
)

// settledScene is a scene in which Anna's complaint was resolved and she is asked whether that
// is so.
func settledScene(t *testing.T, comment string) *scene {
	t.Helper()
	s := newScene(t, comment)
	s.do("Anna files: my invoice 4711 is wrong, I was charged 20 euros too much, please refund it")
	s.do("Li presses Claim on 2026-0001")
	s.resolve("Li")
	return s
}

// resolve goes through the form as somebody who skips what may be skipped.
func (s *scene) resolve(who string) {
	s.t.Helper()
	s.do(who + " presses Resolve on 2026-0001")
	s.do(who + " in 2026-0001: We have refunded the 20 euros.")
	for _, label := range []string{"Our mistake", "Skip", "Skip", "Send"} {
		s.do(who + " presses " + label)
	}
}

// told counts the messages in a person's chat that contain text.
func (s *scene) told(who, text string) int {
	n := 0
	for _, p := range s.w.chats[s.people[who].ID] {
		if strings.Contains(p.o.Text.String(), text) {
			n++
		}
	}
	return n
}

func (s *scene) rating() complaint.Rating {
	return s.w.ratings[s.byNumber("2026-0001").ID]
}

func (s *scene) noted(action complaint.Action) (details []string) {
	for _, e := range s.w.history {
		if e.Action == action {
			details = append(details, e.Detail)
		}
	}
	return details
}

// SV-AT01: closed at ten, opened again at three, closed the next day: exactly one survey, in one
// row, 24 hours after the second closing.
func TestSVAT01OneSurvey(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	s.do("Anna presses Solved")
	s.do("wait 5h")
	s.do("Anna: /status 2026-0001")
	s.do("Anna presses Open it again")
	s.do("wait 18h")
	if n := s.told("Anna", "was closed on"); n != 0 {
		t.Fatalf("asked %d times though it is open again", n)
	}
	s.resolve("Li")
	s.do("Anna presses Solved")
	closed := s.w.now
	s.do("wait 23h")
	if n := s.told("Anna", "was closed on"); n != 0 {
		t.Errorf("asked %d times before its time", n)
	}
	s.do("wait 240h")
	if n := s.told("Anna", "was closed on"); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	if n := s.told("Anna", "One reminder"); n != 1 {
		t.Errorf("reminded %d times, want once", n)
	}
	r := s.rating()
	if len(s.w.ratings) != 1 || !r.Sent.Equal(closed.Add(24*time.Hour)) || !r.Reminded.Equal(r.Sent.Add(48*time.Hour)) ||
		!r.Lapsed.Equal(r.Sent.Add(7*24*time.Hour)) || r.Delivered.IsZero() || r.Answered() {
		t.Errorf("the record says %+v; closed at %v", r, closed)
	}
}

// SV-AT02: two, then four within 24 hours: the last counts, the first is kept, and the alert of
// the two stays in the history.
func TestSVAT02LastScoreCounts(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	for _, do := range []string{"Anna presses Solved", "Anna presses 2", "Anna presses 3", "Anna presses Change rating", "wait 20h", "Anna presses 4", "Anna presses 5"} {
		s.do(do)
	}
	if r := s.rating(); r.Result != 4 || r.First != 2 || r.Service != 5 {
		t.Errorf("the record says %+v", r)
	}
	if got := s.noted("low_score"); len(got) != 1 || got[0] != "2" {
		t.Errorf("history of the low score: %v", got)
	}
	s.do("wait 48h")
	if k := lastClock(s, "low_score"); k == nil || !k.Breached {
		t.Errorf("nobody followed the two up, and its limit says %+v", k)
	}
}

func lastClock(s *scene, rule string) *complaint.Clock {
	var found *complaint.Clock
	c := s.byNumber("2026-0001")
	for i := range c.Clocks {
		if c.Clocks[i].Rule == rule {
			found = &c.Clocks[i]
		}
	}
	return found
}

// SV-AT05: nobody but its customer rates a complaint, wherever they press.
func TestSVAT05OnlyTheAuthor(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	s.do("Anna presses Solved")
	five := complaint.Button{Data: "c:rate:2026-0001:r:5"}
	if p := s.lastPost(s.people["Anna"].ID); p.o.Buttons[0][4].Data != five.Data {
		t.Fatalf("five is %q", p.o.Buttons[0][4].Data)
	}
	s.pressed(s.people["Boris"], s.people["Boris"].ID, &posted{id: 1}, five)
	for _, name := range []string{"Li", "Otto", "Stranger"} {
		s.pressed(s.people[name], staffChat, &posted{id: 1}, five)
		s.pressed(s.people[name], managerChat, &posted{id: 1}, five)
	}
	if r := s.rating(); r.Answered() || r.First != 0 {
		t.Errorf("somebody else rated: %+v", r)
	}
	s.do("Anna presses 5")
	if r := s.rating(); r.Result != 5 {
		t.Errorf("the author could not rate: %+v", r)
	}
}

// SV-AT08: a tap after the end is refused politely, and nothing is recorded.
func TestSVAT08Expired(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	s.do("Anna presses Solved")
	s.do("wait 241h")
	was := s.rating()
	s.do("Anna presses 1")
	if s.rating() != was || was.Lapsed.IsZero() || len(s.noted("low_score")) != 0 {
		t.Errorf("after the end: %+v, was %+v", s.rating(), was)
	}
	if !strings.Contains(s.b.String(), "The time for rating this complaint is over.") {
		t.Errorf("Anna was not told:\n%s", s.b.String())
	}
}

// SV: a comment ends the changing of scores, and so do the policy's hours.
func TestSVEditWindow(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{"a comment": "Anna: fine", "the hours": "wait 24h"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := settledScene(t, "")
			for _, do := range []string{"Anna presses Solved", "Anna presses 4", "Anna presses 4", end} {
				s.do(do)
			}
			was := s.rating()
			s.pressed(s.people["Anna"], s.people["Anna"].ID, &posted{id: 1}, complaint.Button{Data: "c:rate:2026-0001:r:1"})
			if s.rating() != was {
				t.Errorf("after %s: %+v, was %+v", name, s.rating(), was)
			}
		})
	}
}

// SV: a low score, opened again and rated anew: the recovery is on record, in the same row.
func TestSVRecovery(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	for _, do := range []string{"Anna presses Solved", "Anna presses 1", "Anna presses Open it again", "wait 1h"} {
		s.do(do)
	}
	if k := lastClock(s, "low_score"); k == nil || k.Running() {
		t.Errorf("the work itself is the follow-up now: %+v", k)
	}
	s.do("Mona in 2026-0001: // having a look")
	s.do("Li presses Resolve on 2026-0001")
	s.do("Li in 2026-0001: We looked again and refunded it.")
	for _, do := range []string{"Li presses Our mistake", "Li presses Skip", "Li presses Skip"} {
		s.do(do)
	}
	s.pressed(s.people["Li"], staffChat, &posted{id: 1}, complaint.Button{Data: "s:form:2026-0001:send"})
	if c := s.byNumber("2026-0001"); c.Status != complaint.Claimed {
		t.Fatalf("Li alone made it %s", c.Status)
	}
	for _, do := range []string{"Li presses Ask for approval", "Otto presses Approve", "Li presses Send", "Anna presses Solved", "Anna presses 5"} {
		s.do(do)
	}
	r := s.rating()
	if r.First != 1 || r.Before != 1 || r.Result != 5 || !r.Recovered() || len(s.w.ratings) != 1 {
		t.Errorf("the record says %+v", r)
	}
}

// SV never_for: who withdrew, whose complaint is not valid or closed for want of an answer, who
// is of staff, whom no person wrote to, and what a court has.
func TestSVNeverFor(t *testing.T) {
	t.Parallel()
	for name, does := range map[string][]string{
		"withdrawn": {"Anna files: my invoice 4711 is wrong, I was charged 20 euros too much", "Li presses Claim on 2026-0001", "Anna: /withdraw", "Anna presses Yes, take it back"},
		"no answer": {"Anna files: my invoice 4711 is wrong, I was charged 20 euros too much", "Li presses Claim on 2026-0001", "Li presses Ask customer on 2026-0001", "Li in 2026-0001: Which card?", "wait 241h"},
		"not valid": {"Anna files: my invoice 4711 is wrong, I was charged 20 euros too much", "Li presses Claim on 2026-0001", "Otto presses Not valid on 2026-0001", "Otto presses Not valid", "Otto in 2026-0001: It concerns another company.", "Otto presses Send"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, "")
			for _, do := range does {
				s.do(do)
			}
			if c := s.byNumber("2026-0001"); !c.Status.Ended() {
				t.Fatalf("it is %s after\n%s", c.Status, s.b.String())
			}
			s.do("wait 240h")
			if len(s.w.ratings) != 0 || s.told("Anna", "How satisfied") != 0 {
				t.Errorf("asked all the same:\n%s", s.b.String())
			}
		})
	}
	t.Run("staff and courts", func(t *testing.T) {
		t.Parallel()
		for _, change := range []func(*scene){
			func(s *scene) {
				s.w.org.People = append(s.w.org.People, complaint.Staff{ID: s.people["Anna"].ID, Name: "Anna", Role: complaint.RoleStaff})
			},
			func(s *scene) {
				c := s.byNumber("2026-0001")
				c.Facts = append(c.Facts, complaint.Fact{Name: complaint.FactLawsuitBegun, By: 21})
			},
		} {
			s := settledScene(t, "")
			change(s)
			s.do("Anna presses Solved")
			s.do("wait 240h")
			if len(s.w.ratings) != 0 || s.told("Anna", "How satisfied") != 0 {
				t.Errorf("asked all the same:\n%s", s.b.String())
			}
		}
	})
}

// SV: a survey that does not arrive is on record as such, and counts as asked, not delivered (M16).
func TestSVUndeliverable(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	s.w.blocked[s.people["Anna"].ID] = true // Telegram has not said so yet
	s.do("wait 97h")
	r := s.rating()
	if !r.Unreached || !r.Delivered.IsZero() || r.Asked.IsZero() || !r.Reminded.IsZero() {
		t.Errorf("the record says %+v", r)
	}
}

// SV q3_optional: where the policy asks how easy it was, the answer is kept on its own scale.
func TestSVEffort(t *testing.T) {
	t.Parallel()
	s := settledScene(t, "")
	with, err := policy.Load("own", []byte(`schema: 1
version: "1"
extends: generic
survey:
  questions:
    - {id: ces, scale: 7, text: {en: You made it easy for me to handle my issue., zh-Hans: 我们让您很容易地解决了问题。, zh-Hant: 我們讓您很容易地解決了問題。}}
`))
	if err != nil {
		t.Fatal(err)
	}
	s.w.desk = &flows.Desk{Policy: with, Texts: s.w.desk.Texts}
	for _, do := range []string{"Anna presses Solved", "Anna presses 4", "Anna presses 5", "Anna presses 7"} {
		s.do(do)
	}
	if r := s.rating(); r.Result != 4 || r.Service != 5 || r.Effort != 7 {
		t.Errorf("the record says %+v after\n%s", r, s.b.String())
	}
}

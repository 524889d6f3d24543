package flows_test

import (
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// TestPlainDraftsKeepTheRules: what the bot suggests by itself must be right in every policy
// and language.
func TestPlainDraftsKeepTheRules(t *testing.T) {
	t.Parallel()
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range policy.Packs() {
		p, err := policy.Pack(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range catalogue.Languages() {
			v := catalogue.In(lang)
			by := v.When(time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), p.Zone())
			draft := strings.Join([]string{v.Str("reply_thanks"), v.Str("reply_understood", "summary", "…"),
				v.Str("reply_next"), v.Str("reply_next_by", "when", by)}, "\n")
			if found := p.Lint(lang, draft); len(found) > 0 {
				t.Errorf("%s in %s: %+v in\n%s", name, lang, found, draft)
			}
		}
	}
}

// corrected plays a few lines and gives the complaint they are about.
func corrected(t *testing.T, lines ...string) (*scene, *complaint.Complaint) {
	t.Helper()
	s := newScene(t, "policy: generic")
	for _, l := range lines {
		s.do(l)
	}
	return s, s.byNumber("2026-0001")
}

func TestCorrectionsAreOnRecordAndTheCustomerHearsNothing(t *testing.T) {
	t.Parallel()
	s, _ := corrected(t, "Anna files: my invoice 4711 is wrong, I was charged 20 euros too much, please refund it")
	heard := len(s.w.chats[11])
	s.do("Li in group: /label 2026-0001 kind=suggestion category=service_attitude")
	c := s.byNumber("2026-0001")
	if c.Kind != complaint.KindSuggestion || c.Category != "service_attitude" || len(s.w.chats[11]) != heard {
		t.Errorf("%s %s, %d messages more", c.Kind, c.Category, len(s.w.chats[11])-heard)
	}
	want := complaint.Label{Complaint: c.ID, By: 21, At: s.w.now,
		Machine: complaint.View{Kind: complaint.KindComplaint, Category: "billing_refund", Severity: complaint.P4},
		Person:  complaint.View{Kind: complaint.KindSuggestion, Category: "service_attitude", Severity: complaint.P4}}
	if len(s.w.labels) != 1 || s.w.labels[0] != want {
		t.Errorf("labels: %+v", s.w.labels)
	}
	last := s.w.history[len(s.w.history)-1]
	if last.Action != complaint.Correct || last.Actor != 21 || last.Detail != "complaint>suggestion billing_refund>service_attitude" {
		t.Errorf("history: %+v", last)
	}
}

// TestAPromiseOutlivesACorrection: what the customer was told stays guarded by its clock, and
// what becomes a complaint gets the clocks of one.
func TestAPromiseOutlivesACorrection(t *testing.T) {
	t.Parallel()
	s, c := corrected(t, "Anna files: my invoice 4711 is wrong, I was charged 20 euros too much, please refund it")
	before := len(c.Clocks)
	s.do("Li in group: /label 2026-0001 kind=praise")
	for _, k := range s.byNumber("2026-0001").Clocks {
		if rule, _ := s.w.desk.Policy.Clock(k.Rule); !rule.Promise {
			t.Errorf("clock %s still runs", k.Rule)
		}
	}
	if len(s.byNumber("2026-0001").Clocks) == 0 {
		t.Error("the promise is not guarded any more")
	}
	s.do("Li in group: /label 2026-0001 kind=complaint")
	if got := len(s.byNumber("2026-0001").Clocks); got != before {
		t.Errorf("%d clocks, before %d", got, before)
	}
}

func TestADraftIsNotSentByItself(t *testing.T) {
	t.Parallel()
	s, _ := corrected(t, "Anna files: my invoice 4711 is wrong, I was charged 20 euros too much, please refund it", "Li presses Claim on 2026-0001")
	heard := len(s.w.chats[11])
	for _, l := range []string{"Li presses More on 2026-0001", "Li presses Draft a reply", "Mona presses Send", "Li presses Edit", "Li presses Drop", "wait 1h"} {
		s.do(l)
	}
	if got := len(s.w.chats[11]); got != heard {
		t.Errorf("Anna heard %d messages", got-heard)
	}
	for _, m := range s.w.messages {
		if m.Direction == complaint.Out {
			t.Errorf("on record as said to the customer: %+v", m)
		}
	}
}

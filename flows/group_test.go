package flows_test

import (
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// TestReplyToNoComplaint: staff who reply to a message of the bot that belongs to no complaint
// are told that nobody gets it; other talk in the group is left alone.
func TestReplyToNoComplaint(t *testing.T) {
	t.Parallel()
	p, err := policy.Pack("generic")
	if err != nil {
		t.Fatal(err)
	}
	words, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &flows.Desk{Policy: p, Texts: words}
	group := complaint.Chat{ID: staffChat, Kind: complaint.Group}
	st := flows.State{
		Org:   flows.Org{Staff: complaint.Binding{Desk: complaint.StaffDesk, Chat: staffChat, Language: "en"}, Bot: "redress_bot"},
		Actor: complaint.Actor{ID: 21, Name: "Li", Role: complaint.RoleStaff, Member: true},
	}
	for name, tt := range map[string]struct {
		from *complaint.Person
		hint bool
	}{
		"the bot":     {&complaint.Person{ID: 1, Bot: true, Username: "redress_bot"}, true},
		"another bot": {&complaint.Person{ID: 2, Bot: true, Username: "weather_bot"}, false},
		"a colleague": {&complaint.Person{ID: 22, Name: "Mona"}, false},
		"nobody":      {nil, false},
	} {
		ev := complaint.Event{ID: 1, Kind: complaint.Said, Chat: group, From: complaint.Person{ID: 21, Name: "Li"},
			Message: &complaint.Incoming{ID: 5, ReplyTo: 4, ReplyFrom: tt.from, Text: "It is refunded."}}
		res := d.Step(st, ev, complaint.Triage{}, time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC))
		hinted := len(res.Outbox) == 1 && strings.Contains(res.Outbox[0].Text.String(), "No customer gets this")
		if hinted != tt.hint || len(res.Outbox) > 1 {
			t.Errorf("a reply to %s: %+v", name, res.Outbox)
		}
	}
}

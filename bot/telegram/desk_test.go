package telegram

import (
	"context"
	"testing"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// desk is a bot with a customer and a staff group, over a real connection.
type desk struct {
	*tt.Server
	*Sender
	client   *Client
	customer *tt.Person
	boss     *tt.Person
	group    *tt.Group
}

func newDesk(t *testing.T, kind tt.Kind, rights ...tt.Rights) *desk {
	t.Helper()
	server, url := tt.Start(t, tt.NoRateLimits())
	c, err := New(Config{Token: server.BotToken(), APIURL: url})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Server: server, Sender: NewSender(c, nil), client: c}
	d.customer = server.NewPerson(tt.User{FirstName: "Ann"})
	d.boss = server.NewPerson(tt.User{FirstName: "Bo"})
	tt.Must(d.customer.Starts(""))
	d.group = server.NewGroup("Desk", kind, d.boss)
	d.group.AddBot(d.boss, rights...)
	return d
}

func (d *desk) try(o complaint.Outbound, change ...func(*complaint.Parcel)) complaint.Outcome {
	p := complaint.Parcel{ID: 1, Outbound: o, Private: o.Chat > 0}
	for _, f := range change {
		f(&p)
	}
	return d.Send(context.Background(), p)
}

func (d *desk) toCustomer(text string) complaint.Outbound {
	return complaint.Outbound{Op: complaint.Say, Chat: d.customer.ID(), Text: complaint.Words(text)}
}

func (d *desk) toGroup(text string) complaint.Outbound {
	return complaint.Outbound{Op: complaint.Say, Chat: d.group.ID(), Text: complaint.Words(text)}
}

// last is the newest message of a chat.
func (d *desk) last(t *testing.T, chat int64) tt.MessageView {
	t.Helper()
	list := d.Chat(chat).Messages
	if len(list) == 0 {
		t.Fatal("no messages")
	}
	return list[len(list)-1]
}

func inForum(topic int64) func(*complaint.Parcel) {
	return func(p *complaint.Parcel) { p.Forum, p.TopicID, p.Topic = true, topic, "2026-0713 · 7-1203" }
}

func wantState(t *testing.T, o complaint.Outcome, want complaint.DeliveryState) {
	t.Helper()
	if o.State != want {
		t.Fatalf("outcome %+v, want %q", o, want)
	}
}

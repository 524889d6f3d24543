package telegram

import (
	"encoding/json"
	"strings"
	"testing"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

func TestMember(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup, tt.AllRights())
	colleague := d.NewPerson(tt.User{FirstName: "Cy"})
	d.group.Join(colleague)
	ask := func(user int64) [3]bool {
		m, a, k := d.client.Member(t.Context(), d.group.ID(), user)
		return [3]bool{m, a, k}
	}
	if got := ask(colleague.ID()); got != [3]bool{true, false, true} {
		t.Errorf("colleague %v", got)
	}
	if got := ask(d.boss.ID()); got != [3]bool{true, true, true} {
		t.Errorf("boss %v", got)
	}
	if got := ask(d.customer.ID()); got != [3]bool{false, false, true} {
		t.Errorf("customer %v", got)
	}
	d.group.Leave(colleague)
	if got := ask(colleague.ID()); !got[0] {
		t.Errorf("the answer is kept for a while: %v", got)
	}
	d.client.Invalidate(d.group.ID(), colleague.ID())
	if got := ask(colleague.ID()); got != [3]bool{false, false, true} {
		t.Errorf("after leaving %v", got)
	}
	d.Script(tt.Rule{Method: "getChatMember", Times: -1}, tt.BadGateway())
	if got := ask(555); got != [3]bool{} {
		t.Errorf("no answer %v", got)
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum, tt.AllRights())
	list := []Command{{"status", "Where my complaint stands"}}
	if err := d.client.SetCommands(t.Context(), "en", Customers, list); err != nil {
		t.Error(err)
	}
	if err := d.client.SetCommands(t.Context(), "", Everyone, []Command{{"BAD", "x"}}); err == nil {
		t.Error("a bad command was taken")
	}
	chat, err := d.client.Chat(t.Context(), d.group.ID())
	if err != nil || !chat.Forum || chat.Kind != complaint.Group || chat.Title != "Desk" {
		t.Errorf("%+v %v", chat, err)
	}
	if err := d.client.SetWebhook(t.Context(), "https://127.0.0.1:8443/hook", "s3cret"); err != nil {
		t.Error(err)
	}
	if err := d.client.DeleteWebhook(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer("Solved?")
	o.Buttons = [][]complaint.Button{{{Text: "Yes", Data: "y"}}}
	sent := d.try(o)
	d.client.Typing(t.Context(), d.customer.ID(), 0)
	if len(d.Chat(d.customer.ID()).Typing) != 1 {
		t.Error("not typing")
	}
	press := tt.Must(d.customer.Private().Press(int(sent.Messages[0]), "Yes"))
	id := ""
	d.client.Answer(t.Context(), "no such press", "x", true)
	for _, raw := range poll(t, d.client) {
		if e, ok, err := Convert(raw, me()); ok && err == nil && e.Kind == complaint.Pressed {
			id = e.Press.ID
		}
	}
	d.client.Answer(t.Context(), id, strings.Repeat("x", 300), true)
	answers := press.Answers()
	if len(answers) != 1 || !answers[0].Alert || len([]rune(answers[0].Text)) != 200 {
		t.Errorf("answers %+v", answers)
	}
}

func poll(t *testing.T, c *Client) []json.RawMessage {
	t.Helper()
	a := c.post(t.Context(), "getUpdates", []byte(`{"timeout":0}`))
	out := decode[[]json.RawMessage](a.Result)
	if len(out) == 0 {
		t.Fatalf("no updates: %+v", a)
	}
	return out
}

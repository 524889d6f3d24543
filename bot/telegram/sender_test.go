package telegram

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

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
	d := &desk{Server: server, Sender: NewSender(c), client: c}
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

func TestSendSay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer("")
	o.Text = complaint.Rich{{Text: "已登记 "}, {Text: "2026-0713", Style: complaint.Bold}, {Text: " see https://example.org"}}
	o.Buttons = [][]complaint.Button{{{Text: "OK", Data: "ok:1"}}}
	o.Silent, o.ReplyTo = true, 1
	out := d.try(o)
	wantState(t, out, complaint.Sent)
	m := d.last(t, d.customer.ID())
	if m.Text != "已登记 2026-0713 see https://example.org" || !reflect.DeepEqual(out.Messages, []int64{int64(m.MessageID)}) || out.Chat != d.customer.ID() {
		t.Errorf("message %+v, outcome %+v", m.Message, out)
	}
	if m.Entities[0] != (tt.Entity{Type: "bold", Offset: 4, Length: 9}) || m.Buttons()[0].CallbackData != "ok:1" {
		t.Errorf("entities %+v, buttons %+v", m.Entities, m.Buttons())
	}
	call := d.Calls("sendMessage")[0]
	if call.Params["link_preview_options"] != `{"is_disabled":true}` || call.Params["disable_notification"] != "true" || call.Params["parse_mode"] != "" {
		t.Errorf("params %v", call.Params)
	}
	if m.ReplyToMessage == nil || m.ReplyToMessage.MessageID != 1 {
		t.Error("not a reply")
	}
}

func TestSendForceReply(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toGroup("What was done?")
	o.Force = true
	wantState(t, d.try(o), complaint.Sent)
	if m := d.last(t, d.group.ID()); !strings.Contains(string(m.Keyboard), "force_reply") {
		t.Errorf("keyboard %s", m.Keyboard)
	}
}

func TestSendLongTextGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer(strings.Repeat("字", 9000))
	o.Buttons = [][]complaint.Button{{{Text: "OK", Data: "ok"}}}
	d.Script(tt.Rule{Method: "sendMessage", Skip: 1}, tt.FloodWait(7))
	first := d.try(o)
	if first.State != complaint.Retrying || first.Throttled != 7*time.Second || len(first.Messages) != 1 {
		t.Fatalf("first %+v", first)
	}
	second := d.try(o, func(p *complaint.Parcel) { p.Done = first.Messages })
	wantState(t, second, complaint.Sent)
	if len(second.Messages) != 3 || second.Messages[0] != first.Messages[0] {
		t.Errorf("messages %v after %v", second.Messages, first.Messages)
	}
	var text strings.Builder
	for _, id := range second.Messages {
		for _, m := range d.Chat(d.customer.ID()).Messages {
			if int64(m.MessageID) == id {
				text.WriteString(m.Text)
			}
		}
	}
	if text.String() != o.Text.String() {
		t.Error("the parts are not the text")
	}
	if n := len(d.last(t, d.customer.ID()).Buttons()); n != 1 {
		t.Errorf("%d buttons under the last part", n)
	}
}

func TestSendNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	wantState(t, d.try(d.toCustomer(" \u202E\n")), complaint.Failed)
	wantState(t, d.try(complaint.Outbound{Op: complaint.Copy, Chat: d.group.ID()}), complaint.Failed)
	wantState(t, d.try(complaint.Outbound{Op: complaint.Typing, Chat: d.group.ID()}), complaint.Failed)
}

func TestSendShowPostsOnceAndThenEdits(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toGroup("new")
	o.Op, o.Slot = complaint.Show, "card:a"
	o.Buttons = [][]complaint.Button{{{Text: "Claim", Data: "claim:a"}}}
	posted := d.try(o)
	wantState(t, posted, complaint.Sent)
	at := func(p *complaint.Parcel) { p.MessageID = posted.Messages[0] }
	wantState(t, d.try(o, at), complaint.Sent) // not modified (TG-34)
	o.Text, o.Buttons = complaint.Words(strings.Repeat("长", 5000)), nil
	edited := d.try(o, at)
	wantState(t, edited, complaint.Sent)
	m := d.last(t, d.group.ID())
	if !reflect.DeepEqual(edited.Messages, posted.Messages) || units(m.Text) != maxText || !strings.HasSuffix(m.Text, "…") || len(m.Buttons()) != 0 {
		t.Errorf("outcome %+v, %d units, buttons %v", edited, units(m.Text), m.Buttons())
	}
	tt.Must(0, d.boss.In(d.group).Delete(m.MessageID))
	gone := d.try(o, at)
	if gone.State != complaint.Retrying || !gone.GoneCard || len(gone.Messages) != 0 {
		t.Errorf("deleted card: %+v", gone)
	}
	o.Op = complaint.Change
	if gone := d.try(o, at); gone.State != complaint.Failed || !gone.GoneCard {
		t.Errorf("deleted message: %+v", gone)
	}
	o.Op = complaint.Strip
	wantState(t, d.try(o, at), complaint.Sent)
}

func TestSendStripAndChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer("Solved?")
	o.Buttons = [][]complaint.Button{{{Text: "Yes", Data: "y"}}}
	sent := d.try(o)
	at := func(p *complaint.Parcel) { p.MessageID = sent.Messages[0] }
	o.Op = complaint.Strip
	wantState(t, d.try(o, at), complaint.Sent)
	wantState(t, d.try(o, at), complaint.Sent)
	if m := d.last(t, d.customer.ID()); len(m.Buttons()) != 0 || m.Text != "Solved?" {
		t.Errorf("message %+v", m)
	}
	o.Op, o.Text = complaint.Change, complaint.Words("Thank you.")
	wantState(t, d.try(o, at), complaint.Sent)
	if m := d.last(t, d.customer.ID()); m.Text != "Thank you." || len(m.Buttons()) != 1 {
		t.Errorf("message %+v", m)
	}
}

func TestSendCopies(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	card := d.try(d.toGroup("card"))
	said := tt.Must(d.customer.Says("it leaks"))
	album := tt.Must(d.customer.Private().Album(
		tt.Attachment{Kind: "photo"}, tt.Attachment{Kind: "photo"}))
	o := complaint.Outbound{Op: complaint.Copy, Chat: d.group.ID(), CopyFrom: d.customer.ID(), CopyIDs: []int64{int64(said.MessageID)}, Topic: "x"}
	one := d.try(o, func(p *complaint.Parcel) { p.CardID = card.Messages[0] })
	wantState(t, one, complaint.Sent)
	if m := d.last(t, d.group.ID()); m.Text != "it leaks" || m.ForwardOrigin != nil || m.ReplyToMessage.MessageID != int(card.Messages[0]) {
		t.Errorf("copy %+v", m.Message)
	}
	o.CopyIDs = []int64{int64(album[1].MessageID), int64(album[0].MessageID), 9999}
	many := d.try(o)
	wantState(t, many, complaint.Sent)
	if len(many.Messages) != 2 || many.Reason != "copied 2 of 3" || len(d.Calls("copyMessages")) != 1 {
		t.Errorf("album %+v", many)
	}
	o.CopyIDs = []int64{9999}
	if lost := d.try(o); lost.State != complaint.Failed || !strings.Contains(lost.Reason, "message to copy not found") {
		t.Errorf("lost %+v", lost)
	}
}

func TestSendTopicIsCreatedFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum, tt.AllRights())
	out := d.try(d.toGroup("hello"), inForum(0))
	wantState(t, out, complaint.Sent)
	topics := d.Chat(d.group.ID()).Topics
	if len(topics) != 1 || topics[0].Name != "2026-0713 · 7-1203" || int64(topics[0].ID) != out.TopicID {
		t.Fatalf("topics %+v, outcome %+v", topics, out)
	}
	if m := d.last(t, d.group.ID()); m.MessageThreadID != topics[0].ID {
		t.Errorf("message %+v", m.Message)
	}
	again := d.try(d.toGroup("more"), inForum(out.TopicID))
	wantState(t, again, complaint.Sent)
	if n := len(d.Chat(d.group.ID()).Topics); n != 1 || again.TopicID != 0 {
		t.Errorf("%d topics, outcome %+v", n, again)
	}
}

func TestSendTopicIsKnownEvenIfTheMessageFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum, tt.AllRights())
	d.Script(tt.Rule{Method: "sendMessage"}, tt.FloodWait(3))
	out := d.try(d.toGroup("hello"), inForum(0))
	if out.State != complaint.Retrying || out.TopicID == 0 || out.Throttled != 3*time.Second {
		t.Errorf("outcome %+v", out)
	}
}

func TestSendTopicGoneOrClosed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum, tt.AllRights())
	topic := d.try(d.toGroup("hello"), inForum(0)).TopicID
	turn := complaint.Outbound{Op: complaint.CloseTopic, Chat: d.group.ID()}
	wantState(t, d.try(turn, inForum(topic)), complaint.Sent)
	wantState(t, d.try(turn, inForum(topic)), complaint.Sent)
	if !d.Chat(d.group.ID()).Topics[0].Closed {
		t.Fatal("not closed")
	}
	d.Script(tt.Rule{Method: "sendMessage"}, tt.FailWith(400, "Bad Request: TOPIC_CLOSED"))
	wantState(t, d.try(d.toGroup("wrote again"), inForum(topic)), complaint.Sent)
	if d.Chat(d.group.ID()).Topics[0].Closed || d.last(t, d.group.ID()).Text != "wrote again" {
		t.Error("the topic was not reopened for the message")
	}
	turn.Op = complaint.OpenTopic
	wantState(t, d.try(turn, inForum(topic)), complaint.Sent)

	tt.Must(0, d.group.DeleteTopic(int(topic)))
	gone := d.try(d.toGroup("hello?"), inForum(topic))
	if gone.State != complaint.Retrying || !gone.GoneTopic {
		t.Errorf("deleted topic: %+v", gone)
	}
	turn.Op = complaint.CloseTopic
	if out := d.try(turn, inForum(topic)); out.State != complaint.Sent || !out.GoneTopic {
		t.Errorf("closing a deleted topic: %+v", out)
	}
	o := d.toGroup("an answer")
	o.Thread = topic
	out := d.try(o, func(p *complaint.Parcel) { p.Forum = true })
	if m := d.last(t, d.group.ID()); out.State != complaint.Sent || m.Text != "an answer" || out.Reason == "" {
		t.Errorf("somebody else's topic: %+v", out)
	}
}

func TestSendWithoutTheRightToTopics(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum)
	card := d.try(d.toGroup("card"))
	out := d.try(d.toGroup("hello"), inForum(0), func(p *complaint.Parcel) { p.CardID = card.Messages[0] })
	wantState(t, out, complaint.Sent)
	m := d.last(t, d.group.ID())
	if m.Text != "hello" || m.ReplyToMessage == nil || !strings.Contains(out.Reason, "not enough rights") || out.TopicID != 0 {
		t.Errorf("outcome %+v, message %+v", out, m.Message)
	}
}

func TestSendUnderTheCardWhereThereAreNoTopics(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Basic)
	card := d.try(d.toGroup("card"))
	o := d.toGroup("hello")
	o.Topic = "2026-0713"
	wantState(t, d.try(o, func(p *complaint.Parcel) { p.CardID = card.Messages[0] }), complaint.Sent)
	if m := d.last(t, d.group.ID()); m.ReplyToMessage == nil || m.ReplyToMessage.MessageID != int(card.Messages[0]) {
		t.Errorf("message %+v", m.Message)
	}
	tt.Must(0, d.boss.In(d.group).Delete(int(card.Messages[0])))
	wantState(t, d.try(o, func(p *complaint.Parcel) { p.CardID = card.Messages[0] }), complaint.Sent)
}

func TestSendFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault tt.Fault
		want  complaint.Outcome // State, Offline, Uncertain, Throttled
	}{
		"429":              {tt.FloodWait(11), complaint.Outcome{State: complaint.Retrying, Throttled: 11 * time.Second}},
		"500":              {tt.ServerError(), complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: true}},
		"502 as a page":    {tt.BadGateway(), complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: true}},
		"dropped":          {tt.DropBefore(), complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: true}},
		"dropped after":    {tt.DropAfter(), complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: true}},
		"garbled":          {tt.Garble(), complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: true}},
		"token revoked":    {tt.FailWith(401, "Unauthorized"), complaint.Outcome{State: complaint.Retrying, Offline: true}},
		"other 400":        {tt.FailWith(400, "Bad Request: chat not found"), complaint.Outcome{State: complaint.Failed}},
		"old block":        {tt.FailWith(400, "Bad Request: USER_IS_BLOCKED"), complaint.Outcome{State: complaint.BlockedBy}},
		"never started":    {tt.FailWith(403, "Forbidden: bot can't initiate conversation with a user"), complaint.Outcome{State: complaint.BlockedBy}},
		"kicked":           {tt.FailWith(403, "Forbidden: bot was kicked from the supergroup chat"), complaint.Outcome{State: complaint.BlockedBy}},
		"entity too large": {tt.FailWith(413, "Request Entity Too Large"), complaint.Outcome{State: complaint.Failed}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, tt.Supergroup)
			d.Script(tt.Rule{Method: "sendMessage"}, c.fault)
			out := d.try(d.toCustomer("hi"))
			got := complaint.Outcome{State: out.State, Offline: out.Offline, Uncertain: out.Uncertain, Throttled: out.Throttled}
			if !reflect.DeepEqual(got, c.want) || out.Reason == "" {
				t.Errorf("outcome %+v", out)
			}
			if strings.Contains(out.Reason, "127.0.0.1") && strings.Contains(out.Reason, d.BotToken()) {
				t.Errorf("reason %q", out.Reason)
			}
		})
	}
}

func TestSendEditsAreNeverUncertain(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer("a")
	sent := d.try(o)
	d.Script(tt.Rule{Method: "editMessageText"}, tt.DropAfter())
	o.Op, o.Text = complaint.Change, complaint.Words("b")
	out := d.try(o, func(p *complaint.Parcel) { p.MessageID = sent.Messages[0] })
	if out.State != complaint.Retrying || out.Uncertain || !out.Offline {
		t.Errorf("outcome %+v", out)
	}
}

func TestSendBlockedAndGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	d.customer.Block()
	out := d.try(d.toCustomer("hi"))
	if out.State != complaint.BlockedBy || !strings.Contains(out.Reason, "blocked by the user") {
		t.Errorf("blocked: %+v", out)
	}
	d.customer.Unblock()
	wantState(t, d.try(d.toCustomer("hi")), complaint.Sent)
	d.customer.Deactivate()
	if out := d.try(d.toCustomer("hi")); out.State != complaint.BlockedBy {
		t.Errorf("deactivated: %+v", out)
	}
	d.group.RemoveBot(d.boss)
	if out := d.try(d.toGroup("hi")); out.State != complaint.BlockedBy {
		t.Errorf("kicked: %+v", out)
	}
}

func TestSendMigrated(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Basic)
	big := tt.Must(d.group.Migrate(d.boss))
	out := d.try(d.toGroup("hi"))
	if out.State != complaint.Retrying || out.Migrated != big.ID() || out.Chat != d.group.ID() {
		t.Errorf("outcome %+v", out)
	}
}

func TestSendTimesOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	d.Script(tt.Rule{Method: "sendMessage"}, tt.Hang())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	out := d.Send(ctx, complaint.Parcel{Outbound: d.toCustomer("hi"), Private: true})
	if out.State != complaint.Retrying || !out.Uncertain || !out.Offline {
		t.Errorf("outcome %+v", out)
	}
}

func TestSendResultsOfTheFuture(t *testing.T) {
	t.Parallel()
	// A message the library cannot decode was sent all the same.
	body := `{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"reply_to_message":{"message_id":4,"date":1,"chat":{"id":7,"type":"private"},"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]}}}}`
	s := NewSender(client(t, &script{answers: []string{body}}))
	out := s.Send(t.Context(), complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Chat: 7, Text: complaint.Words("x")}})
	if out.State != complaint.Sent || !reflect.DeepEqual(out.Messages, []int64{5}) {
		t.Errorf("outcome %+v", out)
	}
}

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

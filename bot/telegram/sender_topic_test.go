package telegram

import (
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

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

func TestSendWhereATopicStaysClosed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		refusal tt.Fault
		want    complaint.DeliveryState
		reason  string
	}{
		"no right to reopen": {tt.FailWith(400, "Bad Request: not enough rights"), complaint.Sent, "outside its topic"},
		"throttled":          {tt.FloodWait(5), complaint.Retrying, "Too Many Requests"},
		"open after all":     {tt.FailWith(400, "Bad Request: TOPIC_NOT_MODIFIED"), complaint.Sent, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, tt.Forum, tt.AllRights())
			card := d.try(d.toGroup("card"))
			topic := d.try(d.toGroup("hello"), inForum(0)).TopicID
			d.Script(tt.Rule{Method: "sendMessage"}, tt.FailWith(400, "Bad Request: TOPIC_CLOSED"))
			d.Script(tt.Rule{Method: "reopenForumTopic"}, c.refusal)
			out := d.try(d.toGroup("again"), inForum(topic), func(p *complaint.Parcel) { p.CardID = card.Messages[0] })
			if out.State != c.want || !strings.Contains(out.Reason, c.reason) {
				t.Fatalf("outcome %+v", out)
			}
			if m := d.last(t, d.group.ID()); c.want == complaint.Sent && m.Text != "again" {
				t.Errorf("message %+v", m.Message)
			}
		})
	}
}

func TestSendTopicCannotBeCreatedForNow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Forum, tt.AllRights())
	d.Script(tt.Rule{Method: "createForumTopic"}, tt.FloodWait(9))
	out := d.try(d.toGroup("hello"), inForum(0))
	if out.State != complaint.Retrying || out.Throttled != 9*time.Second || len(d.Calls("sendMessage")) != 0 {
		t.Errorf("outcome %+v", out)
	}
}

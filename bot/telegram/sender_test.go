package telegram

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

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

package telegram

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

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
	s := NewSender(client(t, &script{answers: []string{body}}), nil)
	out := s.Send(t.Context(), complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Chat: 7, Text: complaint.Words("x")}})
	if out.State != complaint.Sent || !reflect.DeepEqual(out.Messages, []int64{5}) {
		t.Errorf("outcome %+v", out)
	}
}

func TestSendCopiesGoOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := complaint.Outbound{Op: complaint.Copy, Chat: d.group.ID(), CopyFrom: d.customer.ID()}
	for range maxCopies + 3 {
		o.CopyIDs = append(o.CopyIDs, int64(tt.Must(d.customer.Says("leak")).MessageID))
	}
	d.Script(tt.Rule{Method: "copyMessages", Skip: 1}, tt.BadGateway())
	first := d.try(o)
	if first.State != complaint.Retrying || len(first.Messages) != maxCopies {
		t.Fatalf("first: %q, %d messages", first.State, len(first.Messages))
	}
	second := d.try(o, func(p *complaint.Parcel) { p.Done = first.Messages })
	if second.State != complaint.Sent || len(second.Messages) != maxCopies+3 || second.Reason != "" {
		t.Errorf("second: %q %q, %d messages", second.State, second.Reason, len(second.Messages))
	}
}

func TestSendTellsOfButtonsLeftOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toCustomer("hi")
	o.Buttons = [][]complaint.Button{{{Text: "Too much", Data: strings.Repeat("d", 65)}}}
	if out := d.try(o); out.State != complaint.Sent || !strings.Contains(out.Reason, "button") {
		t.Errorf("outcome %+v", out)
	}
}

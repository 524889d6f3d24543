package telegramtest_test

import (
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

func TestTG31StaleQueries(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := quiet(tt.Clock(c.now))
	p := anna(s)
	press := tt.Must(p.Private().PressData(1, "x"))
	stale := "Bad Request: query is too old and response timeout expired or query ID is invalid"
	ask(t, s, "answerCallbackQuery", "callback_query_id", "17").refused(t, 400, stale)
	ask(t, s, "answerCallbackQuery", "callback_query_id", press.QueryID, "text", strings.Repeat("字", 201)).refused(t, 400, "Bad Request: MESSAGE_TOO_LONG")
	ask(t, s, "answerCallbackQuery", "callback_query_id", press.QueryID, "text", strings.Repeat("字", 200), "show_alert", "true").accepted(t)
	if a := press.Answers(); len(a) != 1 || !a[0].Alert || a[0].UserID != p.ID() {
		t.Errorf("answers %+v", a)
	}
	c.pass(time.Hour)
	ask(t, s, "answerCallbackQuery", "callback_query_id", press.QueryID).refused(t, 400, stale)
}

func TestTG32PressesAreUntrustworthy(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	m := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", "card",
		"reply_markup", `{"inline_keyboard":[[{"text":"Go","callback_data":"go:1"},{"text":"Site","url":"https://example.org"}]]}`).accepted(t))
	tt.Must(p.Private().Press(m.MessageID, "go:1"))
	for _, button := range []string{"Site", "Stop"} {
		if _, err := p.Private().Press(m.MessageID, button); err == nil {
			t.Errorf("pressed %s", button)
		}
	}
	ask(t, s, "deleteMessage", "chat_id", number(p.ID()), "message_id", number(int64(m.MessageID))).accepted(t)
	forged := tt.Must(p.Private().PressData(m.MessageID, "close:2"))
	twice := forged.Again()
	got := updates(t, s, forged.UpdateID)
	if len(got) != 2 || string(got[0]["callback_query"]) != string(got[1]["callback_query"]) || twice.UpdateID == forged.UpdateID {
		t.Fatalf("updates %v", got)
	}
	q := decode[struct {
		Data    string
		Message struct{ Date int64 }
	}](t, got[0]["callback_query"])
	if q.Data != "close:2" || q.Message.Date != 0 {
		t.Errorf("query %s", got[0]["callback_query"])
	}
}

package telegramtest_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"

	tt "redress/bot/telegram/telegramtest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	var flood *bot.TooManyRequestsError
	for name, c := range map[string]struct {
		fault  tt.Fault
		check  func(error) bool
		effect bool
	}{
		"flood":       {tt.FloodWait(7), func(err error) bool { return errors.As(err, &flood) && flood.RetryAfter == 7 }, false},
		"500":         {tt.ServerError(), func(err error) bool { return strings.Contains(err.Error(), "500 Internal Server Error") }, false},
		"502":         {tt.BadGateway(), func(err error) bool { return strings.Contains(err.Error(), "nginx") }, false},
		"own words":   {tt.FailWith(400, "Bad Request: CHAT_RESTRICTED"), func(err error) bool { return errors.Is(err, bot.ErrorBadRequest) }, false},
		"drop before": {tt.DropBefore(), func(err error) bool { return errors.Is(err, io.EOF) }, false},
		"drop after":  {tt.DropAfter(), func(err error) bool { return errors.Is(err, io.EOF) }, true},
		"garble":      {tt.Garble(), func(err error) bool { return strings.Contains(err.Error(), "unexpected end of JSON input") }, true},
		"delay":       {tt.Delay(time.Millisecond), func(err error) bool { return err == nil }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := start(t)
			p := anna(s)
			s.Script(tt.Rule{Method: "sendMessage", ChatID: p.ID()}, c.fault)
			_, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: p.ID(), Text: "hello"})
			if err == nil && name != "delay" || err != nil && !c.check(err) {
				t.Errorf("got %v", err)
			}
			if got := len(s.Chat(p.ID()).Messages) == 2; got != c.effect {
				t.Errorf("the message is there: %v", got)
			}
			if log := s.Calls("sendMessage"); len(log) != 1 || log[0].Fault == "" || log[0].Params["text"] != "hello" || log[0].OK() != (name == "delay") {
				t.Errorf("log %+v", log)
			}
			if _, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: p.ID(), Text: "again"}); err != nil {
				t.Error("the rule outlives its one call: ", err)
			}
		})
	}
}

func TestHangEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	p := anna(s)
	s.Script(tt.Rule{Times: -1}, tt.Hang())
	ctx, cancel := context.WithCancel(within(t))
	go func() {
		_ = s.Wait(ctx, func() bool { return len(s.Calls("sendMessage")) == 1 })
		cancel()
	}()
	_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: p.ID(), Text: "hello"})
	if !errors.Is(err, context.Canceled) || len(s.Chat(p.ID()).Messages) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	send := func(text string) bool {
		return ask(t, s, "sendMessage", "chat_id", number(p.ID()), "text", text).OK
	}
	some := s.Script(tt.Rule{Method: "sendMessage", Skip: 1, Times: 2}, tt.ServerError())
	if got := [4]bool{send("a"), send("b"), send("c"), send("d")}; got != [4]bool{true, false, false, true} {
		t.Errorf("skip 1, times 2: %v", got)
	}
	if some.Hits() != 2 {
		t.Errorf("%d hits", some.Hits())
	}
	some.Remove() // already spent
	all := s.Script(tt.Rule{Times: -1, When: func(c tt.Call) bool { return c.Params["text"] == "bad" }}, tt.ServerError())
	for text, want := range map[string]bool{"bad": false, "good": true} {
		for range 2 {
			if send(text) != want {
				t.Errorf("the rule does not look at the call: %q", text)
			}
		}
	}
	all.Remove()
	if !send("bad") {
		t.Error("a removed rule is in force")
	}
	s.Script(tt.Rule{ChatID: 5}, tt.ServerError())
	if !send("other chat") {
		t.Error("the rule does not look at the chat")
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := quiet(tt.Latency(30 * time.Millisecond))
		begun := time.Now()
		ask(t, s, "getMe").accepted(t)
		if took := time.Since(begun); took != 30*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

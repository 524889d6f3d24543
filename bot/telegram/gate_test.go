package telegram

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// runGate polls what the script says inside a bubble until nothing is left to answer.
func runGate(t *testing.T, s *script, kept *shelf, told *[]complaint.Event) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in := Inlet{Me: me(), Intake: kept, Fresh: func(list []complaint.Event) { *told = append(*told, list...) }}
	done := make(chan error, 1)
	go func() { done <- NewGate(client(t, s), in).Run(ctx) }()
	for {
		time.Sleep(10 * time.Second) // of the bubble
		synctest.Wait()
		s.mu.Lock()
		left := len(s.answers)
		s.mu.Unlock()
		select {
		case err := <-done:
			cancel()
			return err
		default:
		}
		if left == 0 {
			stop := time.Now()
			cancel()
			err := <-done
			if d := time.Since(stop); d > 0 {
				t.Errorf("stopped after %v", d)
			}
			return err
		}
	}
}

func TestGateConfirmsOnlyWhatIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		poison := `{"update_id":101,"message":{"message_id":1}}`
		s := &script{answers: []string{
			batch(words42("100", "one"), poison, words42("102", "three")),
			batch(words42("100", "one"), poison, words42("102", "three")),
			batch(),
			batch(words42("103", "four")),
		}}
		kept, told := &shelf{offset: 100, failures: 0}, []complaint.Event{}
		fail := &failing{shelf: kept, times: 1}
		ctx, cancel := context.WithCancel(t.Context())
		in := Inlet{Me: me(), Intake: fail, Fresh: func(list []complaint.Event) { told = append(told, list...) }}
		done := make(chan error, 1)
		go func() { done <- NewGate(client(t, s), in).Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(kept.texts(), " "); got != "one three four" {
			t.Errorf("kept %q", got)
		}
		if kept.aside["tg:101"] != poison {
			t.Errorf("quarantine %v", kept.aside)
		}
		want := []int64{100, 100, 103, 103, 104}
		if len(s.offsets) < len(want) {
			t.Fatalf("offsets %v", s.offsets)
		}
		for i, w := range want {
			if s.offsets[i] != w {
				t.Fatalf("offsets %v", s.offsets)
			}
		}
		if len(told) != 3 || strings.Join(s.allowed, " ") != "message edited_message callback_query my_chat_member chat_member" {
			t.Errorf("told of %d events, allowed %v", len(told), s.allowed)
		}
	})
}

func TestGateWaitsOutWhatPasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{
			"", "<html>502 Bad Gateway</html>", `{"ok":false,"error_code":500,"description":"Internal Server Error"}`,
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 30","parameters":{"retry_after":30}}`,
			`{"ok":true,"result":{}}`,
			`{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`,
			batch(words42("5", "made it")),
		}}
		kept, told := &shelf{failures: 2}, []complaint.Event{}
		begun := time.Now()
		if err := runGate(t, s, kept, &told); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(kept.texts(), " "); got != "made it" || kept.offset != 6 {
			t.Errorf("kept %q, offset %d", got, kept.offset)
		}
		if d := time.Since(begun); d < 35*time.Second {
			t.Errorf("all over after %v, so retry_after was not honoured", d)
		}
	})
}

func TestGateEndsWhereAPersonHasToAct(t *testing.T) {
	t.Parallel()
	conflict := `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`
	for name, c := range map[string]struct {
		answers []string
		want    error
	}{
		"wrong token": {[]string{`{"ok":false,"error_code":401,"description":"Unauthorized"}`}, ErrToken},
		"webhook":     {[]string{`{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}`}, ErrWebhook},
		"two pollers": {[]string{conflict, conflict, conflict, conflict, conflict}, ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var told []complaint.Event
				err := runGate(t, &script{answers: append(c.answers, batch())}, &shelf{}, &told)
				if !errors.Is(err, c.want) {
					t.Errorf("err %v", err)
				}
			})
		})
	}
}

func TestGateOverTheWire(t *testing.T) {
	t.Parallel()
	server, url := telegramtest.Start(t)
	ann := server.NewPerson(telegramtest.User{FirstName: "Ann"})
	telegramtest.Must(ann.Says("before"))
	telegramtest.Must(server.Inject(ann.ID(), `{"message":{"chat":{},"message_id":"poison"}}`))
	c, err := New(Config{Token: server.BotToken(), APIURL: url + "/"})
	if err != nil {
		t.Fatal(err)
	}
	who, err := c.Me(t.Context())
	if err != nil || who.Username != "redress_bot" || who.ID != 123456 {
		t.Fatalf("%+v %v", who, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	kept, seen := &shelf{}, make(chan string, 10)
	in := Inlet{Me: who, Intake: kept, Fresh: func(list []complaint.Event) {
		for _, e := range list {
			seen <- e.Message.Text
		}
	}}
	done := make(chan error, 1)
	go func() { done <- NewGate(c, in).Run(ctx) }()
	if got := <-seen; got != "before" {
		t.Errorf("first %q", got)
	}
	telegramtest.Must(ann.Says("after 🙂"))
	if got := <-seen; got != "after 🙂" {
		t.Errorf("second %q", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(kept.aside) != 1 {
		t.Errorf("quarantine %v", kept.aside)
	}
}

func TestGatePassesWhatHasNoName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{batch(`{"message":{}}`), batch(words42("9", "hi"))}}
		kept, told := &shelf{offset: 7}, []complaint.Event{}
		if err := runGate(t, s, kept, &told); err != nil {
			t.Fatal(err)
		}
		if len(kept.aside) != 1 || len(kept.events) != 1 || s.offsets[1] != 8 {
			t.Errorf("aside %v, kept %v, offsets %v", kept.aside, kept.events, s.offsets)
		}
	})
}

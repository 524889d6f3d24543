package app

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"redress/bot/telegram/telegramtest"
)

// Nobody's text is in any log at any level: what customers and staff write, what models
// answer, names, phones, keys and tokens.
func TestNobodysTextIsLogged(t *testing.T) {
	t.Parallel()
	for name, chat := range map[string]http.HandlerFunc{
		"right": answers(strings.Replace(formFull, "You charged me twice", "markermodel You charged me twice", 1)), "refused": body(400, `{"error":{"message":"markerecho content_filter"}}`),
		"broken": body(500, "markerecho"), "nonsense": answers("markermodel"), "HTML": body(200, "<html>markerecho"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log safeBuffer
			o := openOracle(t, &oracle{chat: chat, ear: transcribes("markervoice was spoken about the lift"), eye: answers("markerphoto")})
			w := newTown(t, telegramtest.Forum, o.in(t))
			w.stop()
			w.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
			w.start()
			telegramtest.Must(w.anna.Private().Caption("markercaption").Photo(800, 600, append([]byte("\xff\xd8\xff\xe0"), make([]byte, 64)...)))
			telegramtest.Must(w.anna.Private().Voice(7, []byte("voice")))
			n := w.files(w.anna, "markertext: you charged me twice, my name is Marker Markerson, call +49 151 23456789 or marker@example.org")
			w.press(w.li, w.staff.ID(), "Claim")
			w.answer(w.li, n, "markerreply is on its way")
			w.sees(w.anna.ID(), "markerreply")
			w.tg.Script(telegramtest.Rule{Method: "sendMessage", Times: 2}, telegramtest.BadGateway())
			w.say(w.anna, "markeragain is added")
			w.settle()
			w.stop()
			text := log.String()
			if !strings.Contains(text, "level=") {
				t.Fatal("nothing was logged, so nothing is shown")
			}
			for _, secret := range []string{"marker", "Marker", "23456789", "Anna", w.tg.BotToken(), "Bearer"} {
				if at := strings.Index(text, secret); at >= 0 {
					t.Errorf("%q is logged: …%s", secret, text[max(0, at-200):min(len(text), at+60)])
				}
			}
		})
	}
}

// safeBuffer may be written to from everywhere.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.b.String())
}

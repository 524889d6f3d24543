package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// workshop is a folder for what several tests share.
var workshop = sync.OnceValue(func() string {
	folder, err := os.MkdirTemp("", "redress-test-")
	if err != nil {
		panic(err)
	}
	return folder
})

// binary is the program, built once.
var binary = sync.OnceValues(func() (string, error) {
	file := filepath.Join(workshop(), "redress")
	out, err := exec.Command("go", "build", "-o", file, "redress/bot").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// station is the fake Telegram as a program of its own reaches it, on a line that can be held
// at any call, before Telegram has carried it out or after.
type station struct {
	t        *testing.T
	tg       *telegramtest.Server
	url      string
	database string
	li, mona *telegramtest.Person
	staff    *telegramtest.Group
	managers *telegramtest.Group

	mu    sync.Mutex
	holds []*hold
	run   *exec.Cmd
	log   *os.File

	inHand []string // what was leased when the program was killed
}

// hold stops one call on its way. Hit is closed when it has.
type hold struct {
	method string
	chat   int64
	after  bool // Telegram has carried it out; its answer is what does not arrive
	hit    chan struct{}
}

func newStation(t *testing.T, kind telegramtest.Kind) *station {
	t.Helper()
	if _, err := binary(); err != nil {
		t.Fatalf("the program does not build: %v", err)
	}
	s := &station{t: t, tg: telegramtest.New(telegramtest.NoRateLimits())}
	s.li = s.tg.NewPerson(telegramtest.User{FirstName: "Li", LanguageCode: "en"})
	s.mona = s.tg.NewPerson(telegramtest.User{FirstName: "Mona", LanguageCode: "en"})
	s.staff = s.tg.NewGroup("Complaints desk", kind, s.li)
	s.staff.Join(s.mona)
	s.staff.AddBot(s.li, telegramtest.AllRights())
	s.managers = s.tg.NewGroup("Managers", telegramtest.Supergroup, s.li)
	s.managers.AddBot(s.li, telegramtest.AllRights())
	server := httptest.NewServer(http.HandlerFunc(s.pass))
	s.url = server.URL
	folder := t.TempDir()
	s.database = "sqlite:" + filepath.Join(folder, "redress.db")
	s.log = telegramtest.Must(os.Create(filepath.Join(folder, "log")))
	t.Cleanup(func() {
		s.kill()
		s.tg.Close()
		server.Close()
		if t.Failed() {
			text, _ := os.ReadFile(s.log.Name())
			t.Logf("the program said:\n%s", text)
			t.Logf("still to do: %q", s.leftOver())
		}
		_ = s.log.Close()
	})
	return s
}

// pass lets a call through, unless it is to be held.
func (s *station) pass(w http.ResponseWriter, r *http.Request) {
	h := s.holdFor(r)
	if h == nil {
		s.tg.ServeHTTP(w, r)
		return
	}
	if h.after {
		s.tg.ServeHTTP(httptest.NewRecorder(), r)
	}
	close(h.hit)
	<-r.Context().Done() // until the program is dead
}

func (s *station) holdFor(r *http.Request) *hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, h := range s.holds {
		if strings.HasSuffix(r.URL.Path, "/"+h.method) && (chatOf(r) == h.chat || h.chat == 0) {
			s.holds = slices.Delete(s.holds, i, i+1)
			return h
		}
	}
	return nil
}

// chatOf reads the call's chat_id and leaves the body to be read again.
func chatOf(r *http.Request) int64 {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return 0
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	copied := r.Clone(r.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	var chat int64
	_, _ = fmt.Sscan(copied.FormValue("chat_id"), &chat) // none: 0, which no hold asks for
	return chat
}

// hold stops the next call of a method to a chat (0: any).
func (s *station) hold(method string, chat int64, after bool) *hold {
	h := &hold{method: method, chat: chat, after: after, hit: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = append(s.holds, h)
	return h
}

// start runs the program as its own process.
func (s *station) start() {
	s.t.Helper()
	file, _ := binary()
	s.run = exec.Command(file, "run")
	s.run.Env = []string{
		"HOME=" + filepath.Dir(s.log.Name()), "TELEGRAM_BOT_TOKEN=" + s.tg.BotToken(), "TELEGRAM_API_URL=" + s.url,
		"DATABASE_URL=" + s.database, "REDRESS_QUIET=1s", "REDRESS_LANGUAGE=en", "LOG_LEVEL=warn",
		fmt.Sprint("STAFF_CHAT_ID=", s.staff.ID()), fmt.Sprint("MANAGER_CHAT_ID=", s.managers.ID()),
		fmt.Sprintf("REDRESS_STAFF_IDS=%d,%d", s.li.ID(), s.mona.ID()),
	}
	s.run.Stdout, s.run.Stderr = s.log, s.log
	if err := s.run.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// kill ends the program at whatever instruction it is, and waits until it is gone.
func (s *station) kill() {
	if s.run == nil {
		return
	}
	_ = s.run.Process.Kill() // an error means it is dead already
	_ = s.run.Wait()
	s.run = nil
	if s.hasRecords() {
		s.inHand = append(s.inHand, s.look("SELECT body FROM outbox WHERE state = 'waiting' AND leased_until > 0")...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = nil
}

// hasRecords is false when the program was killed before it had made its tables.
func (s *station) hasRecords() bool {
	return len(s.look("SELECT name FROM sqlite_master WHERE name = 'outbox'")) == 1
}

// killAt kills the program when the held call is under way, and starts it again.
func (s *station) killAt(h *hold) {
	s.t.Helper()
	select {
	case <-h.hit:
	case <-time.After(2 * patience):
		s.t.Fatalf("the program never calls %s", h.method)
	}
	s.kill()
	s.start()
}

// newest returns the bot's newest message in a chat for which match says yes.
func (s *station) newest(chat int64, match func(telegramtest.MessageView) bool) (telegramtest.MessageView, bool) {
	for _, m := range slices.Backward(s.tg.Chat(chat).Messages) {
		if m.FromBot && !m.Deleted && match(m) {
			return m, true
		}
	}
	return telegramtest.MessageView{}, false
}

// sees waits for a message of the bot with that text.
func (s *station) sees(chat int64, text string) telegramtest.MessageView {
	s.t.Helper()
	return s.seesWhere(chat, text, func(m telegramtest.MessageView) bool { return strings.Contains(m.Content(), text) })
}

func (s *station) seesWhere(chat int64, what string, match func(telegramtest.MessageView) bool) (found telegramtest.MessageView) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	err := s.tg.Wait(ctx, func() (ok bool) { found, ok = s.newest(chat, match); return ok })
	if err != nil {
		s.t.Fatalf("chat %d never shows %q; it shows:\n%s", chat, what, s.shows(chat))
	}
	return found
}

func (s *station) shows(chat int64) string {
	w := town{t: s.t, tg: s.tg}
	return w.shows(chat)
}

func (s *station) count(chat int64, text string) int {
	w := town{t: s.t, tg: s.tg}
	return w.count(chat, text)
}

// press presses the newest button with that label in a chat.
func (s *station) press(p *telegramtest.Person, chat int64, label string) telegramtest.Press {
	s.t.Helper()
	m := s.seesWhere(chat, "["+label+"]", func(m telegramtest.MessageView) bool { return hasButton(m, label) })
	return telegramtest.Must(p.InChat(chat).Press(m.MessageID, label))
}

func hasButton(m telegramtest.MessageView, label string) bool {
	return slices.ContainsFunc(m.Buttons(), func(b telegramtest.Button) bool { return b.Text == label })
}

// leftOver is what the records say is still to be done.
func (s *station) leftOver() []string {
	if !s.hasRecords() {
		return nil
	}
	return s.look(`SELECT 'event ' || id || ' ' || kind || ' ' || state FROM events WHERE state <> 'done'
		UNION ALL SELECT 'timer ' || key || ' ' || at FROM timers WHERE key LIKE 'quiet%'
		UNION ALL SELECT 'parcel ' || id || ' ' || op || ' ' || lane || ' attempts ' || attempts || ' due ' || due_at FROM outbox WHERE state = 'waiting'`)
}

func (s *station) look(query string, args ...any) []string {
	s.t.Helper()
	return look(s.t, s.database, query, args...)
}

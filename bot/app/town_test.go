package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/bot/outbox"
	"redress/bot/sandbox"
	"redress/bot/telegram/telegramtest"
)

// town is the whole product over HTTP against a fake Telegram, with a clock that can be
// moved. Its people act as people do; sees waits for what they see.
type town struct {
	t     *testing.T
	tg    *telegramtest.Server
	clock *sandbox.Clock
	cfg   Config
	app   *App
	stop  func()
	dress func(*App)      // changes the bot before it runs; nil: as it is
	log   *slog.Logger    // nil: warnings, beside the test's own output
	said  strings.Builder // what the program prints at start

	anna, boris, li, mona, otto *telegramtest.Person
	staff, managers             *telegramtest.Group
}

// patience is how long a test waits for something that should happen at once.
const patience = 20 * time.Second

func newTown(t *testing.T, kind telegramtest.Kind, change ...func(*Config)) *town {
	t.Helper()
	w := &town{t: t, clock: sandbox.NewClock(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC))}
	var url string
	w.tg, url = telegramtest.Start(t, telegramtest.Clock(w.clock.Now), telegramtest.NoRateLimits())
	person := func(name, lang string) *telegramtest.Person {
		return w.tg.NewPerson(telegramtest.User{FirstName: name, LanguageCode: lang})
	}
	w.anna, w.boris = person("Anna", "en"), person("Boris", "en")
	w.li, w.mona, w.otto = person("Li", "en"), person("Mona", "en"), person("Otto", "en")
	w.staff = w.tg.NewGroup("Complaints desk", kind, w.otto)
	w.staff.Join(w.li, w.mona)
	w.staff.AddBot(w.otto, telegramtest.AllRights())
	w.managers = w.tg.NewGroup("Managers", telegramtest.Supergroup, w.otto)
	w.managers.AddBot(w.otto, telegramtest.AllRights())
	w.cfg = Config{
		Token: w.tg.BotToken(), APIURL: url, Policy: "generic", Language: "en", LogLevel: "info",
		Database:  "sqlite:" + filepath.Join(t.TempDir(), "redress.db"),
		StaffChat: w.staff.ID(), ManagerChat: w.managers.ID(),
		Staff: []int64{w.li.ID(), w.mona.ID()}, Owners: []int64{w.otto.ID()},
	}
	for _, f := range change {
		f(&w.cfg)
	}
	w.start()
	t.Cleanup(func() { w.stop() })
	return w
}

// start runs the bot; stop ends it as a signal would.
func (w *town) start() {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log := slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	if w.log != nil {
		log = w.log
	}
	a, err := Open(ctx, w.cfg, World{Now: w.clock.Now, Changed: w.clock.Changed, Pace: outbox.Unpaced()}, log)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := a.seed(ctx, &w.said); err != nil {
		w.t.Fatal(err)
	}
	if w.dress != nil {
		w.dress(a)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	stopped := false
	w.app = a
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			w.t.Errorf("the bot ended with: %v", err)
		}
	}
}

func (w *town) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience)
}

// settle waits until the bot has dealt with everything that came in.
func (w *town) settle() {
	w.t.Helper()
	ctx, cancel := w.context()
	defer cancel()
	if err := w.tg.Wait(ctx, func() bool { return w.tg.Pending() == 0 }); err != nil {
		w.t.Fatalf("updates are not taken in: %v", err)
	}
	if err := w.app.lanes.idle(ctx); err != nil {
		w.t.Fatalf("events are not dealt with: %v", err)
	}
}

// say writes to the bot in private.
func (w *town) say(p *telegramtest.Person, text string) {
	w.t.Helper()
	telegramtest.Must(p.Says(text))
	w.settle()
}

// pass lets time go by after everything has been dealt with.
func (w *town) pass(d time.Duration) {
	w.t.Helper()
	w.settle()
	w.clock.Advance(d)
}

// sees waits until the chat shows a message of the bot with that text, and returns the newest.
func (w *town) sees(chat int64, text string) telegramtest.MessageView {
	w.t.Helper()
	return w.seesWhere(chat, text, func(m telegramtest.MessageView) bool { return strings.Contains(m.Content(), text) })
}

func (w *town) seesWhere(chat int64, what string, match func(telegramtest.MessageView) bool) (found telegramtest.MessageView) {
	w.t.Helper()
	ctx, cancel := w.context()
	defer cancel()
	err := w.tg.Wait(ctx, func() bool {
		for _, m := range slices.Backward(w.tg.Chat(chat).Messages) {
			if m.FromBot && !m.Deleted && match(m) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		w.t.Fatalf("chat %d never shows %q; it shows:\n%s", chat, what, w.shows(chat))
	}
	return found
}

// shows lists what the chat shows, for a failing test.
func (w *town) shows(chat int64) string {
	var b strings.Builder
	for _, m := range w.tg.Chat(chat).Messages {
		b.WriteString("  | " + strings.ReplaceAll(m.Content(), "\n", "\n  |   ") + "\n")
		for _, button := range m.Buttons() {
			b.WriteString("  |   [" + button.Text + "]\n")
		}
	}
	return b.String()
}

// count counts the bot's messages in a chat that contain text and were not deleted.
func (w *town) count(chat int64, text string) int {
	n := 0
	for _, m := range w.tg.Chat(chat).Messages {
		if m.FromBot && !m.Deleted && strings.Contains(m.Content(), text) {
			n++
		}
	}
	return n
}

// press waits for a button in the chat and presses the newest one with that label.
func (w *town) press(p *telegramtest.Person, chat int64, label string) telegramtest.Press {
	w.t.Helper()
	m := w.seesWhere(chat, "["+label+"]", func(m telegramtest.MessageView) bool {
		return slices.ContainsFunc(m.Buttons(), func(b telegramtest.Button) bool { return b.Text == label })
	})
	press, err := p.InChat(chat).Press(m.MessageID, label)
	if err != nil {
		w.t.Fatalf("%q: %v", label, err)
	}
	w.settle()
	return press
}

// card waits for the card of a complaint, and until the bot has noted where it is: people
// take longer than that to answer it.
func (w *town) card(number string) telegramtest.MessageView {
	w.t.Helper()
	card := w.seesWhere(w.staff.ID(), "card "+number, func(m telegramtest.MessageView) bool { return isCard(m, number) })
	ctx, cancel := w.context()
	defer cancel()
	for {
		known := w.look("SELECT complaint FROM refs WHERE chat = $1 AND message_id = $2", w.staff.ID(), card.MessageID)
		if len(known) > 0 {
			return card
		}
		pause(ctx, time.Millisecond)
		if ctx.Err() != nil {
			w.t.Fatalf("the bot does not know where the card of %s is", number)
		}
	}
}

// answer writes under the card of a complaint: in its topic, or as a reply.
func (w *town) answer(p *telegramtest.Person, number, text string) telegramtest.Sent {
	w.t.Helper()
	card := w.card(number)
	talk := p.In(w.staff)
	if card.MessageThreadID != 0 {
		talk = talk.Topic(card.MessageThreadID)
	} else {
		talk = talk.Reply(card.MessageID)
	}
	sent := telegramtest.Must(talk.Text(text))
	w.settle()
	return sent
}

// files takes a complaint from the first word to its number.
func (w *town) files(p *telegramtest.Person, text string) (number string) {
	w.t.Helper()
	w.say(p, text)
	return w.confirms(p)
}

// confirms lets the burst end, skips what the bot asks, submits, and returns the number.
func (w *town) confirms(p *telegramtest.Person) (number string) {
	w.t.Helper()
	w.pass(7 * time.Second)
	for {
		m := w.seesWhere(p.ID(), "a question or the read-back", func(m telegramtest.MessageView) bool { return len(m.Buttons()) > 0 })
		label := m.Buttons()[0].Text
		for _, b := range m.Buttons() {
			if b.Text == "Skip" || b.Text == "Submit" {
				label = b.Text
			}
		}
		if _, err := p.Private().Press(m.MessageID, label); err != nil {
			w.t.Fatal(err)
		}
		w.settle()
		if label == "Submit" {
			break
		}
		w.seesWhere(p.ID(), "the next question", func(n telegramtest.MessageView) bool { return n.MessageID > m.MessageID && len(n.Buttons()) > 0 })
	}
	m := w.sees(p.ID(), "Your number is")
	_, rest, _ := strings.Cut(m.Content(), "Your number is ")
	return rest[:9]
}

// await waits for something to be seen on Telegram's side.
func (w *town) await(what string, ok func() bool) {
	w.t.Helper()
	ctx, cancel := w.context()
	defer cancel()
	if err := w.tg.Wait(ctx, ok); err != nil {
		w.t.Fatalf("in vain: %s", what)
	}
}

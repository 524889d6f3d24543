package sandbox

import (
	"context"
	"crypto/rand"
	"html/template"
	"log/slog"
	"sync"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows/policy"
	"redress/flows/texts"
)

// Config is what the page shows and moves.
type Config struct {
	Server      *telegramtest.Server
	Clock       *Clock
	Texts       *texts.Catalogue                    // what the bot says, for the stories to recognise
	Zone        func() *time.Location               // of the policy in force
	NextMorning func(time.Time) time.Time           // the next working morning after a time, by the policy in force
	Policies    []Choice                            // what can be picked
	Policy      func() string                       // the policy in force
	Switch      func(context.Context, string) error // restarts the bot on a policy, with a fresh cast
	Digest      func(context.Context) error         // asks for the digest now; nil: no button
	Fast        bool                                // stories do not pause for reading, and the clock runs fast while they wait
	Log         *slog.Logger
}

// Choice is a policy that can be picked.
type Choice struct {
	Name  string
	Title policy.Names // what people call it
}

// Stage is the page and what is going on there.
type Stage struct {
	cfg     Config
	token   string // every POST has to bring it
	labels  labels
	stories []story
	page    *template.Template
	player  player
	pace    pace

	mu      sync.Mutex
	cast    Cast
	retold  []told        // by the story under way, or the last one
	before  words         // told before the rules were changed
	changed chan struct{} // closed at the next change that telegramtest does not know of
}

// New returns a stage without a cast: call [Stage.Cast] before the page is opened. It panics
// if a file of the page is broken, which its tests find.
func New(cfg Config) *Stage {
	s := &Stage{cfg: cfg, token: rand.Text(), labels: loadLabels(), stories: loadStories(), changed: make(chan struct{})}
	s.page = parsePage()
	if !cfg.Fast {
		s.pace = pace{step: 900 * time.Millisecond, letter: 38 * time.Millisecond}
	}
	return s
}

// Close stops the story being played, if any, and waits for it.
func (s *Stage) Close() { s.player.stop() }

// touch tells every open page to look again.
func (s *Stage) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Stage) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

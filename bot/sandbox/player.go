package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// pace is how fast a story plays: so that a visitor can follow, or, when it is zero, at once.
type pace struct {
	step   time.Duration // before each thing that somebody does
	letter time.Duration // for each letter written or read
}

// longest is how long a story lingers over one message at most.
const longest = 5 * time.Second

func (p pace) of(text string) time.Duration {
	return p.step + min(longest, p.letter*time.Duration(len([]rune(text))))
}

// States of a story.
const (
	stateIdle    = ""
	statePlaying = "playing"
	statePaused  = "paused"
	stateEnded   = "ended"
	stateFailed  = "failed"
)

// playing is the story under way as the page shows it.
type playing struct {
	Name  string
	State string
	Step  string // names a label
	Who   int64  // who acts; 0: the bot
	Chat  int64
	Topic int
	Draft string // what is being written
}

// Key names the conversation to look at.
func (p playing) Key() string { return fmt.Sprintf("%d.%d", p.Chat, p.Topic) }

// player plays one story at a time.
type player struct {
	mu     sync.Mutex
	at     playing
	cancel context.CancelFunc
	done   chan struct{}
	resume chan struct{} // closed when a paused story goes on; nil when it is not paused
}

func (p *player) show() playing {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// stop ends the story and waits until nobody acts any more.
func (p *player) stop() {
	p.mu.Lock()
	cancel, done := p.cancel, p.done
	p.mu.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	<-done
}

// clear takes the line about a story that is over off the page.
func (p *player) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel == nil {
		p.at = playing{}
	}
}

// begin takes the stage for a story, ending another.
func (p *player) begin(parent context.Context, name string) (ctx context.Context, end func(state string)) {
	p.mu.Lock()
	for p.cancel != nil {
		p.mu.Unlock()
		p.stop()
		p.mu.Lock()
	}
	defer p.mu.Unlock()
	ctx, cancel := context.WithCancel(parent)
	done := make(chan struct{})
	p.at, p.cancel, p.done, p.resume = playing{Name: name, State: statePlaying, Step: "opening"}, cancel, done, nil
	return ctx, func(state string) {
		cancel()
		p.mu.Lock()
		p.at.State, p.at.Draft, p.cancel = state, "", nil
		p.mu.Unlock()
		close(done)
	}
}

// hold pauses the story, or lets it go on.
func (p *player) hold(pause bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.cancel == nil:
	case pause && p.resume == nil:
		p.resume, p.at.State = make(chan struct{}), statePaused
	case !pause && p.resume != nil:
		close(p.resume)
		p.resume, p.at.State = nil, statePlaying
	}
}

func (p *player) set(at playing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at.Name, at.State = p.at.Name, p.at.State
	p.at = at
}

// linger waits d, and as long as the story is paused.
func (p *player) linger(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		p.mu.Lock()
		resume := p.resume
		p.mu.Unlock()
		if resume == nil {
			return ctx.Err()
		}
		select {
		case <-resume:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Stories names the stories that [Stage.Play] knows.
func (s *Stage) Stories() []string {
	var all []string
	for _, st := range s.stories {
		all = append(all, st.Name)
	}
	return all
}

// Play plays a story to its end, on fresh chats and the story's own policy. Another story
// under way ends. The error says where the story could not go on.
func (s *Stage) Play(ctx context.Context, name string) error {
	i := slices.IndexFunc(s.stories, func(st story) bool { return st.Name == name })
	if i < 0 {
		return fmt.Errorf("no story %q: choose one of %v", name, s.Stories())
	}
	ctx, end := s.player.begin(ctx, name)
	s.forget()
	s.touch()
	err := s.perform(ctx, s.stories[i])
	switch {
	case err == nil:
		end(stateEnded)
	case errors.Is(err, context.Canceled):
		end(stateIdle)
	default:
		s.cfg.Log.Error("the story stopped", "story", name, "error", err)
		end(stateFailed)
	}
	s.touch()
	return err
}

// perform prepares the stage and plays.
func (s *Stage) perform(ctx context.Context, st story) error {
	if s.cfg.Policy() != st.Policy || s.used() {
		if err := s.cfg.Switch(ctx, st.Policy); err != nil {
			return fmt.Errorf("prepare the stage: %w", err)
		}
	}
	return newScene(s, st).play(ctx)
}

// used tells whether anybody has spoken since the cast came in.
func (s *Stage) used() bool {
	c := s.present()
	for _, chat := range []int64{c.Anna, c.Xiaoyu} {
		if len(s.cfg.Server.Chat(chat).Messages) > 0 {
			return true
		}
	}
	return false
}

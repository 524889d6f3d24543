package sandbox

import (
	"context"
	"fmt"
	"strings"

	"redress/bot/telegram/telegramtest"
	"redress/flows/policy"
)

// told is what one policy made of the complaint that a story tells under several.
type told struct {
	Policy  string
	Promise string // what the customer was promised
	Card    string // how the card begins
	Limit   string // what staff have to do by when
}

// brisk is the pace of a story that is told several times.
func brisk(p pace) pace { return pace{step: p.step / 3, letter: p.letter / 4} }

// compare tells the same complaint under one policy after the other, and keeps side by side
// what each promises and shows.
func (c *scene) compare(ctx context.Context) error {
	c.pace = brisk(c.pace)
	for i, name := range c.Policies {
		if i > 0 {
			if err := c.cfg.Switch(ctx, name); err != nil {
				return fmt.Errorf("the rules of %s: %w", name, err)
			}
		}
		if err := c.tellUnder(ctx, name); err != nil {
			return fmt.Errorf("under the rules of %s: %w", name, err)
		}
	}
	return nil
}

// tellUnder takes the complaint up to its card under one policy.
func (c *scene) tellUnder(ctx context.Context, name string) (err error) {
	if c.policy, err = policy.Pack(name); err != nil {
		return err
	}
	c.cast = c.present()
	c.customer, c.topic = c.whose(c.story), 0
	if err := c.complain(ctx); err != nil {
		return err
	}
	if err := c.hush(ctx); err != nil {
		return err
	}
	if err := c.intake(ctx); err != nil {
		return err
	}
	filed, err := c.await(ctx, "the promise", c.customer, 0, having("c:show:", ""))
	if err != nil {
		return err
	}
	card, err := c.await(ctx, "the card", c.cast.Staff, 0, having("s:claim:", ""))
	if err != nil {
		return err
	}
	promise, _, _ := strings.Cut(lineOf(filed, 1, ""), ". ")
	c.tellOf(told{Policy: name, Promise: promise + ".", Card: lineOf(card, 0, ""), Limit: lineOf(card, 0, "⏱")})
	c.spot("reads", c.cast.Li, card.Chat.ID, card.MessageThreadID, "")
	return c.player.linger(ctx, 3*c.pace.step+c.pace.of(card.Content()))
}

// hush spares the visitor the silence after which the bot answers, in a story that is told
// several times.
func (c *scene) hush(ctx context.Context) error {
	if len(c.Policies) == 0 {
		return nil
	}
	if err := c.player.linger(ctx, c.pace.step); err != nil {
		return err
	}
	c.cfg.Clock.Advance(c.policy.QuietBurst())
	return nil
}

// lineOf is the n-th line of a message that begins with a mark.
func lineOf(m telegramtest.MessageView, n int, mark string) string {
	for line := range strings.Lines(m.Content()) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, mark) {
			continue
		}
		if n == 0 {
			return line
		}
		n--
	}
	return ""
}

// whose is the customer of a story, of the cast that is on stage.
func (c *scene) whose(st story) int64 {
	if st.Customer == "xiaoyu" {
		return c.cast.Xiaoyu
	}
	return c.cast.Anna
}

// tellOf keeps what a policy made of the complaint; the page shows all of them together.
func (s *Stage) tellOf(t told) {
	s.mu.Lock()
	s.retold = append(s.retold, t)
	s.mu.Unlock()
	s.touch()
}

// forget takes the comparison off the page.
func (s *Stage) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retold = nil
}

func (s *Stage) compared() []told {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]told(nil), s.retold...)
}

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/flows/policy"
)

const (
	patience = 90 * time.Second       // how long the people of a story wait for the bot, in real time
	hurry    = 250 * time.Millisecond // at the zero pace the clock jumps this often while they wait
)

// scene is a story being played.
type scene struct {
	*Stage
	story
	cast     Cast
	pace     pace
	customer int64
	policy   *policy.Policy
	topic    int    // of the complaint in the staff group
	number   string // of the complaint
}

func newScene(s *Stage, st story) *scene {
	c := &scene{Stage: s, story: st, cast: s.present(), pace: s.pace}
	c.customer = c.whose(st)
	return c
}

// play goes through the acts.
func (c *scene) play(ctx context.Context) (err error) {
	if c.policy, err = policy.Pack(c.Policy); err != nil {
		return err
	}
	if len(c.Policies) > 0 {
		if err := c.morning(ctx); err != nil {
			return err
		}
		return c.compare(ctx)
	}
	acts := []struct {
		name string
		do   func(context.Context) error
	}{
		{"the morning", c.morning}, {"the desks' language", c.speak}, {"the complaint", c.complain}, {"the intake", c.intake},
		{"the claim", c.claim}, {"the talk", c.talk}, {"the resolve form", c.resolve},
		{"the customer's word", c.confirm}, {"the rating", c.rate}, {"the digest", c.digest},
	}
	for _, act := range acts {
		if err := act.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", act.name, err)
		}
	}
	return nil
}

// later lets time pass, so that the visitor sees it pass.
func (c *scene) later(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	p := c.player.show()
	c.spot("later", 0, p.Chat, p.Topic, "")
	if err := c.player.linger(ctx, c.pace.step); err != nil {
		return err
	}
	c.cfg.Clock.Advance(d)
	return c.player.linger(ctx, c.pace.step)
}

// spot shows the visitor where to look: a conversation, and who does what there.
func (c *scene) spot(step string, who, chat int64, topic int, draft string) {
	c.player.set(playing{Step: step, Who: who, Chat: chat, Topic: topic, Draft: draft})
	c.touch()
}

// voice is a person in a conversation.
func (c *scene) voice(who, chat int64, topic int) (telegramtest.Talk, error) {
	p, ok := c.cfg.Server.Person(who)
	if !ok {
		return telegramtest.Talk{}, errors.New("somebody of the cast is not there")
	}
	return p.InChat(chat).Topic(topic), nil
}

// say lets a person write, at the pace of writing.
func (c *scene) say(ctx context.Context, who, chat int64, topic int, text string) error {
	c.spot("writes", who, chat, topic, text)
	if err := c.player.linger(ctx, c.pace.of(text)); err != nil {
		return err
	}
	t, err := c.voice(who, chat, topic)
	if err == nil {
		_, err = t.Text(text)
	}
	return err
}

// show lets a person send a picture.
func (c *scene) show(ctx context.Context, who, chat int64, topic int, l line) error {
	c.spot("sends", who, chat, topic, "")
	if err := c.player.linger(ctx, c.pace.of("")); err != nil {
		return err
	}
	t, err := c.voice(who, chat, topic)
	if err == nil {
		_, err = t.Caption(l.Text).Attach(photo(l.Photo))
	}
	return err
}

// deliver says or shows a line.
func (c *scene) deliver(ctx context.Context, who, chat int64, topic int, l line) error {
	if l.Photo != "" {
		return c.show(ctx, who, chat, topic, l)
	}
	return c.say(ctx, who, chat, topic, l.Text)
}

// press lets a person press a button, after reading the message it stands under.
func (c *scene) press(ctx context.Context, who int64, m telegramtest.MessageView, data string) error {
	c.spot("reads", who, m.Chat.ID, m.MessageThreadID, "")
	if err := c.player.linger(ctx, c.pace.of(m.Content())); err != nil {
		return err
	}
	c.spot("presses", who, m.Chat.ID, m.MessageThreadID, "")
	t, err := c.voice(who, m.Chat.ID, 0)
	if err == nil {
		_, err = t.PressData(m.MessageID, data)
	}
	return err
}

// await waits until the bot has written what the people wait for.
func (c *scene) await(ctx context.Context, what string, chat int64, topic int, match func(telegramtest.MessageView) bool) (telegramtest.MessageView, error) {
	c.spot("waits", 0, chat, topic, "")
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if c.pace == (pace{}) {
		go c.rush(ctx)
	}
	var found telegramtest.MessageView
	err := c.cfg.Server.Wait(ctx, func() bool {
		messages := c.cfg.Server.Chat(chat).Messages
		for i := len(messages) - 1; i >= 0; i-- {
			if m := messages[i]; m.FromBot && !m.Deleted && match(m) {
				found = m
				return true
			}
		}
		return false
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return found, fmt.Errorf("waited %v for the bot: %s did not come", patience, what)
	}
	return found, err
}

// rush lets the clock run fast until ctx ends, but never while the bot has yet to hear something.
func (c *scene) rush(ctx context.Context) {
	tick := time.NewTicker(hurry)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if c.cfg.Server.Snapshot().Pending == 0 {
				c.cfg.Clock.Advance(2 * time.Second)
			}
		}
	}
}

// button finds a button by the meaning in its data: how it begins and how it ends.
func button(m telegramtest.MessageView, prefix, suffix string) (data string, ok bool) {
	for _, b := range m.Buttons() {
		if strings.HasPrefix(b.CallbackData, prefix) && strings.HasSuffix(b.CallbackData, suffix) {
			return b.CallbackData, true
		}
	}
	return "", false
}

func having(prefix, suffix string) func(telegramtest.MessageView) bool {
	return func(m telegramtest.MessageView) bool { _, ok := button(m, prefix, suffix); return ok }
}

// says tells whether a message contains a sentence of the catalogue, in any language.
func (c *scene) says(m telegramtest.MessageView, key string) bool {
	for _, lang := range c.cfg.Texts.Languages() {
		if strings.Contains(m.Content(), c.cfg.Texts.In(lang).Str(key)) {
			return true
		}
	}
	return false
}

// last is the newest message of a chat.
func (c *scene) last(chat int64) int {
	messages := c.cfg.Server.Chat(chat).Messages
	if len(messages) == 0 {
		return 0
	}
	return messages[len(messages)-1].MessageID
}

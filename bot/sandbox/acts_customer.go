package sandbox

import (
	"context"
	"strings"
	"time"

	"redress/bot/telegram/telegramtest"
)

// afterOpening is how long into the working day a story begins.
const afterOpening = 40 * time.Minute

// morning turns the calendar to the next working morning.
func (c *scene) morning(ctx context.Context) error {
	c.spot("opening", 0, c.customer, 0, "")
	if err := c.player.linger(ctx, c.pace.step); err != nil {
		return err
	}
	c.cfg.Clock.AdvanceTo(c.cfg.NextMorning(c.cfg.Clock.Now()).Add(afterOpening))
	return c.player.linger(ctx, c.pace.step)
}

// complain lets the customer write the first messages, in one breath.
func (c *scene) complain(ctx context.Context) error {
	for _, l := range c.Says {
		if err := c.deliver(ctx, c.customer, c.customer, 0, l); err != nil {
			return err
		}
	}
	return nil
}

// intake answers what the bot asks until it reads the complaint back, and submits it.
func (c *scene) intake(ctx context.Context) error {
	answered := 0
	for {
		m, err := c.await(ctx, "a question or the read-back", c.customer, 0, func(m telegramtest.MessageView) bool {
			_, ok := button(m, "d:", "")
			return ok && m.MessageID > answered
		})
		if err != nil {
			return err
		}
		answered = m.MessageID
		if data, ok := button(m, "d:submit:", ""); ok {
			return c.press(ctx, c.customer, m, data)
		}
		if err := c.answer(ctx, m); err != nil {
			return err
		}
	}
}

// answer answers one question: by button where the answer is a choice, in words, or not at all.
func (c *scene) answer(ctx context.Context, m telegramtest.MessageView) error {
	if data, ok := button(m, "d:kind:", ":complaint"); ok {
		return c.press(ctx, c.customer, m, data)
	}
	field := c.asked(m.Content())
	answer := c.Answers[field]
	if data, ok := button(m, "d:choice:", ":"+field+":"+answer); ok {
		return c.press(ctx, c.customer, m, data)
	}
	if answer != "" {
		c.spot("reads", c.customer, c.customer, 0, "")
		if err := c.player.linger(ctx, c.pace.of(m.Content())); err != nil {
			return err
		}
		if err := c.say(ctx, c.customer, c.customer, 0, answer); err != nil {
			return err
		}
		return c.hush(ctx)
	}
	data, _ := button(m, "d:skip:", "")
	return c.press(ctx, c.customer, m, data)
}

// asked finds the policy's field that a question is about, "" for none the story answers.
func (c *scene) asked(text string) string {
	for id := range c.Answers {
		if f, ok := c.policy.Field(id); ok && strings.Contains(text, f.Question.In(c.Language)) {
			return id
		}
	}
	return ""
}

// confirm presses Solved.
func (c *scene) confirm(ctx context.Context) error {
	m, err := c.await(ctx, "the result", c.customer, 0, having("c:solved:"+c.number, ""))
	if err != nil {
		return err
	}
	data, _ := button(m, "c:solved:", "")
	return c.press(ctx, c.customer, m, data)
}

// rate answers the two questions and adds a word.
func (c *scene) rate(ctx context.Context) error {
	for _, score := range []string{":r:" + c.Result, ":s:" + c.Service} {
		m, err := c.await(ctx, "the rating", c.customer, 0, having("c:rate:"+c.number, score))
		if err != nil {
			return err
		}
		data, _ := button(m, "c:rate:", score)
		if err := c.press(ctx, c.customer, m, data); err != nil {
			return err
		}
	}
	if _, err := c.await(ctx, "the thanks", c.customer, 0, having("c:nocomment:"+c.number, "")); err != nil {
		return err
	}
	before := c.last(c.customer)
	if err := c.say(ctx, c.customer, c.customer, 0, c.Comment); err != nil {
		return err
	}
	_, err := c.await(ctx, "the thanks for the comment", c.customer, 0, func(m telegramtest.MessageView) bool { return m.MessageID > before })
	return err
}

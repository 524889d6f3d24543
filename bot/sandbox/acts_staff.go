package sandbox

import (
	"context"
	"strings"
	"time"

	"redress/bot/telegram/telegramtest"
)

// speak sets the language of both groups to the story's, as their people would.
func (c *scene) speak(ctx context.Context) error {
	if c.Language == "en" {
		return nil
	}
	for chat, who := range map[int64]int64{c.cast.Staff: c.cast.Li, c.cast.Managers: c.cast.Otto} {
		t, err := c.voice(who, chat, 0)
		if err != nil {
			return err
		}
		if _, err := t.Text("/language " + c.Language); err != nil {
			return err
		}
		if _, err := c.await(ctx, "the change of language", chat, 0, func(m telegramtest.MessageView) bool { return c.says(m, "language_set") }); err != nil {
			return err
		}
	}
	return nil
}

// claim lets Li take the complaint, and a colleague come too late.
func (c *scene) claim(ctx context.Context) error {
	before := c.topic
	m, err := c.await(ctx, "the card", c.cast.Staff, before, having("s:claim:", ""))
	if err != nil {
		return err
	}
	data, _ := button(m, "s:claim:", "")
	c.topic, c.number = m.MessageThreadID, strings.TrimPrefix(data, "s:claim:")
	if err := c.press(ctx, c.cast.Li, m, data); err != nil {
		return err
	}
	if _, err := c.card(ctx); err != nil {
		return err
	}
	if c.Late {
		if err := c.press(ctx, c.cast.Mona, m, data); err != nil {
			return err
		}
		if err := c.player.linger(ctx, c.pace.of("")*2); err != nil {
			return err
		}
	}
	if err := c.acknowledge(ctx); err != nil {
		return err
	}
	return c.original(ctx)
}

// original lets the owner look at what the customer sent.
func (c *scene) original(ctx context.Context) error {
	if !c.Original {
		return nil
	}
	card, err := c.card(ctx)
	if err != nil {
		return err
	}
	data, _ := button(card, "s:original:", "")
	if err := c.press(ctx, c.cast.Li, card, data); err != nil {
		return err
	}
	_, err = c.await(ctx, "the photo", c.cast.Staff, c.topic, func(m telegramtest.MessageView) bool { return len(m.Photo) > 0 })
	return err
}

// card is the complaint's card once it is claimed.
func (c *scene) card(ctx context.Context) (telegramtest.MessageView, error) {
	return c.await(ctx, "the claimed card", c.cast.Staff, c.topic, having("s:resolve:"+c.number, ""))
}

// acknowledge lets the manager press the button under the alert.
func (c *scene) acknowledge(ctx context.Context) error {
	if !c.Acknowledge {
		return nil
	}
	m, err := c.await(ctx, "the alert", c.cast.Managers, 0, having("s:ack:", ""))
	if err != nil {
		return err
	}
	data, _ := button(m, "s:ack:", "")
	return c.press(ctx, c.cast.Otto, m, data)
}

// talk lets staff and customer write to each other; each waits until the other has it.
func (c *scene) talk(ctx context.Context) error {
	for _, l := range c.Talk {
		who, chat, topic, far, farTopic := c.customer, c.customer, 0, c.cast.Staff, c.topic
		if l.Staff {
			who, chat, topic, far, farTopic = c.cast.Li, c.cast.Staff, c.topic, c.customer, 0
		}
		if err := c.later(ctx, l.After); err != nil {
			return err
		}
		before := c.last(far)
		if err := c.deliver(ctx, who, chat, topic, l); err != nil {
			return err
		}
		m, err := c.await(ctx, "what was written", far, farTopic, func(m telegramtest.MessageView) bool {
			return m.MessageID > before && (l.Photo != "" && len(m.Photo) > 0 || l.Text != "" && strings.Contains(m.Content(), l.Text))
		})
		if err != nil {
			return err
		}
		if err := c.player.linger(ctx, c.pace.of(m.Content())); err != nil {
			return err
		}
		if err := c.promise(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// promise lets Li confirm that what was written is a promise, so that the bot watches over it.
func (c *scene) promise(ctx context.Context, l line) error {
	if !l.Promise {
		return nil
	}
	m, err := c.await(ctx, "the question whether it is a promise", c.cast.Staff, c.topic, having("s:promise:"+c.number, ""))
	if err != nil {
		return err
	}
	data, _ := button(m, "s:promise:", "")
	if err := c.press(ctx, c.cast.Li, m, data); err != nil {
		return err
	}
	_, err = c.await(ctx, "the watch over the promise", c.cast.Staff, c.topic, having("s:kept:"+c.number, ""))
	return err
}

// digest turns the calendar to the next day and waits for the managers' digest.
func (c *scene) digest(ctx context.Context) error {
	c.spot("night", 0, c.cast.Managers, 0, "")
	if err := c.player.linger(ctx, c.pace.step*2); err != nil {
		return err
	}
	morning := c.nextDay()
	c.cfg.Clock.AdvanceTo(morning)
	m, err := c.await(ctx, "the digest", c.cast.Managers, 0, func(m telegramtest.MessageView) bool {
		return m.Date >= morning.Unix()-60
	})
	if err != nil {
		return err
	}
	c.spot("digest", c.cast.Otto, c.cast.Managers, 0, "")
	return c.player.linger(ctx, c.pace.of(m.Content()))
}

// nextDay is tomorrow, at the hour when work begins, whether or not it is a working day: the
// digest speaks of the day before.
func (c *scene) nextDay() time.Time {
	zone := c.cfg.Zone()
	now := c.cfg.Clock.Now().In(zone)
	opens := c.cfg.NextMorning(now).In(zone)
	return time.Date(now.Year(), now.Month(), now.Day()+1, opens.Hour(), opens.Minute()+5, 0, 0, zone)
}

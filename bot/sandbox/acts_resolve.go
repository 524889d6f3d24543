package sandbox

import (
	"cmp"
	"context"
	"strings"

	"redress/bot/telegram/telegramtest"
)

// resolve fills in the resolve form.
func (c *scene) resolve(ctx context.Context) error {
	if err := c.later(ctx, c.Later); err != nil {
		return err
	}
	card, err := c.card(ctx)
	if err != nil {
		return err
	}
	data, _ := button(card, "s:resolve:", "")
	if err := c.press(ctx, c.cast.Li, card, data); err != nil {
		return err
	}
	shown, needs := "", c.Needs
	for {
		m, err := c.await(ctx, "the next step of the form", c.cast.Staff, c.topic, func(m telegramtest.MessageView) bool {
			return having("s:form:"+c.number, "")(m) && m.Content() != shown
		})
		if err != nil {
			return err
		}
		first := shown == ""
		shown = m.Content()
		if data, ok := button(m, "s:form:", ":send"); ok {
			return c.press(ctx, c.cast.Li, m, data)
		}
		words := c.Done
		switch {
		case first:
			words = c.Outcome
		case c.says(m, "form_promised"):
			words = c.Promised
		case len(needs) > 0 && !c.says(m, "form_done") && !c.says(m, "form_cause"):
			words, needs = needs[0], needs[1:]
		}
		if err := c.fill(ctx, m, words); err != nil {
			return err
		}
	}
}

// fill answers one question of the form: by button where the answer is a choice, else in
// words, or by Skip when there are none.
func (c *scene) fill(ctx context.Context, m telegramtest.MessageView, words string) error {
	choice, fallback := "", ""
	for _, b := range m.Buttons() {
		switch what := b.CallbackData[strings.LastIndex(b.CallbackData, ":")+1:]; {
		case what == c.Cause:
			choice = b.CallbackData
		case what == "skip":
			if words == "" {
				choice = b.CallbackData
			}
		case what != "cancel" && what != "keep" && fallback == "":
			fallback = b.CallbackData
		}
	}
	if data := cmp.Or(choice, fallback); data != "" {
		return c.press(ctx, c.cast.Li, m, data)
	}
	return c.say(ctx, c.cast.Li, c.cast.Staff, c.topic, words)
}

package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestStoryWaitsForTheBotAndCanBeStopped(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "words from before the story")
	bot := startStub(p)
	ended := make(chan error, 1)
	go func() { ended <- p.stage.Play(context.Background(), "billing") }()
	bot.heard(func(u update) bool { return u.Message != nil && strings.Contains(u.Message.Text, "post it everywhere") })
	page := p.get("/stage")
	p.wants(page, "Charged twice", `data-do="pause"`, "I want my 40 euros back", "09:40")
	if strings.Contains(page, "words from before the story") {
		t.Error("the story did not begin on fresh chats")
	}
	p.does("/story", "do", "pause")
	p.wants(p.get("/stage"), "Paused", `data-do="resume"`)
	p.does("/story", "do", "resume")
	p.wants(p.get("/stage"), `data-do="pause"`)
	p.does("/story", "do", "stop")
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the stopped story ended with %v", err)
	}
	if page := p.get("/stage"); strings.Contains(page, "data-do=\"pause\"") || strings.Contains(page, "telling-name") {
		t.Error("the stopped story is still on the page")
	}
}

// TestStoryReactsToWhatTheBotShows plays the beginning of a story against a bot that asks
// something of its own: choices are pressed, words written, unknown questions skipped.
func TestStoryReactsToWhatTheBotShows(t *testing.T) {
	t.Parallel()
	p := open(t)
	pack, err := policy.Pack("generic")
	if err != nil {
		t.Fatal(err)
	}
	order, wish := question(t, pack, "order"), question(t, pack, "wish")
	asked := 0
	ask := func(b *stub, text string, buttons ...string) {
		asked++
		b.say(p.cast.Anna, 0, text, buttons...)
	}
	bot := startStubWith(p, func(b *stub, u update) {
		heard := ""
		switch {
		case u.Query != nil:
			heard = u.Query.Data
		case u.Message != nil:
			heard = u.Message.Text
		}
		switch {
		case strings.Contains(heard, "post it everywhere"):
			ask(b, "Which colour was it?", "Skip", "d:skip:1")
		case heard == "d:skip:1":
			ask(b, "I see. "+order, "Skip", "d:skip:2")
		case strings.HasPrefix(heard, "Order 88213"):
			ask(b, wish, "Repair", "d:choice:3:wish:repair", "Refund", "d:choice:3:wish:refund", "Skip", "d:skip:3")
		case heard == "d:choice:3:wish:refund":
			ask(b, "Is that right?", "Submit", "d:submit:4", "Cancel", "d:cancel:4")
		case heard == "d:submit:4":
			b.say(p.cast.Staff, 0, "the card", "Claim", "s:claim:2026-0001")
		}
	})
	go func() { _ = p.stage.Play(t.Context(), "billing") }()
	claimed := bot.heard(func(u update) bool { return u.Query != nil && strings.HasPrefix(u.Query.Data, "s:claim:") })
	if claimed.Query.From.ID != p.cast.Li || asked != 4 {
		t.Errorf("%d claimed after %d questions, want Li (%d) after 4", claimed.Query.From.ID, asked, p.cast.Li)
	}
}

func question(t *testing.T, pack *policy.Policy, field string) string {
	t.Helper()
	f, ok := pack.Field(field)
	if !ok {
		t.Fatalf("the generic policy has no field %s", field)
	}
	return f.Question.In("en")
}

func TestUnknownStoryIsNotPlayed(t *testing.T) {
	t.Parallel()
	p := open(t)
	if err := p.stage.Play(t.Context(), "unheard"); err == nil || !strings.Contains(err.Error(), "leak") {
		t.Errorf("an unknown story: %v", err)
	}
}

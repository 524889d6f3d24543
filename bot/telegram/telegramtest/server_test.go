package telegramtest_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	tt "redress/bot/telegram/telegramtest"
)

// start serves a fake without rate limits unless opts say otherwise, and a real client of it.
func start(t *testing.T, opts ...tt.Option) (*tt.Server, *bot.Bot) {
	t.Helper()
	s, url := tt.Start(t, append([]tt.Option{tt.NoRateLimits()}, opts...)...)
	b, err := bot.New(s.BotToken(), bot.WithServerURL(url), bot.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func wantRefusal(t *testing.T, err error, kind error, words string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("got error %v, want %v saying %q", err, kind, words)
	}
}

func TestConversation(t *testing.T) {
	t.Parallel()
	s, url := tt.Start(t)
	got := make(chan *models.Update, 8)
	b, err := bot.New(s.BotToken(), bot.WithServerURL(url),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { got <- u }))
	if err != nil {
		t.Fatal(err)
	}
	ctx := within(t)
	go b.Start(ctx)

	ann := s.NewPerson(tt.User{FirstName: "Ann", LanguageCode: "en"})
	said := tt.Must(ann.Says("the lift is broken"))
	if u := <-got; u.ID != said.UpdateID || u.Message.Text != "the lift is broken" || u.Message.From.LanguageCode != "en" {
		t.Fatalf("got update %+v", u)
	}
	m, err := b.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: ann.ID(), Text: "<b>Noted</b> &amp; filed", ParseMode: models.ParseModeHTML,
		ReplyParameters: &models.ReplyParameters{MessageID: said.MessageID},
		ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
			{Text: "Submit", CallbackData: "submit:1"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != "Noted & filed" || m.Entities[0].Length != 5 || m.ReplyToMessage.ID != said.MessageID {
		t.Errorf("sent %+v", m)
	}
	press := tt.Must(ann.Private().Press(m.ID, "Submit"))
	u := <-got
	if u.CallbackQuery == nil || u.CallbackQuery.Data != "submit:1" || u.CallbackQuery.Message.Message.ID != m.ID {
		t.Fatalf("got %+v", u)
	}
	if _, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "Thanks"}); err != nil {
		t.Error(err)
	}
	if a, err := press.Wait(ctx); err != nil || a.Text != "Thanks" {
		t.Errorf("answer %+v, %v", a, err)
	}
	if _, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: ann.ID(), MessageID: m.ID, Text: "Filed"}); err != nil {
		t.Error(err)
	}
	_, err = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: ann.ID(), MessageID: m.ID, Text: "Filed"})
	wantRefusal(t, err, bot.ErrorBadRequest, "message is not modified")

	v := s.Chat(ann.ID())
	if len(v.Messages) != 2 || v.Messages[1].Text != "Filed" || v.Messages[1].Versions[0] != "Noted & filed" {
		t.Errorf("view %+v", v)
	}
}

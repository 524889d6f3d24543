package app

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/nlp"
)

// Whatever the model answers, and however late, the complaint is read back, filed and
// acknowledged, and the bot is seen to be typing meanwhile.
func TestComplaintIsFiledWhateverTheModelAnswers(t *testing.T) {
	t.Parallel()
	const patience = 300 * time.Millisecond // in place of the eight seconds
	for name, answer := range map[string]http.HandlerFunc{
		"right":     answers(formFull),
		"praise":    answers(strings.Replace(formFull, "complaint", "praise", 1)),
		"nonsense":  answers("As a language model I cannot"),
		"megabytes": answers(strings.Repeat("x", 3<<20)),
		"HTML":      body(200, "<html>sign in</html>"),
		"500":       body(500, "oops"),
		"401":       body(401, "{}"),
		"429 for an hour": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		},
		"200 with error":   body(200, `{"error":{"message":"overloaded"}}`),
		"ten seconds late": never,
		"invented":         answers(strings.Replace(formFull, "40 euros", "9000 euros", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := openOracle(t, &oracle{chat: answer})
			w := newTown(t, telegramtest.Forum, o.in(t), func(c *Config) { c.OpenAITranscription, c.OpenAIVision = "", "" })
			w.stop()
			w.dress = func(a *App) {
				p := a.desk().Policy
				a.mind = nlp.New(nlp.Config{Taxonomy: leavesOf(p), Zone: p.Zone(),
					Model: &nlp.ModelConfig{BaseURL: o.url, Key: "key", Model: "small", Timeout: patience}})
			}
			w.start()
			began := time.Now()
			w.say(w.anna, twice)
			w.pass(7 * time.Second)
			w.settle()
			if took := time.Since(began); took > patience+3*time.Second {
				t.Errorf("the customer waits %v", took)
			}
			n := w.confirms(w.anna)
			if took := time.Since(began); took > patience+15*time.Second {
				t.Errorf("filed after %v", took)
			}
			if card := w.card(n).Content(); !strings.Contains(card, "charged me twice") || strings.Contains(card, "9000") {
				t.Errorf("the card:\n%s", card)
			}
			if o.count("chat") == 0 {
				t.Error("the model was never asked")
			}
			if w.tg.CallCounts()["sendChatAction"] == 0 {
				t.Error("nobody saw that the bot types")
			}
		})
	}
}

// While a slow model is waited for, typing is shown again and again, and then the answer comes.
func TestTypingLastsAsLongAsTheModel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shown := 0
		y := &typing{last: map[int64]time.Time{}, send: func(_ context.Context, chat, _ int64) { shown += int(chat) }}
		end := y.during(t.Context(), 1)
		<-time.After(15 * time.Second)
		end()
		y.busy.Wait()
		if shown != 4 {
			t.Errorf("shown %d times in fifteen seconds, want every four", shown)
		}
	})
}

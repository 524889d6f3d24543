package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/bot/telegram/telegramtest"
	"redress/nlp"
)

// oracle is an OpenAI-compatible server that answers as told.
type oracle struct {
	url  string
	chat http.HandlerFunc // of the model
	ear  http.HandlerFunc // of transcriptions
	eye  http.HandlerFunc // of pictures

	mu    sync.Mutex
	asked map[string]int // by path
	heard []byte         // the last recording
}

func openOracle(t *testing.T, o *oracle) *oracle {
	t.Helper()
	o.asked = map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer, name := o.chat, "chat"
		switch {
		case strings.HasSuffix(r.URL.Path, "/transcriptions"):
			answer, name = o.ear, "ear"
			o.keep(r.Header.Get("Content-Type"), body)
		case bytes.Contains(body, []byte("image_url")):
			answer, name = o.eye, "eye"
		}
		o.mu.Lock()
		o.asked[name]++
		o.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	o.url = s.URL
	return o
}

func (o *oracle) keep(kind string, body []byte) {
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(10 << 20)
	if err != nil || len(form.File["file"]) != 1 {
		return
	}
	f, err := form.File["file"][0].Open()
	if err != nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.heard, _ = io.ReadAll(f)
}

func (o *oracle) count(name string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked[name]
}

// in puts the oracle into the configuration, with a policy that allows everything.
func (o *oracle) in(t *testing.T) func(*Config) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "open.yaml")
	if err := os.WriteFile(file, []byte("schema: 1\nversion: 1\nextends: generic\nmedia: {voice: true, photos: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(c *Config) {
		c.Policy, c.OpenAIURL, c.OpenAIKey, c.OpenAIModel = file, o.url, "key", "small"
		c.OpenAITranscription, c.OpenAIVision = "ear", "eye"
	}
}

func answers(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": content}}}})
	}
}

func transcribes(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"text": text})
	}
}

func body(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

const (
	twice    = "You charged me twice for order A-1001, I want my 40 euros back"
	formFull = `{"kind":"complaint","category":"none","facts":[],"fields":[],"wish":"refund","sentiment":-0.5,"language":"en","summary":"You charged me twice for order A-1001 and I want my 40 euros back.","injection":false}`
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

func TestVoiceIsWrittenDown(t *testing.T) {
	t.Parallel()
	o := openOracle(t, &oracle{chat: answers(formFull), ear: transcribes("You charged me twice for order A-1001, I want my 40 euros back"), eye: answers("A receipt with two lines of 40 euros.")})
	w := newTown(t, telegramtest.Forum, o.in(t))
	telegramtest.Must(w.anna.Private().Voice(7, []byte("the sound of a voice")))
	telegramtest.Must(w.anna.Private().Photo(800, 600, append([]byte("\xff\xd8\xff\xe0"), make([]byte, 64)...)))
	w.sees(w.anna.ID(), "Voice messages go as they are to a speech model")
	n := w.confirms(w.anna)
	w.sees(w.anna.ID(), "What I heard, written down by a machine: “You charged me twice")
	w.sees(w.anna.ID(), "What a machine sees in your photo: “A receipt with two lines")
	card := w.card(n).Content()
	for _, part := range []string{"written down by a machine", "described by a machine", "40", "📎 2 attachments"} {
		if !strings.Contains(card, part) {
			t.Errorf("the card lacks %q:\n%s", part, card)
		}
	}
	if string(o.heard) != "the sound of a voice" || o.count("ear") != 1 || o.count("eye") != 1 {
		t.Errorf("heard %q; asked %v", o.heard, o.asked)
	}
	w.press(w.li, w.staff.ID(), "Original")
	w.seesWhere(w.staff.ID(), "the recording", func(m telegramtest.MessageView) bool { return m.Voice != nil })
	w.seesWhere(w.staff.ID(), "the photo", func(m telegramtest.MessageView) bool { return m.Photo != nil })
}

func TestVoiceInChinese(t *testing.T) {
	t.Parallel()
	o := openOracle(t, &oracle{chat: body(500, ""), ear: transcribes("七号楼的电梯停了三天，打物业电话没人接")})
	w := newTown(t, telegramtest.Forum, o.in(t), func(c *Config) { c.OpenAIVision = "" })
	mei := w.tg.NewPerson(telegramtest.User{FirstName: "Mei", LanguageCode: "zh-hans"})
	telegramtest.Must(mei.Private().Voice(5, []byte("voice")))
	w.sees(mei.ID(), "语音会原样交给语音模型")
	w.pass(7 * time.Second)
	for w.count(mei.ID(), "机器转写") == 0 || w.count(mei.ID(), "请您核对") == 0 {
		w.press(mei, mei.ID(), "跳过")
		w.settle()
		w.seesWhere(mei.ID(), "what comes next", func(m telegramtest.MessageView) bool { return len(m.Buttons()) > 0 })
	}
	w.press(mei, mei.ID(), "提交")
	w.sees(w.staff.ID(), "七号楼的电梯停了三天")
}

// Without the policy's leave, without a model, or when it fails, a voice message is attached
// and counted; the customer is not told that it was heard.
func TestVoiceThatIsNotWrittenDown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Config)
		ear    http.HandlerFunc
		told   bool
	}{
		"not allowed":        {func(c *Config) { c.Policy = "generic" }, transcribes("secret"), false},
		"no model for it":    {func(c *Config) { c.OpenAITranscription = "" }, transcribes("secret"), false},
		"server fails":       {func(*Config) {}, body(404, "no such endpoint"), true},
		"nothing was spoken": {func(*Config) {}, transcribes("Thanks for watching!"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := openOracle(t, &oracle{chat: answers(formFull), ear: c.ear, eye: never})
			w := newTown(t, telegramtest.Forum, o.in(t), c.change)
			telegramtest.Must(w.anna.Says(twice))
			telegramtest.Must(w.anna.Private().Voice(7, []byte("voice")))
			n := w.confirms(w.anna)
			if card := w.card(n).Content(); !strings.Contains(card, "📎 1 attachment") || strings.Contains(card, "written down") {
				t.Errorf("the card:\n%s", card)
			}
			if got := w.count(w.anna.ID(), "could not make out your voice message") == 1; got != c.told {
				t.Errorf("told %v:\n%s", got, w.shows(w.anna.ID()))
			}
			if got := w.count(w.anna.ID(), "Voice messages go") > 0; got != c.told {
				t.Errorf("the privacy notice speaks of voices: %v", got)
			}
			if o.count("ear") > 1 || !c.told && o.count("ear") > 0 {
				t.Errorf("asked %v", o.asked)
			}
		})
	}
}

func TestRecordingTooLargeIsNotFetched(t *testing.T) {
	t.Parallel()
	o := openOracle(t, &oracle{chat: answers(formFull), ear: transcribes("x"), eye: never})
	w := newTown(t, telegramtest.Forum, o.in(t))
	telegramtest.Must(w.anna.Says(twice))
	telegramtest.Must(w.anna.Private().Attach(telegramtest.Attachment{Kind: "voice", MimeType: "audio/ogg", Duration: 4000, Size: 18 << 20}))
	w.confirms(w.anna)
	w.sees(w.anna.ID(), "could not make out your voice message")
	if w.tg.CallCounts()["getFile"] != 0 || o.count("ear") != 0 {
		t.Errorf("fetched %d files, asked %v", w.tg.CallCounts()["getFile"], o.asked)
	}
}

// Nobody's text is in any log at any level: what customers and staff write, what models
// answer, names, phones, keys and tokens.
func TestNobodysTextIsLogged(t *testing.T) {
	t.Parallel()
	for name, chat := range map[string]http.HandlerFunc{
		"right": answers(strings.Replace(formFull, "You charged me twice", "markermodel You charged me twice", 1)), "refused": body(400, `{"error":{"message":"markerecho content_filter"}}`),
		"broken": body(500, "markerecho"), "nonsense": answers("markermodel"), "HTML": body(200, "<html>markerecho"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log safeBuffer
			o := openOracle(t, &oracle{chat: chat, ear: transcribes("markervoice was spoken about the lift"), eye: answers("markerphoto")})
			w := newTown(t, telegramtest.Forum, o.in(t))
			w.stop()
			w.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
			w.start()
			telegramtest.Must(w.anna.Private().Caption("markercaption").Photo(800, 600, append([]byte("\xff\xd8\xff\xe0"), make([]byte, 64)...)))
			telegramtest.Must(w.anna.Private().Voice(7, []byte("voice")))
			n := w.files(w.anna, "markertext: you charged me twice, my name is Marker Markerson, call +49 151 23456789 or marker@example.org")
			w.press(w.li, w.staff.ID(), "Claim")
			w.answer(w.li, n, "markerreply is on its way")
			w.sees(w.anna.ID(), "markerreply")
			w.tg.Script(telegramtest.Rule{Method: "sendMessage", Times: 2}, telegramtest.BadGateway())
			w.say(w.anna, "markeragain is added")
			w.settle()
			w.stop()
			text := log.String()
			if !strings.Contains(text, "level=") {
				t.Fatal("nothing was logged, so nothing is shown")
			}
			for _, secret := range []string{"marker", "Marker", "23456789", "Anna", w.tg.BotToken(), "Bearer"} {
				if at := strings.Index(text, secret); at >= 0 {
					t.Errorf("%q is logged: …%s", secret, text[max(0, at-200):min(len(text), at+60)])
				}
			}
		})
	}
}

// safeBuffer may be written to from everywhere.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.b.String())
}

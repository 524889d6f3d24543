package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

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

package llm

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"
)

// Recording is a file with speech or a picture. It goes out as it is: what is in it cannot be
// blanked out before.
type Recording struct {
	Data     []byte
	Name     string // its ending tells the server the form
	MIME     string
	Language string // of the customer, BCP 47; "" unknown
	Customer int64  // whose budget it is
}

// Limits of what goes out and of what comes back.
const (
	MostVoiceBytes   = 4 << 20 // about a quarter of an hour
	MostPictureBytes = 5 << 20
	mostSpoken       = 4000 // runes
)

// bytesPerToken prices speech: about ten tokens a second at the four kilobytes that
// Telegram spends on it.
const bytesPerToken = 400

// Transcribe writes down what is said in a recording. It needs Config.Transcription, returns
// within the configured time and counts against the same budget, slots and breaker as Fill.
func (c *Client) Transcribe(ctx context.Context, r Recording) (string, error) {
	switch {
	case c.conf.Transcription == "":
		return "", ErrNoModel
	case len(r.Data) == 0 || len(r.Data) > MostVoiceBytes:
		return "", fmt.Errorf("%w: %d bytes of speech, at most %d", ErrUnreadable, len(r.Data), MostVoiceBytes)
	}
	ctx, cancel := context.WithTimeout(ctx, c.conf.Timeout)
	defer cancel()
	a, err := c.spend(ctx, r.Customer, len(r.Data)/bytesPerToken+100, func() (Answer, error) { return c.transcribe(ctx, r) })
	return a.Summary, err
}

func (c *Client) transcribe(ctx context.Context, r Recording) (Answer, error) {
	resp, err := c.api.CreateTranscription(ctx, openai.AudioRequest{
		Model: c.conf.Transcription, Reader: bytes.NewReader(r.Data), FilePath: spokenName(r), Language: iso639(r.Language),
	})
	c.bill.add(0, 0)
	switch {
	case err != nil && ctx.Err() != nil:
		return Answer{}, fmt.Errorf("%w: %w", ErrSlow, ctx.Err())
	case err != nil:
		return Answer{}, c.translate(err, resp.Header())
	}
	text := strings.TrimSpace(printable(resp.Text))
	if text == "" || utf8.RuneCountInString(text) > mostSpoken || strings.ContainsRune(text, utf8.RuneError) {
		return Answer{}, fmt.Errorf("%w: nothing said, or too much", ErrUnreadable)
	}
	return Answer{Summary: text}, nil
}

// spokenName gives the file an ending that servers know.
func spokenName(r Recording) string {
	switch ext := strings.ToLower(path.Ext(r.Name)); ext {
	case ".mp3", ".m4a", ".wav", ".webm", ".flac", ".mp4", ".ogg":
		return "voice" + ext
	}
	if r.MIME == "audio/mpeg" {
		return "voice.mp3"
	}
	return "voice.ogg"
}

// iso639 is the language as transcription servers want it: two letters, or nothing.
func iso639(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if len(base) != 2 {
		return ""
	}
	return base
}

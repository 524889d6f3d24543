package nlp

import (
	"context"
	"strings"

	"redress/nlp/llm"
)

// Recording is a file with speech, or a picture.
type Recording = llm.Recording

// Limits of what a model is given, in bytes.
const (
	MostVoiceBytes   = llm.MostVoiceBytes
	MostPictureBytes = llm.MostPictureBytes
)

// Listener writes down speech and describes pictures. What it says is shown as a machine's.
type Listener interface {
	Transcribe(ctx context.Context, r llm.Recording) (string, error)
	Describe(ctx context.Context, r llm.Recording) (string, error)
}

// Transcribe writes down what is said in a recording; "" when there is no model for it, when
// it does not answer in time, or when nothing was said.
func (u *Understanding) Transcribe(ctx context.Context, r Recording) string {
	if u.listener == nil {
		return ""
	}
	text, err := u.listener.Transcribe(ctx, r)
	if err != nil {
		u.log.Info("a voice message was not written down", "reason", err.Error())
		return ""
	}
	if imagined(text) {
		return ""
	}
	return text
}

// Describe says what a picture shows; "" when there is no model for it, when it does not
// answer in time, or when what it says cannot be shown: promises, links, orders to machines.
func (u *Understanding) Describe(ctx context.Context, r Recording) string {
	if u.listener == nil {
		return ""
	}
	text, err := u.listener.Describe(ctx, r)
	if err != nil {
		u.log.Info("a picture was not described", "reason", err.Error())
		return ""
	}
	folded := u.reader.FoldString(text)
	if promises(folded, "") || pointer.MatchString(text) || strings.ContainsAny(text, "<{`") || u.suspicious(u.reader.Read(text)) {
		return ""
	}
	return text
}

// imagined tells what transcription models are known to write down where nobody speaks.
func imagined(text string) bool {
	s := strings.ToLower(strings.Trim(text, " .!。！…"))
	for _, phrase := range []string{"thank you for watching", "thanks for watching", "please subscribe", "subtitles by", "amara.org", "字幕由", "字幕志愿者", "请不吝点赞", "謝謝觀看", "谢谢观看", "感谢观看", "продолжение следует", "ondertitel"} {
		if strings.Contains(s, phrase) && len([]rune(s)) < 60 {
			return true
		}
	}
	return s == "" || s == "you" || s == "thank you" || s == "bye"
}

package sandbox

import (
	"fmt"
	"strings"
	"time"

	"redress/bot/telegram/telegramtest"
)

// bubble is one message as the page shows it.
type bubble struct {
	Anchor  string // its id on the page
	Chat    int64
	ID      int
	Day     string // set on the first message of a day
	Note    string // a service message: nothing else is shown
	Name    string // of the author, in groups
	Tone    int    // the author's colour
	Bot     bool
	Runs    []run
	Media   *media
	Quote   *quote
	Buttons [][]telegramtest.Button
	Edited  bool
	Was     []string // earlier wordings, oldest first
	Time    string
	Reacts  []string
	Text    string // as it can be edited; "" when it cannot
}

// quote is the message that a message answers.
type quote struct {
	Href, Name, Text string
}

// media is what a message carries besides text.
type media struct {
	Kind   string // photo, voice, document, video, location, contact, sticker
	Src    string
	Name   string
	Detail string
	Page   bool   // a document that a browser shows; others are saved
	Wave   string // of a voice note: an SVG path 28 wide and 16 high
}

// bubbleOf shows one message. It returns false for messages that nobody sees.
func (v *view) bubbleOf(m telegramtest.MessageView, group bool) (bubble, bool) {
	b := bubble{Anchor: anchor(m.Chat.ID, m.MessageID), Chat: m.Chat.ID, ID: m.MessageID, Bot: m.FromBot,
		Time: v.clock(m.Date), Edited: m.EditDate != 0, Was: m.Versions}
	if m.Deleted {
		return b, false
	}
	if b.Note = v.noteOf(m); b.Note != "" {
		return b, true
	}
	if m.From != nil {
		b.Tone = v.tone(m.From.ID)
		if group {
			b.Name = nameOf(*m.From)
		}
	}
	b.Media = mediaOf(m.Media, m.MessageID)
	b.Runs, b.Text = runsOf(m.Text, m.Entities), m.Text
	if m.Text == "" {
		b.Runs, b.Text = runsOf(m.Caption, m.CaptionEntities), m.Caption
	}
	if m.ReplyMarkup != nil {
		b.Buttons = m.ReplyMarkup.InlineKeyboard
	}
	for _, r := range m.Reactions {
		b.Reacts = append(b.Reacts, r.Emoji)
	}
	b.Quote = v.quoteOf(m)
	return b, b.Media != nil || len(b.Runs) > 0
}

func anchor(chat int64, id int) string {
	return fmt.Sprintf("m%d-%d", chat, id)
}

// noteOf puts a service message into words, "" if it is none or says nothing to a visitor.
func (v *view) noteOf(m telegramtest.MessageView) string {
	switch {
	case m.ForumTopicCreated != nil:
		return v.T("note_topic_opened")
	case m.ForumTopicClosed != nil:
		return v.T("note_topic_closed")
	case m.ForumTopicReopened != nil:
		return v.T("note_topic_reopened")
	case m.PinnedMessage != nil:
		return v.T("note_pinned")
	}
	return ""
}

// quoteOf is the answered message; a topic's opening, which Telegram names as answered by
// every message in it, is none.
func (v *view) quoteOf(m telegramtest.MessageView) *quote {
	to := m.ReplyToMessage
	if to == nil || to.MessageID == m.MessageThreadID || to.ForumTopicCreated != nil {
		return nil
	}
	text := to.Text
	if text == "" {
		text = to.Caption
	}
	if text == "" {
		text = "📎"
	}
	q := &quote{Href: "#" + anchor(to.Chat.ID, to.MessageID), Text: firstLine(text, 80)}
	if to.From != nil {
		q.Name = nameOf(*to.From)
	}
	return q
}

func nameOf(u telegramtest.User) string {
	return strings.TrimSpace(u.FirstName + " " + u.LastName)
}

// firstLine is the first line of a text, at most n characters long.
func firstLine(text string, n int) string {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	letters := []rune(line)
	if len(letters) > n {
		letters, more = letters[:n-1], true
	}
	if more {
		return string(letters) + "…"
	}
	return line
}

func (v *view) clock(unix int64) string { return time.Unix(unix, 0).In(v.zone).Format("15:04") }

func mediaOf(m telegramtest.Media, seed int) *media {
	switch {
	case len(m.Photo) > 0:
		return &media{Kind: "photo", Src: "/file/" + m.Photo[len(m.Photo)-1].FileID}
	case m.Voice != nil:
		return &media{Kind: "voice", Detail: seconds(m.Voice.Duration), Wave: wave(seed)}
	case m.Document != nil:
		return &media{Kind: "document", Src: "/file/" + m.Document.FileID, Name: m.Document.FileName, Detail: size(m.Document.FileSize),
			Page: strings.HasSuffix(m.Document.FileName, ".html")}
	case m.Video != nil:
		return &media{Kind: "video", Name: m.Video.FileName, Detail: seconds(m.Video.Duration)}
	case m.Location != nil:
		return &media{Kind: "location", Detail: fmt.Sprintf("%.4f, %.4f", m.Location.Latitude, m.Location.Longitude)}
	case m.Contact != nil:
		return &media{Kind: "contact", Name: m.Contact.FirstName, Detail: m.Contact.PhoneNumber}
	case m.Sticker != nil:
		return &media{Kind: "sticker", Name: m.Sticker.Emoji}
	}
	return nil
}

func seconds(n int) string { return fmt.Sprintf("%d:%02d", n/60, n%60) }

func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", max(1, bytes>>10))
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// wave invents the shape of a voice note, the same for the same message.
func wave(seed int) string {
	var b strings.Builder
	x := uint32(seed)*2654435761 + 1
	for i := range 28 {
		x = x*1664525 + 1013904223
		h := 2 + int(x>>16)%13
		fmt.Fprintf(&b, "M%d.5 %d.%dv%d", i, (16-h)/2, 5*(h%2), h)
	}
	return b.String()
}

package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// What a customer says who is not in the chat, staff take down for them: a letter, a call, a
// line in the opinion book, words at the counter (SH-C1 to SH-C4). Clocks start on receipt.

// entryForm marks the session of who takes a complaint down, and the timer that ends a burst
// of their words and photos.
const entryForm = "entry"

// entryPatience is how long words in the group are still taken for the complaint being taken
// down; after that only a reply is.
const entryPatience = 15 * time.Minute

// ways are how a complaint may have come, other than in the chat.
func ways() []string { return []string{"phone", "letter", "book", "visit", "email", "forum"} }

// entryCommand begins to take a complaint down: "/file", "/file phone", "/file letter words".
func (t *turn) entryCommand(args string) {
	word, words, _ := strings.Cut(strings.TrimSpace(args), " ")
	way := t.wayMeant(word)
	if way == "" {
		words = strings.TrimSpace(args)
	}
	t.openEntry(way)
	v := t.entryVoice()
	switch {
	case way == "":
		t.here(v.Say("entry_way"), append(rows(3, t.wayButtons(v)), row(t.entryButton(v, "button_cancel", "cancel")))...)
	case strings.TrimSpace(words) == "" && len(t.ev.Message.Attachments) == 0:
		t.here(t.entryAsk(v), row(t.entryButton(v, "button_cancel", "cancel")))
	}
	if strings.TrimSpace(words) != "" || len(t.ev.Message.Attachments) > 0 {
		t.takeEntryWords(words)
	}
}

// wayMeant understands the word for a way in any language.
func (t *turn) wayMeant(word string) string {
	for _, way := range ways() {
		if strings.EqualFold(word, way) || slices.ContainsFunc(t.Texts.Languages(), func(lang string) bool {
			return word != "" && strings.EqualFold(word, t.Texts.In(lang).Str("way_"+way))
		}) {
			return way
		}
	}
	return ""
}

// openEntry begins a draft for somebody who is not in the chat.
func (t *turn) openEntry(way string) {
	if t.st.Actor.ID == 0 {
		return
	}
	v := t.desk(t.where())
	t.focus(&complaint.Complaint{
		ID: fmt.Sprintf("c%d", t.ev.ID), Status: complaint.Draft, Kind: complaint.KindComplaint,
		Customer: complaint.AbsentCustomer(t.ev.ID), Language: v.Lang, Fields: map[string]string{}, Channel: way,
		Policy: t.Policy.Name, PolicyVersion: t.Policy.Version, CreatedAt: t.ev.At, UpdatedAt: t.now,
	})
	t.st.Messages = nil
	t.s.Draft, t.s.Stage, t.s.Question = t.c.ID, complaint.Idle, "words"
	t.s.Form = map[string]string{"form": entryForm, "complaint": t.c.ID,
		"chat": strconv.FormatInt(t.ev.Chat.ID, 10), "thread": strconv.FormatInt(t.ev.Thread, 10)}
}

// entering reports whether the complaint in focus is being taken down by the actor.
func (t *turn) entering() bool {
	return t.c != nil && t.c.Status == complaint.Draft && t.s.Draft == t.c.ID
}

// entryChat is where the entry is talked about.
func (t *turn) entryChat() (chat, thread int64) {
	chat, _ = strconv.ParseInt(t.s.Form["chat"], 10, 64)
	thread, _ = strconv.ParseInt(t.s.Form["thread"], 10, 64)
	return chat, thread
}

func (t *turn) entryVoice() texts.Voice {
	chat, _ := t.entryChat()
	return t.desk(t.st.Org.At(chat).Desk)
}

// entryButton is a button of an entry; the draft has no number yet and goes by its id.
func (t *turn) entryButton(v texts.Voice, key, what string, args ...string) complaint.Button {
	return complaint.Button{Text: v.Str(key), Data: data("f", what, append([]string{t.c.ID}, args...)...)}
}

func (t *turn) wayButtons(v texts.Voice) (out []complaint.Button) {
	for _, way := range ways() {
		out = append(out, t.entryButton(v, "way_"+way, "way", way))
	}
	return out
}

func (t *turn) entryAsk(v texts.Voice) complaint.Rich {
	return v.Say("entry_words", "way", v.Str("way_"+t.c.Channel))
}

// entrySaid takes what the actor writes while a complaint is being taken down. Once the whole
// is read back, only a reply to it counts: colleagues talk in the same group.
func (t *turn) entrySaid() {
	idle := t.now.Sub(t.c.UpdatedAt) > entryPatience
	if !t.st.Actor.May() || t.s.Form["form"] != entryForm || idle && t.ev.Message.ReplyTo == 0 {
		return
	}
	said := strings.TrimSpace(t.ev.Message.Text)
	switch {
	case t.s.Question == "contact" && said != "":
		t.c.Contact = excerpt(said, 200)
		t.readEntryBack()
	case t.s.Question == "day" && said != "":
		t.takeEntryDay(said)
	case t.s.Question == "words", t.ev.Message.ReplyTo != 0:
		t.takeEntryWords(t.ev.Message.Text)
	}
}

// takeEntryWords keeps the customer's words as staff took them down, or the photo of a letter,
// and waits for the rest.
func (t *turn) takeEntryWords(words string) {
	m := t.record(complaint.In)
	if words = strings.TrimSpace(words); words != m.Text {
		last := &t.res.Messages[len(t.res.Messages)-1]
		last.Text, t.st.Messages[len(t.st.Messages)-1].Text = words, words
	}
	t.c.Attachments = attachmentsOf(t.st.Messages)
	t.c.UpdatedAt = t.now
	t.waitForEntry()
}

// waitForEntry lets what was written be read once its writer pauses, in a lane of its own.
func (t *turn) waitForEntry() {
	t.res.Timers = append(t.res.Timers, complaint.Timer{
		Key: entryForm + ":" + t.c.ID, Name: entryForm, Complaint: t.c.ID, At: t.now.Add(t.quiet()),
		Chat: complaint.Chat{ID: staffSession(t.ev.From.ID), Kind: complaint.Group},
	})
}

// entryHeard takes in what was understood of the words: the whole is read back, or added to
// what is filed already.
func (t *turn) entryHeard() {
	if t.c == nil {
		return
	}
	t.s.Chat = t.ev.Chat.ID
	switch {
	case t.entering() && t.c.Channel == "":
		t.understandEntry()
	case t.entering():
		t.understandEntry()
		t.readEntryBack()
	case t.c.Absent() && t.c.Status.Open():
		t.noteFacts()
		t.setAside()
		t.showCard()
	}
}

// understandEntry is understand for words that somebody else took down: the language is the
// customer's own as far as it shows.
func (t *turn) understandEntry() {
	before, form := t.s.Language, t.s.Form
	t.s.Language, t.s.Form = t.c.Language, map[string]string{"category": form["category"]}
	t.understand()
	t.s.Language, t.s.Form = before, form
	t.c.Emergency = t.c.Emergency || t.tr.Emergency()
	for _, field := range []string{"phone", "contact", "name"} {
		if t.c.Contact == "" && t.c.Fields[field] != "" {
			t.c.Contact = excerpt(t.c.Fields[field], 200)
		}
	}
}

// readEntryBack shows what would be filed.
func (t *turn) readEntryBack() {
	v := t.entryVoice()
	t.s.Question = ""
	text := joinLines(v.Say("entry_check"), bold(t.c.Summary), t.categoryLine(v), t.details(v.Lang), t.entryLine(v))
	if t.c.Emergency {
		text = joinLines(text, v.Say("entry_danger"))
	}
	chat, thread := t.entryChat()
	t.send(complaint.Outbound{Op: complaint.Say, Chat: chat, Thread: thread, Text: text, Buttons: [][]complaint.Button{
		row(t.entryButton(v, "button_file", "file"), t.entryButton(v, "button_contact", "contact")),
		row(t.entryButton(v, "button_category", "categories"), t.entryButton(v, "button_received", "days")),
		row(t.entryButton(v, "button_cancel", "cancel"))}})
}

// entryLine tells how and when the complaint came, and from whom.
func (t *turn) entryLine(v texts.Voice) complaint.Rich {
	who := t.c.Contact
	if who == "" {
		who = v.Str("entry_nobody")
	}
	line := v.Say("entry_line", "way", v.Str("way_"+t.c.Channel), "who", who)
	if !t.c.ReceivedAt.IsZero() {
		line = append(line, v.Say("entry_received", "date", v.Date(t.c.ReceivedAt, t.Policy.Zone()))...)
	}
	return line
}

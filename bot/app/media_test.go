package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

// photos is an album of n photos.
func photos(n int) []telegramtest.Attachment {
	return slices.Repeat([]telegramtest.Attachment{{Kind: "photo", Width: 1280, Height: 960, Data: []byte("leak")}}, n)
}

// bigFile is larger than what bots may download.
func bigFile() telegramtest.Attachment {
	return telegramtest.Attachment{Kind: "document", Name: "film.mov", MimeType: "video/quicktime", Size: 30 << 20}
}

func TestMediaOfAComplaintAreCountedAndShown(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	talk := w.anna.Private()
	telegramtest.Must(w.anna.Says("You charged me twice for order A-1001, I want my 40 euros back"))
	telegramtest.Must(talk.Caption("both bills").Album(photos(2)...))
	telegramtest.Must(talk.Voice(7, []byte("voice")))
	telegramtest.Must(talk.Location(31.2, 121.4))
	telegramtest.Must(talk.Contact(telegramtest.Contact{PhoneNumber: "+4915112345678", FirstName: "Bert"}))
	telegramtest.Must(talk.Attach(bigFile()))
	telegramtest.Must(talk.Video(12, 4<<20))
	telegramtest.Must(talk.Sticker("😡"))
	n := w.confirms(w.anna)
	if m := w.sees(w.anna.ID(), "This is what I would file"); !strings.Contains(m.Content(), "📎 8 attachments") {
		t.Errorf("read back without eight attachments:\n%s", m.Content())
	}
	card := w.card(n)
	if !strings.Contains(card.Content(), "📎 8 attachments") {
		t.Errorf("card without eight attachments:\n%s", card.Content())
	}
	w.press(w.li, w.staff.ID(), "Original")
	w.seesWhere(w.staff.ID(), "the sticker, which came last", func(m telegramtest.MessageView) bool { return m.Sticker != nil })
	var kinds []string
	albums := map[string]int{}
	for _, m := range w.tg.Chat(w.staff.ID()).Messages {
		if kind := kindOf(m); m.FromBot && kind != "" {
			kinds = append(kinds, kind)
			albums[m.MediaGroupID]++
			if m.MessageThreadID != card.MessageThreadID || m.ForwardOrigin != nil {
				t.Errorf("a %s is in topic %d (origin %v), the card in %d", kind, m.MessageThreadID, m.ForwardOrigin, card.MessageThreadID)
			}
		}
	}
	if want := "photo photo voice location contact document video sticker"; strings.Join(kinds, " ") != want {
		t.Errorf("staff see %v, want %s", kinds, want)
	}
	if len(albums) != 2 || albums[""] != 6 {
		t.Errorf("the album is not together: %v", albums)
	}
}

// kindOf names what a message carries besides words.
func kindOf(m telegramtest.MessageView) string {
	for kind, there := range map[string]bool{
		"photo": m.Photo != nil, "voice": m.Voice != nil, "location": m.Location != nil, "contact": m.Contact != nil,
		"document": m.Document != nil, "video": m.Video != nil, "sticker": m.Sticker != nil,
	} {
		if there {
			return kind
		}
	}
	return ""
}

func TestMediaTravelBothWays(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	thread := w.card(n).MessageThreadID
	telegramtest.Must(w.anna.Private().Caption("two more").Album(photos(3)...))
	telegramtest.Must(w.anna.Private().Attach(bigFile()))
	w.pass(2 * time.Second)
	w.await("an album of three and a big file for staff", func() bool {
		return w.mediaIn(w.staff.ID(), thread) == "photo photo photo document" || w.mediaIn(w.staff.ID(), thread) == "document photo photo photo"
	})
	w.sees(w.staff.ID(), "📎 4 attachments")
	talk := w.li.In(w.staff).Topic(thread)
	telegramtest.Must(talk.Album(photos(2)...))
	w.pass(2 * time.Second)
	w.await("the album", func() bool { return w.mediaIn(w.anna.ID(), 0) == "photo photo" })
	telegramtest.Must(talk.Caption("the receipt").Document("receipt.pdf", "application/pdf", []byte("receipt")))
	telegramtest.Must(talk.Voice(3, []byte("sorry")))
	w.settle()
	w.await("an album of two, a receipt and a voice note for Anna", func() bool {
		return w.mediaIn(w.anna.ID(), 0) == "photo photo document voice"
	})
	w.await("three ticks", func() bool { return w.count(w.staff.ID(), "✓ sent") == 3 })
	for _, m := range w.tg.Chat(w.anna.ID()).Messages {
		if m.FromBot && (m.ForwardOrigin != nil || strings.Contains(m.Content(), "Li")) {
			t.Errorf("Anna sees who sent it: %q", m.Content())
		}
	}
}

// mediaIn lists what the bot posted in a chat and topic, in order.
func (w *town) mediaIn(chat int64, thread int) string {
	var kinds []string
	for _, m := range w.tg.Chat(chat).Messages {
		if kind := kindOf(m); m.FromBot && kind != "" && m.MessageThreadID == thread {
			kinds = append(kinds, kind)
		}
	}
	return strings.Join(kinds, " ")
}

func TestEditsArrive(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	said := telegramtest.Must(w.anna.Says("You charged me twice for order A-1001, I want my 40 euros back"))
	w.settle()
	telegramtest.Must(w.anna.Private().Edit(said.MessageID, "You charged me twice for order A-2002, I want my 50 euros back"))
	n := w.confirms(w.anna)
	if card := w.card(n).Content(); !strings.Contains(card, "A-2002") || strings.Contains(card, "A-1001") {
		t.Errorf("the card speaks of the first wording:\n%s", card)
	}
	w.press(w.li, w.staff.ID(), "Claim")
	more := telegramtest.Must(w.anna.Says("It was on Monday"))
	w.settle()
	w.sees(w.staff.ID(), "It was on Monday")
	telegramtest.Must(w.anna.Private().Edit(more.MessageID, "It was on Tuesday"))
	w.settle()
	w.sees(w.staff.ID(), "changed an earlier message to:\nIt was on Tuesday")
	reply := w.answer(w.li, n, "We look into it today")
	w.sees(w.anna.ID(), "We look into it today")
	telegramtest.Must(w.li.In(w.staff).Topic(reply.MessageThreadID).Edit(reply.MessageID, "We look into it tomorrow"))
	w.settle()
	w.sees(w.staff.ID(), "keeps the first wording")
	if w.count(w.anna.ID(), "tomorrow") != 0 {
		t.Error("Anna's message changed under her eyes")
	}
}

package telegramtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Attachment is a file a person sends. Size may exceed the data, which is then filled with zeros.
type Attachment struct {
	Kind     string // photo, document, voice, video, audio, animation or sticker, in any case
	Name     string
	MimeType string
	Data     []byte
	Size     int64
	Width    int
	Height   int
	Duration int // seconds
	Emoji    string
}

// named gives the kind its proper spelling.
func (a Attachment) named() (Attachment, error) {
	kinds := []string{"Photo", "Document", "Voice", "Video", "Audio", "Animation", "Sticker"}
	i := slices.IndexFunc(kinds, func(k string) bool { return strings.EqualFold(k, a.Kind) })
	if i < 0 {
		return a, fmt.Errorf("%q is no kind of attachment: take one of %v", a.Kind, kinds)
	}
	a.Kind = kinds[i]
	return a, nil
}

// store makes the file known and returns its place in a message; the server is locked.
func (s *Server) store(a Attachment) Media {
	size := max(a.Size, int64(len(a.Data)), 1)
	if a.Kind == "Photo" && a.Width == 0 {
		a.Width, a.Height = 1280, 960
	}
	return s.files.add(file{
		kind: a.Kind, name: a.Name, mime: a.MimeType, data: a.Data, FileRef: FileRef{FileSize: size},
		width: a.Width, height: a.Height, duration: a.Duration, emoji: a.Emoji,
	}).media()
}

// Attach sends one file, with the caption of the talk.
func (t Talk) Attach(a Attachment) (Sent, error) {
	a, err := a.named()
	if err != nil {
		return Sent{}, err
	}
	f, e := formatCaption(t.caption, "", nil)
	if e != nil {
		return Sent{}, e
	}
	return t.send(func(m *Message) {
		m.Media = t.p.s.store(a)
		if m.captioned() {
			m.Caption, m.CaptionEntities = f.text, f.entities
		}
	})
}

// Photo sends a photo of the given size in pixels, in several resolutions.
func (t Talk) Photo(width, height int, data []byte) (Sent, error) {
	return t.Attach(Attachment{Kind: "Photo", Width: width, Height: height, Data: data, Size: 180_000})
}

// Document sends a file.
func (t Talk) Document(name, mimeType string, data []byte) (Sent, error) {
	return t.Attach(Attachment{Kind: "Document", Name: name, MimeType: mimeType, Data: data})
}

// Voice sends a voice note of so many seconds.
func (t Talk) Voice(seconds int, data []byte) (Sent, error) {
	return t.Attach(Attachment{Kind: "Voice", MimeType: "audio/ogg", Duration: seconds, Data: data})
}

// Video sends a video of so many seconds and bytes.
func (t Talk) Video(seconds int, size int64) (Sent, error) {
	return t.Attach(Attachment{Kind: "Video", Name: "video.mp4", MimeType: "video/mp4", Width: 1280, Height: 720, Duration: seconds, Size: size})
}

// Sticker sends a sticker.
func (t Talk) Sticker(emoji string) (Sent, error) {
	return t.Attach(Attachment{Kind: "Sticker", Emoji: emoji, Size: 20_000})
}

// Location sends a point on the map.
func (t Talk) Location(latitude, longitude float64) (Sent, error) {
	return t.send(func(m *Message) { m.Location = &Location{Latitude: latitude, Longitude: longitude} })
}

// Contact shares a phone contact; a zero UserID is somebody Telegram does not know.
func (t Talk) Contact(c Contact) (Sent, error) {
	return t.send(func(m *Message) { m.Contact = &c })
}

// OwnContact shares the person's own phone number, as a request_contact button does.
func (t Talk) OwnContact(phone string) (Sent, error) {
	u := t.p.User()
	return t.Contact(Contact{PhoneNumber: phone, FirstName: u.FirstName, LastName: u.LastName, UserID: u.ID})
}

// Album sends 2–10 files: separate messages with one media_group_id (TG-11). The caption
// stands under the first.
func (t Talk) Album(items ...Attachment) ([]Sent, error) {
	if len(items) < 2 || len(items) > 10 {
		return nil, errors.New("an album has 2–10 items")
	}
	items = slices.Clone(items)
	for i := range items {
		named, err := items[i].named()
		if err != nil {
			return nil, err
		}
		items[i] = named
	}
	f, e := formatCaption(t.caption, "", nil)
	if e != nil {
		return nil, e
	}
	s := t.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	group := s.world.nextAlbum()
	var out []Sent
	for i, a := range items {
		sent, err := t.post(func(m *Message) {
			m.Media, m.MediaGroupID = s.store(a), group
			if i == 0 {
				m.Caption, m.CaptionEntities = f.text, f.entities
			}
		})
		if err != nil {
			return out, err
		}
		out = append(out, sent)
	}
	return out, nil
}

// Forward forwards a message from another chat.
func (t Talk) Forward(from Message) (Sent, error) {
	return t.send(func(m *Message) {
		m.ForwardOrigin = origin(&from)
		m.Text, m.Entities, m.Media = from.Text, from.Entities, from.Media
		m.Caption, m.CaptionEntities = from.Caption, from.CaptionEntities
	})
}

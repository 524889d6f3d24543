package telegramtest

import (
	"mime"
	"path"
	"strconv"
	"strings"
)

// input finds the file a parameter means: an upload, attach://name, or a file_id.
func (c *call) input(field, value, kind string) (*file, *Error) {
	if up, ok := c.uploads[field]; ok {
		return c.uploaded(up, kind)
	}
	if name, ok := strings.CutPrefix(value, "attach://"); ok {
		up, ok := c.uploads[name]
		if !ok {
			return nil, badRequest("can't find the attached file " + name)
		}
		return c.uploaded(up, kind)
	}
	f, ok := c.files.byID[value]
	switch {
	case value == "":
		return nil, badRequest("there is no " + strings.ToLower(kind) + " in the request")
	case strings.Contains(value, "://"):
		return nil, badRequest("failed to get HTTP URL content")
	case !ok:
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	case f.kind != kind && kind != "Document":
		return nil, badRequest("can't use file of type " + f.kind + " as " + kind)
	}
	return f, nil
}

func (c *call) uploaded(up upload, kind string) (*file, *Error) {
	if len(up.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	if len(up.data) > maxUpload {
		return nil, &Error{Code: 413, Description: "Request Entity Too Large"}
	}
	f := file{
		kind: kind, name: up.name, mime: mime.TypeByExtension(path.Ext(up.name)), data: up.data,
		FileRef: FileRef{FileSize: int64(len(up.data))},
		width:   c.int("width"), height: c.int("height"), duration: c.int("duration"), emoji: c.str("emoji"),
	}
	if kind == "Photo" {
		if e := f.measure(); e != nil {
			return nil, e
		}
	}
	return c.files.add(f), nil
}

// sendFile is what the methods for single files share.
func (c *call) sendFile(field, kind string) (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	f, e := c.input(field, c.str(field), kind)
	if e != nil {
		return nil, e
	}
	r, e := c.draft(ch)
	if e != nil {
		return nil, e
	}
	r.msg.Media = f.media()
	if r.msg.captioned() {
		text, e := c.caption()
		if e != nil {
			return nil, e
		}
		r.msg.Caption, r.msg.CaptionEntities = text.text, text.entities
	}
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	return c.publish(ch, r), nil
}

func (c *call) sendPhoto() (any, *Error)    { return c.sendFile("photo", "Photo") }
func (c *call) sendDocument() (any, *Error) { return c.sendFile("document", "Document") }
func (c *call) sendVoice() (any, *Error)    { return c.sendFile("voice", "Voice") }
func (c *call) sendVideo() (any, *Error)    { return c.sendFile("video", "Video") }
func (c *call) sendSticker() (any, *Error)  { return c.sendFile("sticker", "Sticker") }

func (c *call) sendLocation() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	at := Location{Latitude: c.real("latitude"), Longitude: c.real("longitude")}
	if at.Latitude < -90 || at.Latitude > 90 || at.Longitude < -180 || at.Longitude > 180 {
		return nil, badRequest("wrong latitude or longitude specified")
	}
	r, e := c.draft(ch)
	if e != nil {
		return nil, e
	}
	r.msg.Location = &at
	if e := c.limiter.take(ch, c.now, 1); e != nil {
		return nil, e
	}
	return c.publish(ch, r), nil
}

type inputMedia struct {
	Type      string   `json:"type"`
	Media     string   `json:"media"`
	Caption   string   `json:"caption"`
	ParseMode string   `json:"parse_mode"`
	Entities  []Entity `json:"caption_entities"`
}

// sendMediaGroup sends an album of 2–10 items as separate messages (TG-11).
func (c *call) sendMediaGroup() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	var items []inputMedia
	if e := c.object("media", "media", &items); e != nil {
		return nil, e
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, badRequest("media group must include 2-10 items")
	}
	drafts := make([]*record, 0, len(items))
	for _, item := range items {
		r, e := c.albumItem(ch, item)
		if e != nil {
			return nil, e
		}
		drafts = append(drafts, r)
	}
	if e := c.limiter.take(ch, c.now, len(items)); e != nil {
		return nil, e
	}
	group := c.world.nextAlbum()
	sent := make([]*Message, 0, len(drafts))
	for _, r := range drafts {
		r.msg.MediaGroupID = group
		sent = append(sent, c.publish(ch, r))
	}
	return sent, nil
}

func (c *call) albumItem(ch *chat, item inputMedia) (*record, *Error) {
	kind, ok := map[string]string{"photo": "Photo", "document": "Document", "video": "Video", "audio": "Audio"}[item.Type]
	if !ok {
		return nil, badRequest("can't parse InputMedia: type must be photo, video, document or audio")
	}
	f, e := c.input("", item.Media, kind)
	if e != nil {
		return nil, e
	}
	text, e := formatCaption(item.Caption, item.ParseMode, item.Entities)
	if e != nil {
		return nil, e
	}
	r, e := c.draft(ch)
	if e != nil {
		return nil, e
	}
	r.msg.Media, r.msg.Caption, r.msg.CaptionEntities = f.media(), text.text, text.entities
	return r, nil
}

func (w *world) nextAlbum() string {
	w.albums++
	return strconv.FormatInt(13_800_000_000_000_000+w.albums, 10)
}

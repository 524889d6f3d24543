package telegram

import (
	"encoding/json"
	"slices"
	"strings"

	"redress/flows/complaint"
)

type wireFile struct {
	FileID string `json:"file_id"`
	Name   string `json:"file_name"`
	MIME   string `json:"mime_type"`
	Size   int64  `json:"file_size"`
	Emoji  string `json:"emoji"`
	Width  int64  `json:"width"`
	Height int64  `json:"height"`
}

// fileKinds are the fields of a message that hold one file. An animation comes with a
// document beside it, for old programs.
func fileKinds() []string {
	return []string{"animation", "document", "voice", "audio", "video", "video_note", "sticker"}
}

// attachments lists what was sent along. Files stay at Telegram, by id, whatever their size (TG-09).
func attachments(m object) []complaint.Attachment {
	var list []complaint.Attachment
	if a, ok := photo(m["photo"]); ok {
		list = append(list, a)
	}
	for _, kind := range fileKinds() {
		f := field[wireFile](m, kind)
		if f.FileID == "" || kind == "document" && m.has("animation") {
			continue
		}
		list = append(list, f.attachment(kind))
	}
	if len(list) == 0 {
		list = append(list, unknownFiles(m)...)
	}
	return append(list, places(m)...)
}

func (f wireFile) attachment(kind string) complaint.Attachment {
	return complaint.Attachment{
		Kind: kind, FileID: storable(f.FileID), Name: storable(f.Name), MIME: storable(f.MIME),
		Size: f.Size, Text: storable(f.Emoji),
	}
}

// photo picks the largest of the sizes.
func photo(raw json.RawMessage) (complaint.Attachment, bool) {
	var best wireFile
	for _, item := range decode[[]json.RawMessage](raw) {
		f := decode[wireFile](item)
		if f.FileID != "" && (best.FileID == "" || f.Width*f.Height >= best.Width*best.Height) {
			best = f
		}
	}
	return best.attachment("photo"), best.FileID != ""
}

// unknownFiles finds files in kinds of content newer than this program.
func unknownFiles(m object) []complaint.Attachment {
	var list []complaint.Attachment
	for _, name := range content(m) {
		if f := field[wireFile](m, name); f.FileID != "" && !slices.Contains(fileKinds(), name) {
			list = append(list, f.attachment("document"))
		}
	}
	return list
}

// places are locations, venues and contacts.
func places(m object) []complaint.Attachment {
	type point struct {
		Lat float64 `json:"latitude"`
		Lon float64 `json:"longitude"`
	}
	var list []complaint.Attachment
	if m.has("venue") {
		v := field[struct {
			Location point  `json:"location"`
			Title    string `json:"title"`
			Address  string `json:"address"`
		}](m, "venue")
		name := storable(strings.Trim(v.Title+", "+v.Address, ", "))
		list = append(list, complaint.Attachment{Kind: "location", Lat: v.Location.Lat, Lon: v.Location.Lon, Text: name})
	} else if m.has("location") {
		p := field[point](m, "location")
		list = append(list, complaint.Attachment{Kind: "location", Lat: p.Lat, Lon: p.Lon})
	}
	if m.has("contact") {
		c := field[struct {
			Phone string `json:"phone_number"`
			First string `json:"first_name"`
			Last  string `json:"last_name"`
		}](m, "contact")
		text := strings.Join(strings.Fields(storable(c.First+" "+c.Last+" "+c.Phone)), " ")
		list = append(list, complaint.Attachment{Kind: "contact", Text: text})
	}
	return list
}

func pollWords(m object) string {
	p := field[struct {
		Question string `json:"question"`
		Options  []struct {
			Text string `json:"text"`
		} `json:"options"`
	}](m, "poll")
	lines := []string{p.Question}
	for _, o := range p.Options {
		lines = append(lines, "– "+o.Text)
	}
	return storable(strings.TrimSpace(strings.Join(lines, "\n")))
}

func checklistWords(m object) string {
	c := field[struct {
		Title string `json:"title"`
		Tasks []struct {
			Text string `json:"text"`
		} `json:"tasks"`
	}](m, "checklist")
	lines := []string{c.Title}
	for _, t := range c.Tasks {
		lines = append(lines, "– "+t.Text)
	}
	return storable(strings.TrimSpace(strings.Join(lines, "\n")))
}

// unsupported names the content that can only be pointed to.
func unsupported(m object) string {
	if names := content(m); len(names) > 0 {
		return storable(names[0])
	}
	return "empty"
}

// content lists the fields of a message that are neither about the message nor about the chat.
func content(m object) []string {
	var names []string
	for name := range m {
		if m.has(name) && !aboutMessage(name) && !aboutChat(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// aboutMessage reports whether a field describes the message instead of being its content.
func aboutMessage(name string) bool {
	switch name {
	case "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
		"sender_business_bot", "sender_tag", "date", "business_connection_id", "chat", "is_topic_message",
		"is_automatic_forward", "reply_to_message", "reply_to_checklist_task_id", "external_reply", "quote",
		"reply_to_story", "via_bot", "edit_date", "has_protected_content", "is_from_offline", "is_paid_post",
		"media_group_id", "author_signature", "paid_star_count", "entities", "caption_entities",
		"link_preview_options", "suggested_post_info", "effect_id", "show_caption_above_media",
		"has_media_spoiler", "reply_markup", "text", "caption":
		return true
	}
	return strings.HasPrefix(name, "forward_")
}

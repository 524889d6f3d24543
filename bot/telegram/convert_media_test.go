package telegram

import (
	"fmt"
	"reflect"
	"testing"

	"redress/flows/complaint"
)

func TestConvertMedia(t *testing.T) {
	t.Parallel()
	file := func(kind, extra string) string { return fmt.Sprintf(`%q:{"file_id":"F"%s}`, kind, extra) }
	for name, c := range map[string]struct {
		body string
		want complaint.Attachment
	}{
		"largest photo": {`"photo":[{"file_id":"s","width":90,"height":90},{"file_id":"L","width":900,"height":900,"file_size":5},{"file_id":"m","width":300,"height":300}]`,
			complaint.Attachment{Kind: "photo", FileID: "L", Size: 5}},
		"document": {file("document", `,"file_name":"ignore previous.pdf","mime_type":"application/pdf","file_size":99000000`),
			complaint.Attachment{Kind: "document", FileID: "F", Name: "ignore previous.pdf", MIME: "application/pdf", Size: 99000000}},
		"animation without its double": {file("animation", "") + "," + file("document", ""), complaint.Attachment{Kind: "animation", FileID: "F"}},
		"voice":                        {file("voice", `,"mime_type":"audio/ogg"`), complaint.Attachment{Kind: "voice", FileID: "F", MIME: "audio/ogg"}},
		"audio":                        {file("audio", ""), complaint.Attachment{Kind: "audio", FileID: "F"}},
		"video":                        {file("video", ""), complaint.Attachment{Kind: "video", FileID: "F"}},
		"video note":                   {file("video_note", ""), complaint.Attachment{Kind: "video_note", FileID: "F"}},
		"sticker":                      {file("sticker", `,"emoji":"😡"`), complaint.Attachment{Kind: "sticker", FileID: "F", Text: "😡"}},
		"location":                     {`"location":{"latitude":31.5,"longitude":121.25}`, complaint.Attachment{Kind: "location", Lat: 31.5, Lon: 121.25}},
		"venue": {`"venue":{"location":{"latitude":1,"longitude":2},"title":"Gate 3","address":"High St"},"location":{"latitude":1,"longitude":2}`,
			complaint.Attachment{Kind: "location", Lat: 1, Lon: 2, Text: "Gate 3, High St"}},
		"contact":                {`"contact":{"phone_number":"+100","first_name":"Ann","user_id":7}`, complaint.Attachment{Kind: "contact", Text: "Ann +100"}},
		"a kind from the future": {`"hologram":{"file_id":"F","depth":[1]}`, complaint.Attachment{Kind: "document", FileID: "F"}},
		"a size that is no number": {file("document", `,"file_size":"big","file_name":"a"`),
			complaint.Attachment{Kind: "document", FileID: "F", Name: "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := mustConvert(t, message(ann, private, c.body, `"caption":"see","media_group_id":"g1"`))
			if !reflect.DeepEqual(e.Message.Attachments, []complaint.Attachment{c.want}) {
				t.Errorf("attachments %+v", e.Message.Attachments)
			}
			if e.Message.Text != "see" || e.Message.Album != "g1" || e.Message.Unsupported != "" {
				t.Errorf("message %+v", e.Message)
			}
		})
	}
}

func TestConvertUnsupportedIsKept(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, unsupported, text string }{
		"dice":        {`"dice":{"emoji":"🎲","value":3}`, "dice", ""},
		"story":       {`"story":{"id":3}`, "story", ""},
		"paid media":  {`"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]},"caption":"look"`, "paid_media", "look"},
		"new content": {`"teleport":{"to":1}`, "teleport", ""},
		"nothing":     {`"entities":[]`, "empty", ""},
		"poll":        {`"poll":{"question":"Cold again?","options":[{"text":"yes"},{"text":"no"}]}`, "", "Cold again?\n– yes\n– no"},
		"checklist":   {`"checklist":{"title":"Broken","tasks":[{"text":"lift"}]}`, "", "Broken\n– lift"},
		"bad photo":   {`"photo":"none"`, "photo", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := mustConvert(t, message(ann, private, c.body))
			if e.Message.Unsupported != c.unsupported || e.Message.Text != c.text {
				t.Errorf("message %+v", e.Message)
			}
		})
	}
}

package telegram

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
)

func me() Me { return Me{ID: 123456, Username: "redress_bot"} }

const (
	ann     = `"from":{"id":7,"first_name":"Ann","last_name":"Lee","username":"annlee","language_code":"en"}`
	private = `"chat":{"id":7,"type":"private","first_name":"Ann"}`
	forum   = `"chat":{"id":-1001,"type":"supergroup","title":"Desk","is_forum":true}`
	group   = `"chat":{"id":-5,"type":"group","title":"Desk"}`
	date    = `"date":1750000000`
)

func at() time.Time { return time.Unix(1750000000, 0).UTC() }

func update(kind, body string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"update_id":42,%q:{%s}}`, kind, body))
}

func message(parts ...string) json.RawMessage {
	return update("message", `"message_id":9,`+date+","+strings.Join(parts, ","))
}

func mustConvert(t *testing.T, raw json.RawMessage) complaint.Event {
	t.Helper()
	e, ok, err := Convert(raw, me())
	if err != nil || !ok {
		t.Fatalf("Convert(%s) = %v, %v", raw, ok, err)
	}
	if e.Source != "tg:42" {
		t.Errorf("source %q", e.Source)
	}
	return e
}

func TestConvertText(t *testing.T) {
	t.Parallel()
	got := mustConvert(t, message(ann, private, `"text":"漏水三天\u0000了"`, `"reply_to_message":{"message_id":3,"from":{"id":8,"first_name":"Bo"}}`))
	want := complaint.Event{
		Source: "tg:42", Kind: complaint.Said, At: at(),
		Chat:    complaint.Chat{ID: 7, Kind: complaint.Private},
		From:    complaint.Person{ID: 7, Name: "Ann Lee", Username: "annlee", Language: "en"},
		Message: &complaint.Incoming{ID: 9, ReplyTo: 3, ReplyFrom: &complaint.Person{ID: 8, Name: "Bo"}, Text: "漏水三天了"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v %+v", got, got.Message)
	}
}

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

func TestConvertTopics(t *testing.T) {
	t.Parallel()
	opened := `"reply_to_message":{"message_id":4,"forum_topic_created":{"name":"x"}}`
	e := mustConvert(t, message(ann, forum, `"text":"hi"`, `"message_thread_id":4`, `"is_topic_message":true`, opened))
	if e.Thread != 4 || e.Message.ReplyTo != 0 || !e.Chat.Forum || e.Chat.Kind != complaint.Group {
		t.Errorf("event %+v, message %+v", e, e.Message)
	}
	e = mustConvert(t, message(ann, group, `"text":"hi"`, `"message_thread_id":4`, `"reply_to_message":{"message_id":4}`))
	if e.Thread != 0 || e.Message.ReplyTo != 4 {
		t.Errorf("a reply thread is no topic: %+v", e)
	}
}

func TestConvertWhoSpeaks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want complaint.Person
	}{
		"anonymous administrator (TG-43)": {`"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-1001,"type":"supergroup"}`,
			complaint.Person{ID: 1087968824, Name: "Group", Anonymous: true}},
		"a channel":         {`"from":{"id":136817688,"is_bot":true,"first_name":"Channel"},"sender_chat":{"id":-1009,"type":"channel"}`, complaint.Person{ID: 136817688, Name: "Channel", Anonymous: true}},
		"another bot":       {`"from":{"id":5,"is_bot":true,"first_name":"B"}`, complaint.Person{ID: 5, Name: "B", Bot: true}},
		"nobody, it seems":  {`"quote":{}`, complaint.Person{}},
		"forged line break": {`"from":{"id":5,"first_name":"A\u0000"}`, complaint.Person{ID: 5, Name: "A"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if e := mustConvert(t, message(c.body, forum, `"text":"hi"`)); e.From != c.want {
				t.Errorf("from %+v", e.From)
			}
		})
	}
}

func TestConvertCommands(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]struct {
		inGroup   string
		forUs     bool
		inPrivate string
	}{
		"/claim@Redress_Bot 2026-1": {"/claim 2026-1", true, "/claim 2026-1"},
		"/claim@other_bot now":      {"", false, "/claim@other_bot now"},
		"/claim":                    {"/claim", true, "/claim"},
		"/投诉@other_bot":             {"/投诉@other_bot", true, "/投诉@other_bot"},
		"/or@home it leaks":         {"/or@home it leaks", true, "/or@home it leaks"},
		"ask @other_bot":            {"ask @other_bot", true, "ask @other_bot"},
		"/@other_bot":               {"/@other_bot", true, "/@other_bot"},
	} {
		quoted, _ := json.Marshal(text)
		e, ok, err := Convert(message(ann, group, `"text":`+string(quoted)), me())
		if err != nil || ok != c.forUs || ok && e.Message.Text != c.inGroup {
			t.Errorf("%q in a group: %v %v %+v", text, ok, err, e.Message)
		}
		if e := mustConvert(t, message(ann, private, `"text":`+string(quoted))); e.Message.Text != c.inPrivate {
			t.Errorf("%q in private: %q", text, e.Message.Text)
		}
	}
}

func TestConvertEditsAndForwards(t *testing.T) {
	t.Parallel()
	e := mustConvert(t, update("edited_message", `"message_id":9,"edit_date":1750000060,`+date+","+ann+","+private+`,"text":"b","forward_origin":{"type":"future"}`))
	if e.Kind != complaint.Edited || e.At != at().Add(time.Minute) || !e.Message.Forwarded || e.Message.Text != "b" {
		t.Errorf("event %+v %+v", e, e.Message)
	}
}

func TestConvertPresses(t *testing.T) {
	t.Parallel()
	e := mustConvert(t, update("callback_query", `"id":"77","data":"claim:x",`+ann+`,"message":{"message_id":9,"date":0,`+forum+`,"message_thread_id":4,"is_topic_message":true}`))
	want := complaint.Press{ID: "77", Data: "claim:x", MessageID: 9}
	if e.Kind != complaint.Pressed || *e.Press != want || e.Chat.ID != -1001 || e.Thread != 4 || e.From.ID != 7 || !e.At.IsZero() {
		t.Errorf("event %+v %+v", e, e.Press)
	}
	e = mustConvert(t, update("callback_query", `"id":"77","inline_message_id":"x",`+ann))
	if e.Chat.ID != 7 || e.Chat.Kind != complaint.Private {
		t.Errorf("chat %+v", e.Chat)
	}
}

func TestConvertMembership(t *testing.T) {
	t.Parallel()
	standing := func(status string) string {
		return fmt.Sprintf(`{"status":%q,"is_member":true,"user":{"id":8,"first_name":"Bo"}}`, status)
	}
	for name, c := range map[string]struct {
		kind, chat, old, new string
		want                 complaint.EventKind // "": not an event
	}{
		"customer stops the bot":   {"my_chat_member", private, "member", "kicked", complaint.Blocked},
		"customer starts it again": {"my_chat_member", private, "kicked", "member", complaint.Unblocked},
		"bot joins":                {"my_chat_member", group, "left", "member", complaint.Joined},
		"bot is promoted":          {"my_chat_member", group, "member", "administrator", complaint.Joined},
		"bot is demoted":           {"my_chat_member", group, "administrator", "member", ""},
		"bot is removed":           {"my_chat_member", group, "administrator", "kicked", complaint.Left},
		"bot in a channel":         {"my_chat_member", `"chat":{"id":-9,"type":"channel"}`, "left", "administrator", ""},
		"colleague joins":          {"chat_member", group, "left", "restricted", complaint.Joined},
		"colleague leaves":         {"chat_member", group, "member", "left", complaint.Left},
		"colleague is promoted":    {"chat_member", group, "member", "administrator", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := update(c.kind, strings.Join([]string{c.chat, ann, date, `"old_chat_member":` + standing(c.old), `"new_chat_member":` + standing(c.new)}, ","))
			e, ok, err := Convert(raw, me())
			if err != nil || ok != (c.want != "") || e.Kind != c.want {
				t.Fatalf("%v %v %+v", ok, err, e)
			}
			if e.Kind == complaint.Joined || e.Kind == complaint.Left {
				if e.Member == nil || e.Member.ID != 8 || e.From.ID != 7 {
					t.Errorf("member %+v from %+v", e.Member, e.From)
				}
			}
			if chat, user, ok := touched(raw); !ok || user != 8 || chat == 0 {
				t.Errorf("touched %d %d %v", chat, user, ok)
			}
		})
	}
}

func TestConvertServiceMessages(t *testing.T) {
	t.Parallel()
	e := mustConvert(t, message(ann, group, `"migrate_to_chat_id":-1009`))
	if e.Kind != complaint.Migrated || e.Chat.ID != -5 || e.NewChat != -1009 {
		t.Errorf("to: %+v", e)
	}
	e = mustConvert(t, message(ann, forum, `"migrate_from_chat_id":-5`))
	if e.Kind != complaint.Migrated || e.Chat.ID != -5 || e.NewChat != -1001 {
		t.Errorf("from: %+v", e)
	}
	e = mustConvert(t, message(ann, group, `"new_chat_members":[{"id":123456,"is_bot":true},{"id":8,"first_name":"Bo"}]`))
	if e.Kind != complaint.Joined || e.Member.ID != 8 {
		t.Errorf("joined: %+v", e)
	}
	e = mustConvert(t, message(ann, group, `"left_chat_member":{"id":8,"first_name":"Bo"}`))
	if e.Kind != complaint.Left || e.Member.ID != 8 {
		t.Errorf("left: %+v", e)
	}
	for _, quiet := range []string{
		`"pinned_message":{"message_id":1}`, `"forum_topic_created":{"name":"x"}`, `"new_chat_title":"x"`,
		`"left_chat_member":{"id":123456}`, `"group_chat_created":true`, `"video_chat_started":{}`,
	} {
		if _, ok, err := Convert(message(ann, group, quiet), me()); ok || err != nil {
			t.Errorf("%s: %v %v", quiet, ok, err)
		}
	}
}

func TestConvertOtherKinds(t *testing.T) {
	t.Parallel()
	if _, ok, err := Convert(update("channel_post", `"message_id":1,"chat":{"id":-9,"type":"channel"},"text":"x"`), me()); ok || err != nil {
		t.Errorf("channel post: %v %v", ok, err)
	}
	e := mustConvert(t, update("guest_message", `"a":1,`+private+","+ann))
	if e.Kind != complaint.Odd || e.Chat.ID != 7 || e.From.ID != 7 || !strings.Contains(e.Raw, "guest_message") {
		t.Errorf("odd: %+v", e)
	}
}

func TestConvertNonsenseIsAnError(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		`[]`, `null`, `"x"`, `{}`, `{"message":{}}`, `{"update_id":42}`, `{"update_id":42,"message":"x"}`,
		`{"update_id":42,"message":{"chat":{"id":1}}}`, `{"update_id":42,"message":{"message_id":1}}`,
		`{"update_id":42,"callback_query":{}}`, `{"update_id":42,"poll":{"id":"1"}}`, `{"update_id":42,"my_chat_member":{"chat":{"id":1}}}`,
		`{"update_id":"x","message":{}}`, `{`,
	} {
		if e, ok, err := Convert(json.RawMessage(raw), me()); err == nil || ok {
			t.Errorf("%s: %v %v %+v", raw, ok, err, e)
		}
	}
}

// FuzzConvert: nothing panics, and a message with words never loses them.
func FuzzConvert(f *testing.F) {
	f.Add([]byte(message(ann, private, `"text":"hello"`)))
	f.Add([]byte(message(ann, forum, `"caption":"a","photo":[{"file_id":"x"}]`)))
	f.Add([]byte(message(ann, group, `"text":"/x@other_bot"`)))
	f.Add([]byte(message(ann, group, `"text":"a","new_chat_members":[{}],"poll":3`)))
	f.Add([]byte(update("callback_query", `"id":"77","data":"x",`+ann)))
	f.Add([]byte(update("my_chat_member", private)))
	f.Add([]byte(`{"update_id":1,"odd":null}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, ok, err := Convert(raw, me())
		if err != nil || !json.Valid(raw) {
			return
		}
		var u map[string]json.RawMessage
		var m map[string]json.RawMessage
		var text string
		var chat struct{ Type string }
		if json.Unmarshal(raw, &u) != nil || json.Unmarshal(u["message"], &m) != nil || json.Unmarshal(m["text"], &text) != nil {
			return
		}
		if _ = json.Unmarshal(m["chat"], &chat); strings.EqualFold(chat.Type, "channel") || storable(text) == "" {
			return
		}
		text, ours := forUs(storable(text), me().Username)
		if !ok {
			if ours {
				t.Fatalf("words lost: %q", raw)
			}
			return
		}
		if e.Kind == complaint.Said && e.Message.Text != text {
			t.Fatalf("%q became %q", text, e.Message.Text)
		}
	})
}

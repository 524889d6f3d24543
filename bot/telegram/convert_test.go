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

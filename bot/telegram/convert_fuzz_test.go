package telegram

import (
	"encoding/json"
	"strings"
	"testing"

	"redress/flows/complaint"
)

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

package telegram

import (
	"fmt"
	"strings"
	"testing"

	"redress/flows/complaint"
)

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

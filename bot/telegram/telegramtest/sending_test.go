package telegramtest_test

import (
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	s := quiet()
	to := number(anna(s).ID())
	for name, c := range map[string]struct {
		text, mode, refusal string
	}{
		"TG-06 empty":                     {"", "", "message text is empty"},
		"TG-06 only spaces":               {" \n ", "", "message text is empty"},
		"TG-06 longest":                   {strings.Repeat("字", 4096), "", ""},
		"TG-06 too long":                  {strings.Repeat("字", 4097), "", "message is too long"},
		"TG-06 emoji are two units":       {strings.Repeat("😀", 2048), "", ""},
		"TG-06 too many emoji":            {strings.Repeat("😀", 2048) + "a", "", "message is too long"},
		"TG-06 counted after parsing":     {strings.Repeat("<b>字</b>", 4096), "HTML", ""},
		"TG-06 empty after parsing":       {"<b> </b>", "HTML", "message text is empty"},
		"TG-08 unknown tag":               {"a <p>b</p>", "HTML", `can't parse entities: Unsupported start tag "p" at byte offset 2`},
		"TG-08 open tag":                  {"<b>a", "HTML", `can't parse entities: Can't find end tag corresponding to start tag "b"`},
		"TG-08 crossed tags":              {"<b>a<i>b</b></i>", "HTML", `can't parse entities: Unmatched end tag at byte offset 8, expected "</i>", found "</b>"`},
		"TG-08 lone end tag":              {"a</b>", "HTML", "can't parse entities: Unexpected end tag at byte offset 1"},
		"TG-08 a bare less-than":          {"5 < 6", "HTML", "can't parse entities: Unclosed start tag at byte offset 2"},
		"TG-08 escaped":                   {"5 &lt; 6 &amp; &#39;x&#39;", "HTML", ""},
		"TG-08 unescaped text is a risk":  {"me <ann@example.org>", "HTML", `can't parse entities: Unsupported start tag "ann@example.org" at byte offset 3`},
		"TG-08 not markup without a mode": {"<b>a", "", ""},
		"unknown mode":                    {"a", "rtf", "unsupported parse_mode"},
		"not UTF-8":                       {"a\xff", "", "strings must be encoded in UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ask(t, s, "sendMessage", "chat_id", to, "text", c.text, "parse_mode", c.mode)
			if c.refusal == "" {
				r.accepted(t)
				return
			}
			r.refused(t, 400, "Bad Request: "+c.refusal)
		})
	}
}

func TestTG07EntitiesCountUTF16Units(t *testing.T) {
	t.Parallel()
	s := quiet()
	to := number(anna(s).ID())
	m := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", to, "parse_mode", "HTML",
		"text", "  😀<b>漏水</b> <a href=\"https://example.org/?a=1&amp;b=2\">楼</a> /help").accepted(t))
	if m.Text != "😀漏水 楼 /help" {
		t.Errorf("text %q", m.Text)
	}
	want := []tt.Entity{
		{Type: "bold", Offset: 2, Length: 2},
		{Type: "text_link", Offset: 5, Length: 1, URL: "https://example.org/?a=1&b=2"},
		{Type: "bot_command", Offset: 7, Length: 5},
	}
	if jsonOf(m.Entities) != jsonOf(want) {
		t.Errorf("entities %+v", m.Entities)
	}
	for entities, refusal := range map[string]string{
		`[{"type":"bold","offset":1,"length":2}]`:  "Bad Request: entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1",
		`[{"type":"bold","offset":0,"length":1}]`:  "Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol",
		`[{"type":"bold","offset":0,"length":9}]`:  "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3",
		`[{"type":"bold","offset":-1,"length":2}]`: "Bad Request: receive an entity with incorrect offset -1",
		`[{"type":"bold"`:                          "Bad Request: can't parse entities JSON object",
	} {
		ask(t, s, "sendMessage", "chat_id", to, "text", "😀a", "entities", entities).refused(t, 400, refusal)
	}
}

func TestTG06Buttons(t *testing.T) {
	t.Parallel()
	s := quiet()
	to := number(anna(s).ID())
	send := func(button string) reply {
		return ask(t, s, "sendMessage", "chat_id", to, "text", "x", "reply_markup", `{"inline_keyboard":[[`+button+`]]}`)
	}
	send(`{"text":"a","callback_data":"` + strings.Repeat("d", 64) + `"}`).accepted(t)
	send(`{"text":"a","callback_data":"`+strings.Repeat("投", 22)+`"}`).refused(t, 400, "Bad Request: BUTTON_DATA_INVALID")
	send(`{"text":"a"}`).refused(t, 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	send(`{"text":"","callback_data":"x"}`).refused(t, 400, `Bad Request: can't parse inline keyboard button: Field "text" must be of type String`)
	send(`{`).refused(t, 400, "Bad Request: can't parse reply keyboard markup JSON object")
	m := decode[tt.Message](t, send(`{"text":"a","callback_data":"x","copy_text":{"text":""}}`).accepted(t))
	if got := jsonOf(m.ReplyMarkup); got != `{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]}` {
		t.Errorf("keyboard %s", got)
	}
}

func TestTG06Commands(t *testing.T) {
	t.Parallel()
	s := quiet()
	one := func(name, about string) string { return jsonOf([]tt.Command{{Command: name, Description: about}}) }
	for name, c := range map[string]struct{ list, refusal string }{
		"good":             {one("close_2", "Close a case"), ""},
		"longest":          {one(strings.Repeat("a", 32), strings.Repeat("é", 256)), ""},
		"too long":         {one(strings.Repeat("a", 33), "x"), "BOT_COMMAND_INVALID"},
		"upper case":       {one("Close", "x"), "BOT_COMMAND_INVALID"},
		"slash":            {one("/close", "x"), "BOT_COMMAND_INVALID"},
		"no description":   {one("close", ""), "BOT_COMMAND_DESCRIPTION_INVALID"},
		"long description": {one("close", strings.Repeat("x", 257)), "BOT_COMMAND_DESCRIPTION_INVALID"},
		"hundred and one":  {jsonOf(make([]tt.Command, 101)), "BOT_COMMANDS_TOO_MUCH"},
	} {
		r := ask(t, s, "setMyCommands", "commands", c.list)
		if c.refusal != "" {
			r.refused(t, 400, "Bad Request: "+c.refusal)
		} else if !r.OK {
			t.Errorf("%s: %s", name, r.Description)
		}
	}
}

func TestTG42CommandScopes(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss := anna(s)
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	list := jsonOf([]tt.Command{{Command: "claim", Description: "Take a case"}})
	scope := jsonOf(map[string]any{"type": "chat_administrators", "chat_id": g.ID()})
	ask(t, s, "setMyCommands", "commands", list, "scope", scope, "language_code", "zh").accepted(t)
	if got := string(ask(t, s, "getMyCommands", "scope", scope, "language_code", "zh").accepted(t)); got != list {
		t.Errorf("got %s", got)
	}
	if got := string(ask(t, s, "getMyCommands").accepted(t)); got != "[]" {
		t.Errorf("default scope has %s", got)
	}
	ask(t, s, "setMyCommands", "commands", list, "scope", `{"type":"chat","chat_id":-5}`).refused(t, 400, "Bad Request: chat not found")
	ask(t, s, "deleteMyCommands", "scope", scope, "language_code", "zh").accepted(t)
	if got := string(ask(t, s, "getMyCommands", "scope", scope, "language_code", "zh").accepted(t)); got != "[]" {
		t.Errorf("after deletion %s", got)
	}
	ask(t, s, "setMyShortDescription", "short_description", strings.Repeat("x", 121)).refused(t, 400, "Bad Request: bot short_description must be at most 120 characters long")
	ask(t, s, "setMyDescription", "description", "Complaints, heard.").accepted(t)
	if got := string(ask(t, s, "getMyDescription", "language_code", "fr").accepted(t)); got != `{"description":"Complaints, heard."}` {
		t.Errorf("description %s", got)
	}
}

func TestTG12CopyHidesAndForwardShows(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	said := tt.Must(p.Private().Caption("the leak").Photo(2000, 1000, nil))
	if n := len(said.Message.Photo); n != 4 {
		t.Errorf("%d photo sizes", n)
	}
	me, id := number(p.ID()), number(int64(said.MessageID))
	copied := decode[struct {
		ID int `json:"message_id"`
	}](t, ask(t, s, "copyMessage", "chat_id", me, "from_chat_id", me, "message_id", id, "caption", "new").accepted(t))
	forwarded := decode[tt.Message](t, ask(t, s, "forwardMessage", "chat_id", me, "from_chat_id", me, "message_id", id).accepted(t))
	all := s.Chat(p.ID()).Messages
	twin := all[len(all)-2]
	if twin.MessageID != copied.ID || twin.ForwardOrigin != nil || twin.Caption != "new" || twin.Photo[0].FileID != said.Photo[0].FileID {
		t.Errorf("copy %+v", twin)
	}
	if o := forwarded.ForwardOrigin; o == nil || o.Type != "user" || o.SenderUser.ID != p.ID() {
		t.Errorf("forward %+v", forwarded)
	}
	ask(t, s, "copyMessage", "chat_id", me, "from_chat_id", me, "message_id", "99999").refused(t, 400, "Bad Request: message to copy not found")
	ask(t, s, "forwardMessage", "chat_id", me, "from_chat_id", me, "message_id", "99999").refused(t, 400, "Bad Request: message to forward not found")
	ask(t, s, "copyMessages", "chat_id", me, "from_chat_id", me, "message_ids", "[5,4]").refused(t, 400, "Bad Request: message identifiers must be in a strictly increasing order")
	ask(t, s, "copyMessages", "chat_id", me, "from_chat_id", me, "message_ids", "[99999]").refused(t, 400, "Bad Request: there are no messages to forward")
	if got := string(ask(t, s, "copyMessages", "chat_id", me, "from_chat_id", me, "message_ids", "["+id+",99999]").accepted(t)); strings.Count(got, "message_id") != 1 {
		t.Errorf("copied %s", got)
	}
}

func TestTG14TypingEnds(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := quiet(tt.Clock(c.now))
	p := anna(s)
	ask(t, s, "sendChatAction", "chat_id", number(p.ID()), "action", "typing").accepted(t)
	if v := s.Chat(p.ID()).Typing; len(v) != 1 || v[0].Action != "typing" {
		t.Errorf("typing %+v", v)
	}
	c.pass(5 * time.Second)
	if v := s.Chat(p.ID()).Typing; len(v) != 0 {
		t.Errorf("still typing: %+v", v)
	}
	ask(t, s, "sendChatAction", "chat_id", number(p.ID()), "action", "dancing").refused(t, 400, "Bad Request: wrong parameter action in request")
}

func TestReplies(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	me := number(p.ID())
	said := tt.Must(p.Says("hello"))
	if err := p.Private().Delete(said.MessageID); err != nil {
		t.Fatal(err)
	}
	to := jsonOf(map[string]any{"message_id": said.MessageID})
	ask(t, s, "sendMessage", "chat_id", me, "text", "x", "reply_parameters", to).refused(t, 400, "Bad Request: message to be replied not found")
	to = jsonOf(map[string]any{"message_id": said.MessageID, "allow_sending_without_reply": true})
	if m := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", me, "text", "x", "reply_parameters", to).accepted(t)); m.ReplyToMessage != nil {
		t.Errorf("replied to %+v", m.ReplyToMessage)
	}
}

package app

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/bot/sandbox"
	"redress/bot/telegram/telegramtest"
)

// guest plays by hand through the page's own addresses, as its script does.
type guest struct {
	*testing.T
	house *playhouse
	url   string
	token string
}

func invite(t *testing.T) *guest {
	t.Helper()
	p, address := raise(t)
	v := &guest{T: t, house: p, url: address}
	token := regexp.MustCompile(`data-token="([^"]+)"`).FindStringSubmatch(v.page())
	if token == nil {
		t.Fatal("the page has no token")
	}
	v.token = token[1]
	return v
}

func (v *guest) page() string {
	v.Helper()
	reply, err := http.Get(v.url + "/?lang=en")
	if err != nil {
		v.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	var b strings.Builder
	if err := reply.Write(&b); err != nil {
		v.Fatal(err)
	}
	return b.String()
}

// does sends what a press on the page sends.
func (v *guest) does(path string, fields ...string) {
	v.Helper()
	form := url.Values{"token": {v.token}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	reply, err := http.PostForm(v.url+path, form)
	if err != nil {
		v.Fatal(err)
	}
	_ = reply.Body.Close()
	if reply.StatusCode != http.StatusNoContent {
		v.Fatalf("POST %s %v: %s", path, fields, reply.Status)
	}
}

// sees waits for a message of the bot with that text.
func (v *guest) sees(chat int64, text string) telegramtest.MessageView {
	v.Helper()
	return v.town().sees(chat, text)
}

func (v *guest) town() *town {
	return &town{t: v.T, tg: v.house.server, app: v.house.now()}
}

// press presses the newest button that does one of these, and tells which.
func (v *guest) press(who, chat int64, does ...string) (done string) {
	v.Helper()
	can := func(b telegramtest.Button) bool {
		return slices.ContainsFunc(does, func(d string) bool { return strings.HasPrefix(b.CallbackData, d) })
	}
	m := v.town().seesWhere(chat, strings.Join(does, " or "), func(m telegramtest.MessageView) bool { return slices.ContainsFunc(m.Buttons(), can) })
	b := m.Buttons()[slices.IndexFunc(m.Buttons(), can)]
	v.does("/press", "who", num(who), "chat", num(chat), "message", num(m.MessageID), "data", b.CallbackData)
	v.town().settle()
	return b.CallbackData
}

func (v *guest) say(who, chat int64, text string, more ...string) {
	v.Helper()
	v.does("/say", append([]string{"who", num(who), "chat", num(chat), "text", text}, more...)...)
	v.town().settle()
}

// files tells what went wrong, skips what is asked and submits.
func (v *guest) files(who int64, text string) (number string) {
	v.Helper()
	v.say(who, who, text)
	v.house.clock.Advance(7 * time.Second)
	for !strings.HasPrefix(v.press(who, who, "d:skip:", "d:submit:"), "d:submit:") {
	}
	m := v.town().seesWhere(who, "the number", func(m telegramtest.MessageView) bool {
		return slices.ContainsFunc(m.Buttons(), func(b telegramtest.Button) bool { return strings.HasPrefix(b.CallbackData, "c:show:") })
	})
	return strings.TrimPrefix(m.Buttons()[0].CallbackData, "c:show:")
}

// cast is who stands on the page: people come in one after the other, customers first.
func (v *guest) cast() sandbox.Cast {
	cfg := v.house.now().cfg
	li := cfg.Staff[0]
	return sandbox.Cast{Anna: li - 2, Xiaoyu: li - 1, Li: li, Mona: cfg.Staff[1], Otto: cfg.Owners[0], Staff: cfg.StaffChat, Managers: cfg.ManagerChat}
}

func num[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// TestADayLaterOnThePage presses "+1 day" as a visitor does: the reminder of a question, the
// survey after a closing and the managers' digest arrive.
func TestADayLaterOnThePage(t *testing.T) {
	t.Parallel()
	v := invite(t)
	cast := v.cast()
	v.does("/clock", "by", "morning") // nine o'clock of a working day, whenever this runs
	n := v.files(cast.Anna, "You charged me twice for order A-1001, I want my 40 euros back")
	v.press(cast.Li, cast.Staff, "s:claim:"+n)
	v.press(cast.Li, cast.Staff, "s:ask:"+n)
	v.replies(cast.Li, cast.Staff, "what do you want to ask", "Which card did you pay with?")
	v.sees(cast.Anna, "Which card did you pay with?")

	n = v.files(cast.Xiaoyu, "订单 A-2002 多扣了我 58 元，请退款。")
	v.press(cast.Li, cast.Staff, "s:claim:"+n)
	v.press(cast.Li, cast.Staff, "s:resolve:"+n)
	v.replies(cast.Li, cast.Staff, "what is the result of "+n, "58元已退回。")
	v.press(cast.Li, cast.Staff, "s:form:"+n+":us")
	v.sees(cast.Staff, "What was done?")
	v.press(cast.Li, cast.Staff, "s:form:"+n+":skip")
	v.sees(cast.Staff, "still to come")
	v.press(cast.Li, cast.Staff, "s:form:"+n+":skip")
	v.press(cast.Li, cast.Staff, "s:form:"+n+":send")
	v.press(cast.Xiaoyu, cast.Xiaoyu, "c:solved:"+n)
	v.sees(cast.Xiaoyu, "满意吗")

	before := v.town().count(cast.Xiaoyu, "满意吗")
	v.does("/clock", "by", "day")
	v.sees(cast.Anna, "our team still needs your answer")
	v.town().await("the survey", func() bool { return v.town().count(cast.Xiaoyu, "满意吗") == before+1 })
	v.town().seesWhere(cast.Managers, "the digest", func(telegramtest.MessageView) bool { return true })
	if page := v.page(); !strings.Contains(page, "our team still needs your answer") {
		t.Error("the reminder is not on the page")
	}
}

// replies answers the newest message of the bot with that text, in its topic.
func (v *guest) replies(who, chat int64, to, text string) {
	v.Helper()
	m := v.sees(chat, to)
	v.say(who, chat, text, "reply", num(m.MessageID), "topic", num(m.MessageThreadID))
}

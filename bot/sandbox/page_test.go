package sandbox_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"redress/bot/telegram/telegramtest"
)

func TestPageShowsWhoIsWho(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.wants(p.get("/", "Accept-Language", "de,en;q=0.7"), `lang="en"`, "Anna", "王小雨", "Li Wei", "Mona", "Otto",
		"Complaints desk", "Managers", "Play a story", "Any organisation", "Sunday", "14:00", "A leaking ceiling", "Charged twice", "Mouldy tofu")
	p.wants(p.get("/?lang=zh-Hans"), `lang="zh-Hans"`, "客服群", "主管群", "播放故事", "星期日", "通用")
	p.wants(p.get("/stage", "Accept-Language", "zh-CN"), "客服群")
	p.wants(p.get("/stage", "Cookie", "redress_language=zh-Hans"), "客服群")
}

func TestLabelsAreCompleteInEveryLanguage(t *testing.T) {
	t.Parallel()
	words := map[string]map[string]string{}
	for _, lang := range []string{"en", "zh-Hans"} {
		raw, err := os.ReadFile("labels/" + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		say := map[string]string{}
		if err := yaml.Unmarshal(raw, &say); err != nil {
			t.Fatal(err)
		}
		words[lang] = say
	}
	blank := regexp.MustCompile(`\{\w+\}`)
	for key, en := range words["en"] {
		zh := words["zh-Hans"][key]
		if zh == "" || len(blank.FindAllString(zh, -1)) != len(blank.FindAllString(en, -1)) {
			t.Errorf("%s: %q and %q do not match", key, en, zh)
		}
	}
	if len(words["en"]) != len(words["zh-Hans"]) {
		t.Errorf("%d labels in English, %d in Chinese", len(words["en"]), len(words["zh-Hans"]))
	}
}

func TestMessagesArriveInTelegramAndOnThePage(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "I was charged twice")
	p.does("/attach", "who", p.cast.Anna, "chat", p.cast.Anna, "kind", "photo", "text", "the receipt")
	for _, kind := range []string{"voice", "document", "location"} {
		p.does("/attach", "who", p.cast.Anna, "chat", p.cast.Anna, "kind", kind)
	}
	got := p.server.Chat(p.cast.Anna).Messages
	if len(got) != 5 || got[0].Text != "I was charged twice" || len(got[1].Photo) == 0 || got[1].Caption != "the receipt" ||
		got[2].Voice == nil || got[3].Document == nil || got[4].Location == nil {
		t.Fatalf("messages in Telegram: %+v", got)
	}
	src := regexp.MustCompile(`src="(/file/[^"]+)"`).FindStringSubmatch(p.get("/stage"))
	if src == nil {
		t.Fatal("the photo is not on the page")
	}
	if picture := p.get(src[1]); !strings.HasPrefix(picture, "<svg") || !strings.HasSuffix(picture, "</svg>\n") {
		t.Errorf("the photo is %.80q", picture)
	}
	if link := regexp.MustCompile(`<a class="document" href="(/file/[^"]+)" download="receipt.pdf">`).FindStringSubmatch(p.get("/stage")); link == nil || p.get(link[1]) == "" {
		t.Error("the document cannot be saved")
	}
	p.wants(p.get("/stage"), "I was charged twice", "the receipt", "receipt.pdf", "0:14", "31.2304")

	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "It was order 5", "reply", got[0].MessageID)
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "I was charged three times", "edit", got[0].MessageID)
	p.wants(p.get("/stage"), "I was charged three times", "edited", `class="answered"`)
	p.does("/delete", "who", p.cast.Anna, "chat", p.cast.Anna, "message", got[1].MessageID)
	if strings.Contains(p.get("/stage"), "the receipt") {
		t.Error("a deleted message is still on the page")
	}
}

func TestCustomerBlocksTheBot(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "hello")
	p.does("/block", "who", p.cast.Anna, "chat", p.cast.Anna, "on", "yes")
	p.wants(p.get("/stage"), "The customer has blocked the bot.", "Unblock")
	if status, words := p.post("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "still there?"); status != http.StatusConflict {
		t.Errorf("writing to a blocked bot: %d %s", status, words)
	}
	p.does("/block", "who", p.cast.Anna, "chat", p.cast.Anna, "on", "no")
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "there again")
}

func TestButtonsArePressedByWhoeverActs(t *testing.T) {
	t.Parallel()
	p := open(t)
	bot := startStub(p)
	card := bot.say(p.cast.Staff, 0, "**2026-0001**", "Claim", "s:claim:2026-0001")
	p.wants(p.get("/stage"), "Claim", `data-press="s:claim:2026-0001"`)
	p.does("/press", "who", p.cast.Mona, "chat", p.cast.Staff, "message", card, "data", "s:claim:2026-0001")
	p.wants(bot.heard(func(u update) bool {
		return u.Query != nil && u.Query.From.ID == p.cast.Mona
	}).Query.Data, "s:claim:2026-0001")
	p.wants(p.get("/stage"), "stub heard s:claim:2026-0001") // the pop-up

	p.does("/delete", "who", p.cast.Li, "chat", p.cast.Staff, "message", card) // the group's owner does it
	if strings.Contains(p.get("/stage"), "s:claim:2026-0001\"") {
		t.Error("the deleted card is still on the page")
	}
	if status, _ := p.post("/press", "who", p.cast.Anna, "chat", p.cast.Staff, "message", card, "data", "x"); status != http.StatusConflict {
		t.Error("a customer could act in the staff group")
	}
}

func TestHostileWordsAreOnlyWords(t *testing.T) {
	t.Parallel()
	p := open(t)
	hostile := `<script>alert(1)</script><img src=x onerror=alert(2)>"'&amp; javascript:alert(3) </textarea>`
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", hostile)
	person, _ := p.server.Person(p.cast.Xiaoyu)
	person.Rename(telegramtest.User{FirstName: `"><script>alert(4)</script>`, LanguageCode: "zh"})
	bot := startStub(p)
	bot.call("sendMessage", map[string]string{"chat_id": id(p.cast.Anna), "text": `<a href="javascript:alert(5)">x</a>`, "parse_mode": "HTML"})
	bot.call("sendMessage", map[string]string{"chat_id": id(p.cast.Anna), "text": "press",
		"reply_markup": `{"inline_keyboard":[[{"text":"<b>\"'","callback_data":"\"><script>"}]]}`})
	page := p.get("/")
	for _, wrong := range []string{"<script>alert", "<img src=x", "</textarea><", `href="javascript:`, `"><script>`} {
		if strings.Contains(page, wrong) {
			t.Errorf("the page contains %q", wrong)
		}
	}
	p.wants(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
}

func TestOnlyThePageMayAct(t *testing.T) {
	t.Parallel()
	p := open(t)
	try := func(change func(*http.Request)) int {
		form := url.Values{"token": {p.token}, "by": {"hour"}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/clock", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		change(r)
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		return reply.StatusCode
	}
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"the page":       {func(r *http.Request) { r.Header.Set("Origin", p.url); r.Header.Set("Sec-Fetch-Site", "same-origin") }, 204},
		"other origin":   {func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		"no origin":      {func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		"cross-site":     {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"rebound name":   {func(r *http.Request) { r.Host = "evil.example:8600" }, 403},
		"no token":       {func(r *http.Request) { r.Body = http.NoBody }, 403},
		"loopback names": {func(r *http.Request) { r.Host = "[::1]:80" }, 204},
	} {
		if got := try(c.change); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	reply, err := http.Get(p.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	csp := reply.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy of the page: %q", csp)
	}
}

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	p := open(t)
	page := p.get("/")
	if m := regexp.MustCompile(`(?i)\sstyle=|\son\w+=|(src|href)="https?:`).FindString(page); m != "" {
		t.Errorf("the page contains %q", m)
	}
	for _, file := range regexp.MustCompile(`(?:src|href)="(/page/[^"]+)"`).FindAllStringSubmatch(page, -1) {
		if regexp.MustCompile(`https?://[^\s"']*`).ReplaceAllStringFunc(p.get(file[1]), func(u string) string {
			if strings.HasPrefix(u, "http://www.w3.org/") {
				return ""
			}
			t.Errorf("%s mentions %s", file[1], u)
			return u
		}) == "" {
			t.Errorf("%s is empty", file[1])
		}
	}
}

func TestClockMoves(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.does("/clock", "by", "hour")
	p.wants(p.get("/stage"), "15:00", "Sunday")
	p.does("/clock", "by", "day")
	p.wants(p.get("/stage"), "15:00", "Monday")
	p.does("/clock", "by", "morning")
	p.wants(p.get("/stage"), "09:00", "Tuesday")
	if status, _ := p.post("/clock", "by", "year"); status != http.StatusConflict {
		t.Error("the clock moved by a year")
	}
}

func TestPolicyIsPicked(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "old words")
	p.does("/policy", "policy", "food-factory")
	page := p.get("/stage")
	p.wants(page, `<option value="food-factory" selected>`)
	p.wants(page, `data-post="/again"`)
	if strings.Count(page, "old words") != 1 {
		t.Error("the chats were not cleared, or what was told is forgotten")
	}
	p.does("/again")
	if page = p.get("/stage"); !strings.Contains(page, "old words") || strings.Contains(page, `data-post="/again"`) {
		t.Error("what was told before is not told again, or is offered once more")
	}
	if status, _ := p.post("/again"); status != http.StatusConflict {
		t.Error("nothing was told again")
	}
	if status, _ := p.post("/policy", "policy", "nonsense"); status != http.StatusConflict {
		t.Error("an unknown policy was picked")
	}
}

func TestStreamTellsOfEveryKindOfChange(t *testing.T) {
	t.Parallel()
	p := open(t)
	reply, err := http.Get(p.url + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	lines := bufio.NewScanner(reply.Body)
	notes := make(chan string)
	go func() {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data:") {
				notes <- lines.Text()
			}
		}
	}()
	next := func(after string) {
		t.Helper()
		select {
		case <-notes:
		case <-time.After(20 * time.Second):
			t.Fatalf("no note after %s", after)
		}
	}
	next("opening")
	next("the first look at the chats")
	p.clock.Advance(time.Hour)
	next("the clock moved")
	p.does("/say", "who", p.cast.Anna, "chat", p.cast.Anna, "text", "hello")
	next("a message")
	p.does("/story", "do", "pause")
	next("a story's button")
}

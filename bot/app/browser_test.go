package app

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"redress/flows/texts"
)

// browser is a headless Chromium with one page.
type browser struct {
	*testing.T
	ctx context.Context
}

// openBrowser starts a Chromium of its own; without one on this machine the test is skipped,
// or fails where REDRESS_REQUIRE_SERVICES is 1.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("REDRESS_REQUIRE_SERVICES") == "1" {
			t.Fatal("no Chromium on this machine, and REDRESS_REQUIRE_SERVICES=1 asks for one")
		}
		t.Skip("no Chromium on this machine: install chromium to run the browser tests")
	}
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 900)}
	for _, name := range []string{"headless", "no-sandbox", "disable-gpu", "no-first-run", "hide-scrollbars",
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(stop)
	ctx, closePage := chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	faults := make(chan []string, 1)
	go func() { faults <- consoleFaults(ctx) }()
	t.Cleanup(func() {
		closePage()
		for _, fault := range <-faults {
			t.Errorf("the browser's console: %s", fault)
		}
	})
	return &browser{T: t, ctx: ctx}
}

// consoleFaults collects what the page's console complains about, until the page closes.
func consoleFaults(ctx context.Context) (faults []string) {
	for m, err := range chromedp.Console(ctx) {
		if err != nil {
			return faults
		}
		if m.Type == chromedp.ConsoleException || m.Type == "error" {
			faults = append(faults, m.Text)
		}
	}
	return faults
}

// do carries out steps within a time.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.keep("failed")
		b.Fatalf("in the browser: %v", err)
	}
}

// sees waits until a JavaScript condition holds.
func (b *browser) sees(within time.Duration, condition string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(within))); err != nil {
		b.keep("failed")
		b.Fatalf("the page never shows: %s (%v)", condition, err)
	}
}

// reads waits until an element that can be seen contains words.
func (b *browser) reads(selector, words string) {
	b.Helper()
	b.sees(patience, `[...document.querySelectorAll(`+quote(selector)+`)].some(e => e.checkVisibility() && e.textContent.includes(`+quote(words)+`))`)
}

// press clicks the newest button with that label, once it is there.
func (b *browser) press(within, label string) {
	b.Helper()
	last := `[...document.querySelectorAll(` + quote(within+" button") + `)].filter(e => e.checkVisibility() && e.textContent.trim() === ` + quote(label) + `).at(-1)`
	b.sees(patience, "!!"+last)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](last+".click() || true")); err != nil {
		b.Fatalf("%s is not pressed: %v", label, err)
	}
}

// writes types into the field of the conversation in a pane, and sends it with Enter.
func (b *browser) writes(pane, words string) {
	b.Helper()
	field := pane + " .talk:not([hidden]) textarea"
	b.do(chromedp.WaitVisible(field), chromedp.SendKeys(field, words+"\r"))
	b.sees(patience, `document.querySelector(`+quote(field)+`).value === ""`)
}

// keep stores a screenshot in REDRESS_SCREENSHOT_DIR, if that is set.
func (b *browser) keep(name string) {
	b.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil || len(picture) == 0 {
		b.Errorf("no screenshot: %v", err)
		return
	}
	folder := os.Getenv("REDRESS_SCREENSHOT_DIR")
	if folder == "" {
		return
	}
	if err = os.MkdirAll(folder, 0o755); err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644)
	}
	if err != nil {
		b.Errorf("the screenshot is not kept: %v", err)
	}
}

func quote(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }

// raise opens a playhouse whose stories do not pause, and its address.
func raise(t *testing.T) (*playhouse, string) {
	t.Helper()
	cfg, err := ReadConfig(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := openPlayhouse(t.Context(), cfg, true, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(p.stage.Handler())
	t.Cleanup(func() { web.CloseClientConnections(); web.Close(); p.close() })
	return p, web.URL
}

func TestStoriesPlayToTheirEnd(t *testing.T) {
	t.Parallel()
	p, _ := raise(t)
	stories := p.stage.Stories()
	if len(stories) != 4 {
		t.Fatalf("%d stories, want 4", len(stories))
	}
	for _, name := range stories {
		if err := p.stage.Play(t.Context(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVisitorWatchesAStoryInABrowser(t *testing.T) {
	t.Parallel()
	_, url := raise(t)
	b := openBrowser(t)
	b.do(chromedp.Navigate(url+"/?lang=en"), chromedp.Click("#play"), chromedp.WaitVisible("#stories"),
		chromedp.Click(`#stories [data-story="billing"]`))
	b.sees(2*time.Minute, `["ended", "failed"].includes(document.querySelector("#telling").dataset.state)`)
	b.reads("#telling", "The end.")
	b.reads("#pane-managers .bubble", english(t).Str("digest_ratings_few", "n", 1, "scores", "4"))
	b.keep("story")
}

// TestVisitorComparesRulesInABrowser sees the same words become another promise and another card.
func TestVisitorComparesRulesInABrowser(t *testing.T) {
	t.Parallel()
	_, url := raise(t)
	b := openBrowser(t)
	b.do(chromedp.Navigate(url+"/?lang=en"), chromedp.Click("#play"), chromedp.WaitVisible("#stories"),
		chromedp.Click(`#stories [data-story="rules"]`))
	b.sees(2*time.Minute, `["ended", "failed"].includes(document.querySelector("#telling").dataset.state)`)
	b.reads("#telling", "The end.")
	b.sees(patience, `new Set([...document.querySelectorAll("#told li span")].map(s => s.textContent)).size === 3`)
	b.sees(patience, `new Set([...document.querySelectorAll("#told li small:first-of-type")].map(s => s.textContent.split("·").slice(1).join())).size === 3`)
	b.keep("rules")
}

func TestVisitorDoesItAllInABrowser(t *testing.T) {
	t.Parallel()
	p, url := raise(t)
	b := openBrowser(t)
	say := english(t).Str
	b.do(chromedp.Navigate(url+"/?lang=en"), chromedp.WaitVisible("#pane-customers"))
	b.press(".moves", "Next working morning")
	b.press(".moves", "+1 h")
	b.writes("#pane-customers", "You charged me twice for order A-1001 yesterday, I want my 40 euros back")
	p.settle(t)
	p.clock.Advance(10 * time.Second)
	b.skipsAndSubmits(say)

	b.sees(patience, `document.querySelectorAll(".topics button").length === 2`)
	b.do(chromedp.Click(".topics button:nth-child(2)"))
	b.press("#pane-staff .acting", "MMona")
	b.press("#pane-staff", say("button_claim"))
	b.reads("#pane-staff .bubble", say("card_owner", "owner", "Mona"))
	b.keep("claimed")
	b.writes("#pane-staff", "The second charge is on its way back to you.")
	b.reads("#pane-customers .bubble", "on its way back")
	b.press("#pane-staff", say("button_resolve"))
	b.press("#pane-customers", say("button_status")) // the customer looks, while staff fill in the form
	b.sees(patience, `[...document.querySelectorAll("#pane-staff .key")].some(k => k.textContent === `+quote(say("button_back"))+`)`)
	b.writes("#pane-staff", "Refunded in full.")
	b.press("#pane-staff", say("cause_us"))
	b.reads("#pane-staff .bubble", say("form_done"))
	b.press("#pane-staff", say("button_skip"))
	b.reads("#pane-staff .bubble", say("form_promised"))
	b.press("#pane-staff", say("button_skip"))
	b.press("#pane-staff", say("button_send"))

	b.press("#pane-customers", say("button_solved"))
	b.press("#pane-customers", "5")
	service := "How satisfied are you with our service and communication overall?"
	b.reads("#pane-customers .bubble", service)
	b.press("#pane-customers", "4")
	b.reads("#pane-staff .bubble", say("card_rating", "result", 5, "service", "4"))
	b.press(".moves", "+1 day")
	b.reads("#pane-managers .bubble", say("digest_ratings_few", "n", 1, "scores", "5"))
	b.keep("by-hand")
}

func english(t *testing.T) texts.Voice {
	t.Helper()
	words, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words.In("en")
}

// skipsAndSubmits answers the bot's questions with Skip, and the read-back with Submit.
func (b *browser) skipsAndSubmits(say func(string, ...any) string) {
	b.Helper()
	can := func(key string) string {
		return `[...document.querySelectorAll("#pane-customers .key")].some(k => k.textContent === ` + quote(say(key)) + `)`
	}
	submit, skip := can("button_submit"), can("button_skip")
	for range 4 {
		b.sees(patience, submit+"||"+skip)
		if ready, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](submit)); err != nil || ready {
			break
		}
		b.press("#pane-customers", say("button_skip"))
		b.sees(patience, "!"+skip)
	}
	b.press("#pane-customers", say("button_submit"))
}

// settle waits until the bot has dealt with everything that came in.
func (p *playhouse) settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := p.server.Wait(ctx, func() bool { return p.server.Pending() == 0 }); err != nil {
		t.Fatalf("updates are not taken in: %v", err)
	}
	if err := p.now().lanes.idle(ctx); err != nil {
		t.Fatalf("events are not dealt with: %v", err)
	}
}

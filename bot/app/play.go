package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"redress/bot/outbox"
	"redress/bot/sandbox"
	"redress/bot/telegram/telegramtest"
	"redress/flows/policy"
	"redress/flows/texts"
)

// playhouse is `redress play`: the real bot over HTTP against a fake Bot API server, and a
// page that is the server's face.
type playhouse struct {
	cfg    Config
	log    *slog.Logger
	folder string // of the records, thrown away at the end
	server *telegramtest.Server
	url    string // of the server
	closed func() // ends the server's listening
	clock  *sandbox.Clock
	stage  *sandbox.Stage

	mu    sync.Mutex
	house *App
	stop  func() // ends house and waits for it
	runs  int
}

// play serves the page on loopback until ctx ends.
func play(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("play", flag.ContinueOnError)
	flags.SetOutput(errs)
	addr := flags.String("addr", "127.0.0.1:8600", "loopback address of the page; port 0 takes a free one")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w: redress play [-addr 127.0.0.1:PORT]", errUsage)
	}
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	l, err := listenLoopback(*addr)
	if err != nil {
		return err
	}
	p, err := openPlayhouse(ctx, cfg, false, newLog(errs, "warn"))
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer p.close()
	if _, err := fmt.Fprintf(out, "Open http://%s in your browser. Ctrl+C ends it; nothing is kept.\n", l.Addr()); err != nil {
		return err
	}
	return serveUntil(ctx, l, p.stage.Handler())
}

// listenLoopback listens on addr, which must be of this machine; if its port is taken, on a
// free one.
func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("-addr %q: write it as 127.0.0.1:PORT", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("-addr %q: the page is for this machine only; use 127.0.0.1", addr)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return net.Listen("tcp", net.JoinHostPort(host, "0"))
	}
	return l, nil
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// openPlayhouse raises the curtain: fake server, clock, page, and the bot on its policy. In a
// fast one the stories do not pause for reading.
func openPlayhouse(ctx context.Context, cfg Config, fast bool, log *slog.Logger) (*playhouse, error) {
	folder, err := os.MkdirTemp("", "redress-play-")
	if err != nil {
		return nil, err
	}
	words, err := texts.Load()
	if err != nil {
		return nil, err
	}
	p := &playhouse{cfg: cfg, log: log, folder: folder}
	p.clock = sandbox.NewClock(time.Now())
	p.server = telegramtest.New(telegramtest.Clock(p.clock.Now), telegramtest.NoRateLimits(), telegramtest.KeepCalls(1000))
	if p.url, p.closed, err = p.server.Listen(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	p.stage = sandbox.New(sandbox.Config{
		Server: p.server, Clock: p.clock, Texts: words, Fast: fast, Log: log,
		Zone:        func() *time.Location { return p.now().desk().Policy.Zone() },
		NextMorning: func(t time.Time) time.Time { return p.now().desk().Policy.Calendar().NextMorning(t) },
		Policies:    policyChoices(log),
		Policy:      func() string { return p.now().desk().Policy.Name },
		Switch:      func(ctx context.Context, name string) error { return p.put(name) },
	})
	if err := p.put(cfg.Policy); err != nil {
		p.closed()
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return p, nil
}

func policyChoices(log *slog.Logger) []sandbox.Choice {
	var choices []sandbox.Choice
	for _, name := range policy.Packs() {
		pack, err := policy.Pack(name)
		if err != nil {
			log.Error("pack cannot be used", "pack", name, "error", err)
			continue
		}
		choices = append(choices, sandbox.Choice{Name: name, Title: pack.Title})
	}
	return choices
}

// now is the bot on stage.
func (p *playhouse) now() *App {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.house
}

// put starts the bot on a policy, with fresh records and a fresh cast, in place of the one
// that runs.
func (p *playhouse) put(name string) error {
	if _, err := loadPolicy(name); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	cast := p.stage.Cast()
	p.runs++
	cfg := p.cfg
	cfg.Token, cfg.APIURL, cfg.Policy = p.server.BotToken(), p.url, name
	cfg.Database = "sqlite:" + filepath.Join(p.folder, fmt.Sprintf("play%d.db", p.runs))
	cfg.Redis, cfg.WebhookURL, cfg.HTTPAddr = "", "", ""
	cfg.StaffChat, cfg.ManagerChat = cast.Staff, cast.Managers
	cfg.Staff, cfg.Owners = []int64{cast.Li, cast.Mona}, []int64{cast.Otto}
	return p.start(cfg)
}

func (p *playhouse) start(cfg Config) error {
	ctx, cancel := context.WithCancel(context.Background())
	a, err := Open(ctx, cfg, World{Now: p.clock.Now, Changed: p.clock.Changed, Pace: outbox.Unpaced()}, p.log)
	if err == nil {
		err = a.seed(ctx, io.Discard)
	}
	if err != nil {
		cancel()
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := a.Run(ctx); err != nil {
			p.log.Error("the bot ended", "error", err)
		}
	}()
	p.house = a
	p.stop = func() { cancel(); <-ended }
	return nil
}

func (p *playhouse) close() {
	p.stage.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		p.stop()
	}
	p.closed()
	if err := os.RemoveAll(p.folder); err != nil {
		p.log.Warn("temporary records could not be removed", "error", err)
	}
}

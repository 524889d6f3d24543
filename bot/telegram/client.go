package telegram

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	officialAPI = "https://api.telegram.org"
	callTimeout = 30 * time.Second
)

// Config is what a Client needs.
type Config struct {
	Token     string
	APIURL    string            // of a self-hosted Bot API server; "" is Telegram's own
	Transport http.RoundTripper // nil: a pooled one
	Log       *slog.Logger      // nil: nothing is logged
}

// Client is the connection to one bot account. It is safe for concurrent use, and no error or
// log line of it carries the token.
type Client struct {
	api     *bot.Bot
	http    *http.Client // the same pool, for what the library does not offer
	base    string       // URL up to the method's name; holds the token
	files   string       // URL up to a file's path; holds the token
	members *memberCache
	log     *slog.Logger
}

// New prepares a client; it makes no call, so it works while Telegram is out of reach.
func New(cfg Config) (*Client, error) {
	if err := checkToken(cfg.Token); err != nil {
		return nil, err
	}
	server, err := checkURL(cfg.APIURL)
	if err != nil {
		return nil, err
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	base := cfg.Transport
	if base == nil {
		base = pool()
	}
	// Timeouts are per call, by context: a long poll lasts longer than a message.
	httpClient := &http.Client{Transport: recorder{base}, CheckRedirect: noRedirect}
	api, err := bot.New(cfg.Token,
		bot.WithSkipGetMe(),
		bot.WithServerURL(server),
		bot.WithHTTPClient(pollWait, httpClient),
		// The library's own handlers print whole updates.
		bot.WithDefaultHandler(func(context.Context, *bot.Bot, *models.Update) {}),
		bot.WithErrorsHandler(func(error) {}),
		bot.WithDebugHandler(func(string, ...any) {}),
	)
	if err != nil {
		return nil, errors.New("the Telegram token is not usable: check TELEGRAM_BOT_TOKEN")
	}
	return &Client{
		api: api, http: httpClient, base: server + "/bot" + cfg.Token + "/",
		files:   server + "/file/bot" + cfg.Token + "/",
		members: newMemberCache(), log: log,
	}, nil
}

func pool() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns = 160
	t.MaxIdleConnsPerHost = 160
	return t
}

// noRedirect keeps the token from following a redirect to another host.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func checkURL(s string) (string, error) {
	if s == "" {
		return officialAPI, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return "", errors.New("TELEGRAM_API_URL is not the address of a Bot API server, such as http://127.0.0.1:8081")
	}
	return strings.TrimRight(s, "/"), nil
}

// checkToken refuses what can not be part of a URL path, so that no URL error can quote it.
func checkToken(token string) error {
	for _, r := range token {
		ok := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(":_-", r)
		if !ok {
			token = ""
			break
		}
	}
	if token == "" {
		return errors.New("no usable Telegram token: set TELEGRAM_BOT_TOKEN to the one that @BotFather gave you")
	}
	return nil
}

package telegramtest

import (
	"net/http"
	"time"
)

// Option changes how a new server behaves.
type Option func(*config)

type config struct {
	token       string
	bot         User
	privacy     bool
	now         func() time.Time
	limits      Limits
	latency     time.Duration
	queryTTL    time.Duration
	keepCalls   int
	keepHistory int
	keepUpdates int
	keepFiles   int
	firstUpdate int64
	retryBase   time.Duration
	retryMax    time.Duration
	postman     *http.Client
}

func defaults() config {
	return config{
		token: DefaultToken,
		bot: User{
			ID: 123456, IsBot: true, FirstName: "Redress", Username: "redress_bot",
		},
		privacy:     true,
		now:         time.Now,
		limits:      TelegramLimits(),
		queryTTL:    time.Minute,
		keepCalls:   10_000,
		keepUpdates: 10_000,
		firstUpdate: 700_000_001,
		retryBase:   time.Second,
		retryMax:    time.Minute,
	}
}

// Token sets the only token the server answers to.
func Token(token string) Option { return func(c *config) { c.token = token } }

// Bot sets who the bot is; IsBot is always true.
func Bot(u User) Option { return func(c *config) { u.IsBot = true; c.bot = u } }

// PrivacyOff lets the bot see every group message without being an administrator (TG-40).
func PrivacyOff() Option { return func(c *config) { c.privacy = false } }

// Clock sets the time used for dates, ages and rate limits. Waiting (long poll, delays,
// webhook retries) always takes real time.
func Clock(now func() time.Time) Option { return func(c *config) { c.now = now } }

// RateLimits replaces Telegram's limits.
func RateLimits(l Limits) Option { return func(c *config) { c.limits = l } }

// NoRateLimits never answers 429 by itself; needed where the clock stands still.
func NoRateLimits() Option { return RateLimits(Limits{}) }

// Latency makes every call take at least d.
func Latency(d time.Duration) Option { return func(c *config) { c.latency = d } }

// QueryTTL sets how long a pressed button waits for its answer (TG-31); one minute unless set.
func QueryTTL(d time.Duration) Option { return func(c *config) { c.queryTTL = d } }

// KeepCalls bounds the log of calls; 10 000 unless set.
func KeepCalls(n int) Option { return func(c *config) { c.keepCalls = n } }

// KeepHistory bounds the messages kept per chat; 0 keeps all.
func KeepHistory(n int) Option { return func(c *config) { c.keepHistory = n } }

// KeepUpdates bounds how many updates stay available to [Server.Redeliver], and how many
// pressed buttons are remembered; 10 000 unless set.
func KeepUpdates(n int) Option { return func(c *config) { c.keepUpdates = n } }

// KeepFiles bounds the files kept, counting each size of a photo; 0 keeps all.
func KeepFiles(n int) Option { return func(c *config) { c.keepFiles = n } }

// FirstUpdateID sets the id of the first update.
func FirstUpdateID(id int64) Option { return func(c *config) { c.firstUpdate = id } }

// WebhookRetry sets the first and the longest pause before a failed delivery is repeated (TG-23).
func WebhookRetry(base, longest time.Duration) Option {
	return func(c *config) { c.retryBase, c.retryMax = base, longest }
}

// DeliverBy posts webhook updates with the given client, so that the receiver need not be on a
// network. Redirects are followed as the client says.
func DeliverBy(c *http.Client) Option { return func(x *config) { x.postman = c } }

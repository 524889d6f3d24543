package app

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"redress/flows/policy"
	"redress/flows/texts"
)

// Config is everything the environment may say. The README's table lists the same names;
// a test compares the two.
type Config struct {
	Token               string        `env:"TELEGRAM_BOT_TOKEN" desc:"the bot's token from @BotFather; without it only play, policy and understand run"`
	APIURL              string        `env:"TELEGRAM_API_URL" desc:"address of a self-hosted Bot API server"`
	WebhookURL          string        `env:"TELEGRAM_WEBHOOK_URL" desc:"public https address ending in /telegram; empty: long polling"`
	WebhookSecret       string        `env:"TELEGRAM_WEBHOOK_SECRET" desc:"secret Telegram sends along, 16 to 256 of A-Z a-z 0-9 _ -"`
	Database            string        `env:"DATABASE_URL" envDefault:"sqlite:redress.db" desc:"where records are kept: sqlite:FILE, or postgres://user:password@host/database"`
	Redis               string        `env:"REDIS_URL" desc:"copies of sessions, and the pace that replicas share: one server, Sentinel or Cluster; empty: neither"`
	OpenAIKey           string        `env:"OPENAI_API_KEY" desc:"key of an OpenAI-compatible model; empty: local understanding"`
	OpenAIURL           string        `env:"OPENAI_BASE_URL" desc:"address of the model's API, for servers other than OpenAI"`
	OpenAIModel         string        `env:"OPENAI_MODEL" desc:"name of the model; empty: local understanding"`
	OpenAIEmbedding     string        `env:"OPENAI_EMBEDDING_MODEL" desc:"name of a model that compares meanings, for similar cases; empty: words alone"`
	OpenAITranscription string        `env:"OPENAI_TRANSCRIPTION_MODEL" desc:"name of a model that writes down voice messages, where the policy allows it; empty: they are attached"`
	OpenAIVision        string        `env:"OPENAI_VISION_MODEL" desc:"name of a model that describes photos, where the policy allows it; empty: they are attached"`
	OpenAITokens        int           `env:"OPENAI_TOKENS_PER_HOUR" envDefault:"300000" desc:"most tokens that models may use in an hour; beyond it: local understanding"`
	OpenAITokensEach    int           `env:"OPENAI_TOKENS_PER_CUSTOMER" envDefault:"20000" desc:"most tokens that models may use for one customer in an hour"`
	OpenAIPrice         float64       `env:"OPENAI_PRICE_PER_MILLION" desc:"the most that a million tokens cost, in your currency; needed for the two budgets in money"`
	OpenAIMoney         float64       `env:"OPENAI_MONEY_PER_HOUR" desc:"most money that models may cost in an hour, in the price's currency; empty: only tokens are counted"`
	OpenAIMoneyEach     float64       `env:"OPENAI_MONEY_PER_CUSTOMER" desc:"most money that models may cost for one customer in an hour"`
	BackupDir           string        `env:"REDRESS_BACKUP_DIR" desc:"folder for a nightly copy of the records (SQLite), the newest seven are kept; empty: none"`
	Weights             string        `env:"REDRESS_WEIGHTS" desc:"file made by redress learn from staff's corrections; empty: the understanding as shipped"`
	Policy              string        `env:"REDRESS_POLICY" envDefault:"generic" desc:"pack name or path of a policy file"`
	Language            string        `env:"REDRESS_LANGUAGE" desc:"language of the staff and managers' groups: en, zh-Hans, zh-Hant; empty: the policy's first"`
	Quiet               time.Duration `env:"REDRESS_QUIET" desc:"how long a customer pauses before the bot answers, 1s to 60s; empty: as the policy says"`
	DigestAt            string        `env:"REDRESS_DIGEST_AT" desc:"local time of the managers' digest, HH:MM; empty: as the policy says"`
	Owners              []int64       `env:"REDRESS_OWNER_IDS" desc:"user ids of who sets up chats and appoints staff"`
	Staff               []int64       `env:"REDRESS_STAFF_IDS" desc:"user ids of staff"`
	StaffChat           int64         `env:"STAFF_CHAT_ID" desc:"id of the staff group; or bind it with /setup"`
	ManagerChat         int64         `env:"MANAGER_CHAT_ID" desc:"id of the managers' chat; or bind it with /setup"`
	HTTPAddr            string        `env:"HTTP_ADDR" desc:"where health checks and the webhook listen; empty: nowhere when polling, :8080 with a webhook"`
	LogLevel            string        `env:"LOG_LEVEL" envDefault:"info" desc:"debug, info, warn or error"`
}

// ReadConfig reads the environment, given as "NAME=value" lines. It reports every fault at once.
func ReadConfig(environ []string) (Config, error) {
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: asMap(environ)}); err != nil {
		var all env.AggregateError
		if !errors.As(err, &all) {
			return c, plainly(err)
		}
		var faults []error
		for _, e := range all.Errors {
			faults = append(faults, plainly(e))
		}
		return c, errors.Join(append(faults, c.Validate())...)
	}
	return c, c.Validate()
}

// plainly names the variable at fault without repeating its value, which may be a secret.
func plainly(err error) error {
	var p env.ParseError
	if !errors.As(err, &p) {
		return err
	}
	for _, f := range settings() {
		if f.Field == p.Name {
			return fmt.Errorf("%s: not of the form expected (%s)", f.Name, f.Description)
		}
	}
	return fmt.Errorf("%s: not of the form expected", p.Name)
}

func asMap(environ []string) map[string]string {
	m := make(map[string]string, len(environ))
	for _, line := range environ {
		if k, v, ok := strings.Cut(line, "="); ok && strings.TrimSpace(v) != "" {
			m[k] = strings.TrimSpace(v)
		}
	}
	return m
}

// Validate reports every setting that cannot work, with the remedy.
func (c Config) Validate() error {
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	fault(!webAddress(c.APIURL, "http", "https"), "TELEGRAM_API_URL: not an http(s) address")
	fault(!webAddress(c.WebhookURL, "https", "http"), "TELEGRAM_WEBHOOK_URL: not an https address")
	fault(c.WebhookURL != "" && !strings.HasSuffix(c.WebhookURL, webhookPath), "TELEGRAM_WEBHOOK_URL: must end in %s", webhookPath)
	fault(c.WebhookURL != "" && !goodSecret(c.WebhookSecret), "TELEGRAM_WEBHOOK_SECRET: set 16 to 256 of A-Z a-z 0-9 _ -")
	scheme, _, _ := strings.Cut(c.Database, ":")
	fault(!slices.Contains([]string{"sqlite", "postgres", "postgresql"}, scheme),
		"DATABASE_URL: must begin with sqlite:, such as sqlite:redress.db, or with postgres://")
	fault(!webAddress(c.OpenAIURL, "http", "https"), "OPENAI_BASE_URL: not an http(s) address")
	fault(c.OpenAIModel == "" && c.OpenAIURL != "", "OPENAI_MODEL: name the model to use at OPENAI_BASE_URL")
	fault(c.OpenAIModel == "" && c.OpenAIEmbedding != "", "OPENAI_MODEL: name the model to use beside OPENAI_EMBEDDING_MODEL")
	fault(c.OpenAIModel == "" && c.OpenAITranscription+c.OpenAIVision != "", "OPENAI_MODEL: name the model to use beside OPENAI_TRANSCRIPTION_MODEL and OPENAI_VISION_MODEL")
	fault(c.OpenAIPrice < 0 || c.OpenAIMoney < 0 || c.OpenAIMoneyEach < 0, "OPENAI_PRICE_PER_MILLION, OPENAI_MONEY_PER_HOUR and OPENAI_MONEY_PER_CUSTOMER: must not be below zero")
	fault(c.OpenAIMoney+c.OpenAIMoneyEach > 0 && c.OpenAIPrice == 0, "OPENAI_PRICE_PER_MILLION: say what a million tokens cost at most, so that a budget in money can be kept")
	fault(c.OpenAITokens < 0 || c.OpenAITokensEach < 0, "OPENAI_TOKENS_PER_HOUR and OPENAI_TOKENS_PER_CUSTOMER: must not be below zero")
	fault(c.Quiet != 0 && (c.Quiet < time.Second || c.Quiet > time.Minute), "REDRESS_QUIET: must lie between 1s and 60s")
	fault(c.StaffChat > 0, "STAFF_CHAT_ID: ids of groups are negative; write /setup in the group instead")
	_, err := time.Parse("15:04", c.DigestAt)
	fault(c.DigestAt != "" && err != nil, "REDRESS_DIGEST_AT: write it as HH:MM, such as 08:30")
	fault(logLevel(c.LogLevel) == nil, "LOG_LEVEL: must be debug, info, warn or error")
	if _, err := readWeights(c.Weights); err != nil {
		faults = append(faults, err)
	}
	if _, err := loadPolicy(c.Policy); err != nil {
		faults = append(faults, fmt.Errorf("REDRESS_POLICY: %w", err))
	}
	if t, err := texts.Load(); err == nil && c.Language != "" && t.Match(c.Language) == "en" && !strings.HasPrefix(c.Language, "en") {
		faults = append(faults, fmt.Errorf("REDRESS_LANGUAGE: not spoken; choose from %s", strings.Join(t.Languages(), ", ")))
	}
	return errors.Join(faults...)
}

// tokenBudgets are the tokens that models may use in an hour, in all and for one customer: what is
// less of the limits in tokens and, at the highest price, in money. 0 is no limit of its own.
func (c Config) tokenBudgets() (all, each int) {
	return tighter(c.OpenAITokens, c.OpenAIMoney, c.OpenAIPrice), tighter(c.OpenAITokensEach, c.OpenAIMoneyEach, c.OpenAIPrice)
}

func tighter(tokens int, money, price float64) int {
	if money == 0 || price == 0 {
		return tokens
	}
	paid := max(int(money/price*1e6), 1)
	if tokens == 0 {
		return paid
	}
	return min(tokens, paid)
}

func webAddress(s string, schemes ...string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return true
		}
	}
	return false
}

func goodSecret(s string) bool {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return len(s) >= 16 && len(s) <= 256 && strings.Trim(s, allowed) == ""
}

// loadPolicy finds a pack by name, or reads a file.
func loadPolicy(name string) (*policy.Policy, error) {
	for _, pack := range policy.Packs() {
		if pack == name {
			return policy.Pack(name)
		}
	}
	raw, err := readFile(name)
	if err != nil {
		return nil, fmt.Errorf("%q is neither a pack (%s) nor a file that can be read", name, strings.Join(policy.Packs(), ", "))
	}
	return policy.Load(name, raw)
}

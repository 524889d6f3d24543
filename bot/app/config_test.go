package app

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestConfigReportsEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	faults := map[string]string{
		"TELEGRAM_API_URL":     "ftp://secret-host",
		"TELEGRAM_WEBHOOK_URL": "https://secret-host/hook",
		"DATABASE_URL":         "oracle:secret-database",
		"OPENAI_BASE_URL":      "secret-model-host",
		"REDRESS_QUIET":        "secret-while",
		"REDRESS_DIGEST_AT":    "secret-hour",
		"REDRESS_OWNER_IDS":    "secret-owner",
		"REDRESS_STAFF_IDS":    "1,secret-staff",
		"STAFF_CHAT_ID":        "secret-group",
		"MANAGER_CHAT_ID":      "secret-chat",
		"LOG_LEVEL":            "secret-level",
		"REDRESS_LANGUAGE":     "secret-tongue",
	}
	environ := []string{"TELEGRAM_BOT_TOKEN=123:secret-token", "TELEGRAM_WEBHOOK_SECRET=secret", "OPENAI_API_KEY=secret-key"}
	for name, value := range faults {
		environ = append(environ, name+"="+value)
	}
	_, err := ReadConfig(environ)
	if err == nil {
		t.Fatal("no fault found")
	}
	lines := strings.Split(err.Error(), "\n")
	for name := range faults {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, name+":") }) {
			t.Errorf("%s is not reported", name)
		}
	}
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "TELEGRAM_WEBHOOK_SECRET:") }) {
		t.Error("a short webhook secret is not reported")
	}
	if strings.Contains(err.Error(), "secret-") {
		t.Errorf("a value is repeated:\n%v", err)
	}
}

func TestConfigReadsWhatItNames(t *testing.T) {
	t.Parallel()
	c, err := ReadConfig([]string{
		"TELEGRAM_BOT_TOKEN= 1:abc ", "REDRESS_OWNER_IDS=1,2", "REDRESS_STAFF_IDS=3", "STAFF_CHAT_ID=-100",
		"REDRESS_QUIET=2s", "REDRESS_DIGEST_AT=07:15", "REDRESS_POLICY=property-management", "IRRELEVANT=1", "REDIS_URL=",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Token != "1:abc" || !slices.Equal(c.Owners, []int64{1, 2}) || !slices.Equal(c.Staff, []int64{3}) ||
		c.StaffChat != -100 || c.Quiet != 2*time.Second || c.DigestAt != "07:15" || c.Policy != "property-management" {
		t.Errorf("read as %+v", c)
	}
	if c.Database != "sqlite:redress.db" || c.LogLevel != "info" || c.Redis != "" {
		t.Errorf("defaults are %+v", c)
	}
}

func TestConfigOfNothingIsValid(t *testing.T) {
	t.Parallel()
	c, err := ReadConfig(nil)
	if err != nil || c.Policy != "generic" {
		t.Errorf("%+v: %v", c, err)
	}
}

func TestConfigOneFaultEach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, name string }{
		{"REDRESS_QUIET=500ms", "REDRESS_QUIET"},
		{"REDRESS_QUIET=2m", "REDRESS_QUIET"},
		{"STAFF_CHAT_ID=100", "STAFF_CHAT_ID"},
		{"REDRESS_DIGEST_AT=25:00", "REDRESS_DIGEST_AT"},
		{"OPENAI_BASE_URL=http://localhost:1", "OPENAI_MODEL"},
		{"TELEGRAM_WEBHOOK_URL=https://bot.example/telegram", "TELEGRAM_WEBHOOK_SECRET"},
		{"REDRESS_POLICY=nowhere.yaml", "REDRESS_POLICY"},
		{"OPENAI_MONEY_PER_HOUR=2", "OPENAI_PRICE_PER_MILLION"},
	} {
		if _, err := ReadConfig([]string{c.line}); err == nil || !strings.HasPrefix(err.Error(), c.name+":") {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

func TestBudgetInMoneyBecomesTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lines     string
		all, each int
	}{
		{"", 300_000, 20_000},
		{"OPENAI_PRICE_PER_MILLION=10 OPENAI_MONEY_PER_HOUR=1.5", 150_000, 20_000},
		{"OPENAI_PRICE_PER_MILLION=10 OPENAI_MONEY_PER_HOUR=50 OPENAI_MONEY_PER_CUSTOMER=0.05", 300_000, 5_000},
		{"OPENAI_PRICE_PER_MILLION=10 OPENAI_MONEY_PER_CUSTOMER=0.0000001", 300_000, 1},
		{"OPENAI_PRICE_PER_MILLION=10", 300_000, 20_000},
	} {
		config, err := ReadConfig(strings.Fields(c.lines))
		if err != nil {
			t.Fatal(err)
		}
		if all, each := config.tokenBudgets(); all != c.all || each != c.each {
			t.Errorf("%q: %d and %d tokens, want %d and %d", c.lines, all, each, c.all, c.each)
		}
	}
}

package app_test

import (
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestHouseRuleOfArrows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		wrong    bool
	}{
		{"bot", "bot/app", false},
		{"bot", "store/sql", true},
		{"bot/app", "store/redis", false},
		{"bot/app", "store/storetest", true},
		{"bot/telegram", "flows/complaint", false},
		{"bot/telegram", "flows", true},
		{"bot/telegram", "bot/outbox", true},
		{"bot/telegram", "bot/telegram/telegramtest", true},
		{"bot/telegram/telegramtest", "bot/telegram", true},
		{"bot/sandbox", "bot/telegram/telegramtest", false},
		{"flows", "flows/policy", false},
		{"flows", "nlp", true},
		{"flows/complaint", "flows/policy", true},
		{"flows/policy", "flows/texts", true},
		{"nlp/redact", "nlp/lexicon", false},
		{"nlp/redact", "cron", true},
		{"store/sql", "flows", false},
		{"store/sql", "store/redis", true},
		{"cron", "store/sql", true},
		{"bot/unheard", "flows/complaint", true},
		{"flows/unheard", "flows/complaint", true},
		{"store", "flows/complaint", true},
	} {
		if got := wrongArrow(c.from, c.to); (got != "") != c.wrong {
			t.Errorf("%s -> %s: %q, want wrong = %v", c.from, c.to, got, c.wrong)
		}
	}
}

func TestHouseRuleOfLibraries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, library string
		test, wrong   bool
	}{
		{"bot/telegram", "github.com/go-telegram/bot/models", false, false},
		{"bot/outbox", "github.com/go-telegram/bot", false, true},
		{"bot/outbox", "github.com/go-telegram/bot", true, true},
		{"bot/app", "github.com/go-telegram/bot", true, false},
		{"bot/app", "github.com/go-telegram/bot", false, true},
		{"nlp/model", "github.com/sashabaranov/go-openai", false, false},
		{"flows", "github.com/sashabaranov/go-openai", false, true},
		{"store/sql", "github.com/redis/go-redis/v9", false, true},
		{"store/redis", "github.com/alicebob/miniredis/v2", false, true},
		{"store/redis", "github.com/alicebob/miniredis/v2", true, false},
		{"store/sql/migrations", "github.com/jackc/pgx/v5", false, false},
		{"cron", "database/sql", false, true},
		{"cron", "github.com/robfig/cron/v3", false, false},
		{"cron", "testing", false, true},
		{"cron", "testing/synctest", true, false},
		{"flows/complaint", "github.com/google/uuid", false, true},
		{"flows/complaint", "pgregory.net/rapid", true, false},
		{"flows/complaint", "net/url", false, false},
		{"flows/policy", "go.yaml.in/yaml/v3", false, false},
	} {
		if got := wrongLibrary(c.from, c.library, c.test); (got != "") != c.wrong {
			t.Errorf("%s -> %s (test %v): %q, want wrong = %v", c.from, c.library, c.test, got, c.wrong)
		}
	}
	for library, want := range map[string]bool{
		"os": true, "os/exec": true, "net": true, "net/http": true, "math/rand/v2": true, "database/sql": true,
		"net/url": false, "osmosis": false, "strings": false, "math/bits": false, "embed": false,
	} {
		if impureImport(library) != want {
			t.Errorf("impureImport(%q) = %v", library, !want)
		}
	}
}

func TestHouseRuleOfClocksAndInits(t *testing.T) {
	t.Parallel()
	f := invented(t, `package p
		import clock "time"
		func init() {}
		type T struct{}
		func (T) init() {}
		var later = clock.Now
		func due(d clock.Duration) bool { clock.Sleep(d); return d > clock.Hour }`)
	if got := f.uses("time", clocks); len(got) != 2 {
		t.Errorf("clocks: %q, want clock.Now and clock.Sleep", got)
	}
	if got := f.inits(); !slices.Equal(got, []string{"p/p.go:3"}) {
		t.Errorf("inits: %q", got)
	}
}

func TestHouseRuleOfPackageVariables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, wrong string }{
		"error":           {`var ErrGone = errors.New("gone")`, ""},
		"regexp":          {`var word = regexp.MustCompile("a+")`, ""},
		"table":           {`var table = map[string]int{"a": 1}; func f() int { return table["a"] }`, ""},
		"blank":           {`var _ fmt.Stringer = T{}; type T struct{}`, ""},
		"embedded":        {"//go:embed x.txt\nvar files embed.FS", ""},
		"lazy":            {`var load = sync.OnceValue(func() int { return 1 })`, ""},
		"shadow":          {`var n = 1; func f() { n := 2; n = 3; _ = n }`, ""},
		"field":           {`var n = 1; type T struct{ n int }; func f(t *T) { t.n = n }`, ""},
		"zero":            {`var count int`, "has no value"},
		"mutex":           {`var mu sync.Mutex`, "has no value"},
		"mutex literal":   {`var mu = sync.Mutex{}`, "there to change"},
		"made":            {`var seen = make(map[string]bool)`, "made empty"},
		"pointer":         {`var shared = &T{}; type T struct{}`, "pointer"},
		"assigned":        {`var n = 1; func f() { n = 2 }`, "assigns to package variable n"},
		"counted":         {`var n = 1; func f() { n++ }`, "counts in package variable n"},
		"element":         {`var t = map[string]int{"a": 1}; func f() { t["b"] = 2 }`, "assigns to package variable t"},
		"deep":            {`var t = []T{{}}; type T struct{ a []int }; func f() { t[0].a[1] += 2 }`, "assigns to package variable t"},
		"deleted":         {`var t = map[string]int{"a": 1}; func f() { delete(t, "a") }`, "changes in place package variable t"},
		"sorted":          {`var t = []int{2, 1}; func f() { slices.Sort(t) }`, "changes in place package variable t"},
		"address":         {`var n = 1; func f() *int { return &n }`, "takes the address of package variable n"},
		"other's":         {`import "flag"; func f() { flag.Usage = nil }`, "assigns to package variable flag.Usage"},
		"one of a tuple":  {`var n = 1; func f() { a, n = g(); _ = a }`, "assigns to package variable n"},
		"range over":      {`var n = 1; func f() { for n = range 3 {} }`, "ranges into package variable n"},
		"through pointer": {`var t = table(); func f() { *t = 3 }`, "assigns to package variable t"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := invented(t, "package p\n"+c.source)
			got := strings.Join(mutableVariables(f.positions, []file{f}), "\n")
			if (got == "") != (c.wrong == "") || !strings.Contains(got, c.wrong) {
				t.Errorf("%s\ngot  %q\nwant %q", c.source, got, c.wrong)
			}
		})
	}
}

func invented(t *testing.T, source string) file {
	t.Helper()
	f, err := parseFile(token.NewFileSet(), "p/p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

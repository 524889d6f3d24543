package texts_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

func load(t *testing.T) *texts.Catalogue {
	t.Helper()
	c, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBlanksAgree finds a translation that forgot a blank or invented one.
func TestBlanksAgree(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, key := range c.Keys() {
		want := blanks(t, "en", key)
		for _, lang := range c.Languages() {
			if got := blanks(t, lang, key); !slices.Equal(got, want) {
				t.Errorf("%s in %s has the blanks %v, in English %v", key, lang, got, want)
			}
		}
	}
}

var blank = regexp.MustCompile(`\{([a-z]+)`)

// blanks are the names in a sentence's braces, as written in its file.
func blanks(t *testing.T, lang, key string) []string {
	t.Helper()
	raw, err := os.ReadFile(lang + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, key+":"); ok {
			var names []string
			for _, m := range blank.FindAllStringSubmatch(rest, -1) {
				names = append(names, m[1])
			}
			slices.Sort(names)
			return slices.Compact(names)
		}
	}
	t.Fatalf("%s has no %s", lang, key)
	return nil
}

// TestEveryKeyIsUsed finds sentences nobody says any more, and keys of sentences that nobody
// wrote.
func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	c := load(t)
	source := sources(t)
	named := regexp.MustCompile(`"([a-z]+(?:_[a-z_]*)?)"`)
	used, prefixes := map[string]bool{}, []string{"weekday_", "month_"}
	for _, m := range named.FindAllStringSubmatch(source, -1) {
		used[m[1]] = true
		if strings.HasSuffix(m[1], "_") {
			prefixes = append(prefixes, m[1])
		}
	}
	for _, key := range c.Keys() {
		byPrefix := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
		if !used[key] && !byPrefix {
			t.Errorf("nobody says %q", key)
		}
	}
	said := regexp.MustCompile(`\.(?:Say|Str)\("([a-z_]+[a-z])"`)
	for _, m := range said.FindAllStringSubmatch(source, -1) {
		if !slices.Contains(c.Keys(), m[1]) {
			t.Errorf("%q is said and not written", m[1])
		}
	}
}

func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"../*.go", "*.go", "../../bot/app/*.go", "../../bot/sandbox/*.go", "../../bot/report/*.go", "../../bot/report/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(raw)
		}
	}
	return all.String()
}

func TestMatch(t *testing.T) {
	t.Parallel()
	c := load(t)
	for wanted, want := range map[string]string{
		"en": "en", "en-GB": "en", "zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-hans": "zh-Hans", "zh-TW": "zh-Hant",
		"zh-HK": "zh-Hant", "zh-hant": "zh-Hant", "xx": "en", "": "en", "ru": "en", "not a tag": "en",
	} {
		if got := c.Match(wanted); got != want {
			t.Errorf("Match(%q) = %q, want %q", wanted, got, want)
		}
	}
}

// TestWhatFillsABlankIsLiteral: markup that a customer writes stays what they wrote.
func TestWhatFillsABlankIsLiteral(t *testing.T) {
	t.Parallel()
	v := load(t).In("en")
	got := v.Say("line_field", "name", "Name", "value", "**{name}** <b>")
	if s := got.String(); s != "Name: **{name}** <b>" {
		t.Errorf("got %q", s)
	}
	for _, span := range got {
		if span.Style != complaint.Plain {
			t.Errorf("%q became %q", span.Text, span.Style)
		}
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("UTC+8", 8*3600)
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, zone)
	c := load(t)
	for _, tt := range []struct {
		lang string
		at   time.Time
		want string
	}{
		{"en", now.Add(4 * time.Hour), "14:00 today"},
		{"en", now.Add(23 * time.Hour), "09:00 tomorrow"},
		{"en", now.Add(-11 * time.Hour), "23:00 yesterday"},
		{"en", now.Add(7 * 24 * time.Hour), "10:00 on Mon 30 Nov"},
		{"en", time.Date(2026, 11, 23, 15, 59, 0, 0, time.UTC), "23:59 today"},
		{"zh-Hans", now.Add(9 * 24 * time.Hour), "12月2日周三 10:00"},
		{"zh-Hant", now.Add(time.Hour), "今天 11:00"},
	} {
		if got := c.In(tt.lang).When(tt.at, now, zone); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
	v := c.In("en")
	for d, want := range map[time.Duration]string{
		45 * time.Minute: "45 min", 2 * time.Hour: "2 h", 112 * time.Minute: "1 h 52 min",
		76 * time.Hour: "3 d 4 h", 48*time.Hour + 30*time.Minute: "2 d", -90 * time.Minute: "1 h 30 min",
	} {
		if got := v.Span(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

package policy

import (
	_ "embed"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

//go:embed table.yaml
var tableWords []byte

// Table gives all rules of the policy as a Markdown document in lang that a complaint
// manager can read and sign.
func (p *Policy) Table(lang string) string {
	t := &table{p: p, lang: lang, words: readWords()}
	t.head()
	t.calendar()
	t.categories()
	t.desks()
	t.severity()
	t.clocks()
	t.notices()
	t.validity()
	t.classes()
	t.offers()
	t.guides()
	t.steps()
	t.duties()
	t.closing()
	t.conduct()
	t.survey()
	t.reports()
	t.line("\n%s: ______________________________", t.word("sign"))
	return t.b.String()
}

func readWords() map[string]Names {
	root, err := parseNode("table.yaml", tableWords)
	if err != nil {
		panic(err) // embedded at build time
	}
	var words map[string]Names
	(&decoder{file: "table.yaml"}).decode(root, reflect.ValueOf(&words).Elem())
	return words
}

// table writes one Markdown document.
type table struct {
	p     *Policy
	lang  string
	words map[string]Names
	b     strings.Builder
}

func (t *table) word(key string) string { return t.words[key].In(t.lang) }

func (t *table) line(format string, args ...any) { fmt.Fprintf(&t.b, format+"\n", args...) }

func (t *table) section(key string) { t.line("\n## %s\n", t.word(key)) }

func (t *table) columns(keys ...string) {
	heads := make([]string, len(keys))
	for i, k := range keys {
		heads[i] = t.word(k)
	}
	t.row(heads...)
	t.line("|%s", strings.Repeat(" --- |", len(keys)))
}

// cellText keeps a cell from breaking the table.
var cellText = strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;")

func (t *table) row(cells ...string) {
	for i, c := range cells {
		cells[i] = cellText.Replace(c)
	}
	t.line("| %s |", strings.Join(cells, " | "))
}

func (t *table) span(s Span) string {
	if s.N == 0 {
		return t.word(string(s.Unit))
	}
	return fmt.Sprintf("%d %s", s.N, t.word(string(s.Unit)))
}

func (t *table) duration(d time.Duration) string {
	if days := d / (24 * time.Hour); days > 0 && d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%d %s", days, t.word("day"))
	}
	return fmt.Sprintf("%d %s", d/time.Hour, t.word("hour"))
}

func (t *table) limit(s Span, c Counting) string {
	if s.N == 0 {
		return t.span(s)
	}
	counted := map[Counting]string{Working: "working", Elapsing: "calendar_time", Elapsed: "elapsed"}[c]
	return fmt.Sprintf("%s (%s)", t.span(s), t.word(counted))
}

func (t *table) roles(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.p.Role(id, t.lang)
	}
	return strings.Join(names, ", ")
}

func (t *table) levels(set [5]bool) string {
	if set == [5]bool{} {
		return t.word("all")
	}
	var names []string
	for i, id := range levelIDs {
		if set[i+1] {
			names = append(names, id)
		}
	}
	return strings.Join(names, ", ")
}

// week writes opening hours, neighbouring days with the same hours together.
func (t *table) week(week [7][]period) string {
	var out []string
	for i := 1; i <= 7; {
		j := i
		for j < 7 && slices.Equal(week[i%7], week[(j+1)%7]) {
			j++
		}
		if hours := hoursOf(week[i%7]); hours != "" {
			out = append(out, t.days(i, j)+" "+hours)
		}
		i = j + 1
	}
	return strings.Join(out, "; ")
}

func (t *table) days(from, to int) string {
	if from == to {
		return t.word(weekdays[from%7])
	}
	return t.word(weekdays[from%7]) + "–" + t.word(weekdays[to%7])
}

func hoursOf(ps []period) string {
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = fmt.Sprintf("%02d:%02d–%02d:%02d", p.from/60, p.from%60, p.to/60, p.to%60)
	}
	return strings.Join(parts, ", ")
}

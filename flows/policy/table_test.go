package policy_test

import (
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestTableShowsEveryRule(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		for _, lang := range []string{"en", "zh-Hans", "zh-Hant"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				t.Parallel()
				checkTable(t, pack(t, name), lang)
			})
		}
	}
}

func checkTable(t *testing.T, p *policy.Policy, lang string) {
	text := p.Table(lang)
	want := []string{"# " + p.Title.In(lang), p.Version, p.Zone().String()}
	for _, c := range p.Categories() {
		want = append(want, c.Name.In(lang))
	}
	for _, c := range p.ClocksFor(1, "") {
		want = append(want, c.ID, c.Action.In(lang))
	}
	for _, r := range p.Reports() {
		want = append(want, r.ID)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the table lacks %q", w)
		}
	}
	columns := 0
	for line := range strings.Lines(text) {
		pipes := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if columns > 0 && pipes > 0 && pipes != columns {
			t.Errorf("a row of %d cells in a table of %d: %s", pipes-1, columns-1, line)
		}
		if strings.Contains(line, "||") || strings.Contains(line, "%!") {
			t.Errorf("broken line %q", line)
		}
		columns = pipes
	}
}

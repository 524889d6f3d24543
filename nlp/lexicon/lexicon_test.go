package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	l, err := Parse("[a 2]\n漏水, (没有/没)人来, 等了#小时, leak*, hot water\n[b]\nno .. water, 贵", strings.ToLower)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"厨房漏水没人来", []string{"漏水", "没人来"}},
		{"等了3小时", []string{"等了3小时"}},
		{"太贵", []string{"贵"}},
		{"it leaks", []string{"leaks"}},
		{"bleak", nil},
		{"there is no hot water", []string{"no hot water", "hot water"}},
		{"hot waterfall", nil},
		{"no. really! water", nil},
	} {
		var got []string
		for _, h := range l.Find([]rune(c.text)) {
			got = append(got, string([]rune(c.text)[h.Start:h.End]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"phrase before a tag", "[a many]\nx"} {
		if _, err := Parse(list, strings.ToLower); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: error %v, want one that names the line", list, err)
		}
	}
}

package llm

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func form() Form {
	return Form{Categories: []Choice{{ID: "billing"}}, Facts: []string{"injury", "media"}, Fields: []string{"order", "when"}, Wishes: []string{"refund"}}
}

// FuzzRead: whatever comes back, what is taken from it lies within the closed lists and limits.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"kind":"complaint","category":"billing","facts":[{"name":"injury","words":"x"}],"fields":[{"name":"order","value":"A1"}],"wish":"refund","sentiment":-2,"language":"en","summary":"S","injection":true}`,
		"```json\n{\"kind\":\"praise\"}\n```", "<think>{</think>{}", `{"kind":"other","summary":"\ud800\u0000\u202e"}`, "{{{", `{"a":"\"}`, "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		a, err := form().read(content)
		if err != nil {
			if !errors.Is(err, ErrUnreadable) {
				t.Errorf("%v", err)
			}
			return
		}
		if !slices.Contains(kinds(), a.Kind) || a.Category != "" && a.Category != "billing" || a.Wish != "" && a.Wish != "refund" || a.Sentiment < -1 || a.Sentiment > 1 {
			t.Errorf("%+v", a)
		}
		for _, x := range a.Facts {
			if !slices.Contains(form().Facts, x.Name) || x.Words == "" || utf8.RuneCountInString(x.Words) > mostWords {
				t.Errorf("fact %+v", x)
			}
		}
		for k := range a.Fields {
			if !slices.Contains(form().Fields, k) {
				t.Errorf("field %s", k)
			}
		}
		if len(a.Facts) > mostFacts || !utf8.ValidString(a.Summary) || strings.ContainsAny(a.Summary, "\x00\u202e\ufffd") {
			t.Errorf("%d facts, summary %q", len(a.Facts), a.Summary)
		}
	})
}

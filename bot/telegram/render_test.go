package telegram

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"redress/flows/complaint"
)

func TestRender(t *testing.T) {
	t.Parallel()
	links := map[string]complaint.Place{
		"a": {Chat: -1001234567890, Thread: 5, MessageID: 77},
		"b": {Chat: -1001234567890, MessageID: 78},
		"c": {Chat: -99, MessageID: 1},
	}
	got := Render(complaint.Rich{
		{Text: "😀 ", Style: complaint.Plain}, {Text: "2026-0713", Style: complaint.Bold}, {Text: " "},
		{Text: "A", Style: complaint.Card, Ref: "a"}, {Text: "B", Style: complaint.Card, Ref: "b"},
		{Text: "C", Style: complaint.Card, Ref: "c"}, {Text: "D", Style: complaint.Card, Ref: "unknown"},
		{Text: "quoted\u202E *[x](tg://user?id=1)*", Style: complaint.Quote}, {Text: "", Style: complaint.Italic},
		{Text: "s", Style: complaint.Spoiler}, {Text: "Ann", Style: complaint.Mention, Ref: "7"},
		{Text: "E", Style: complaint.Mention, Ref: "x"}, {Text: "i", Style: complaint.Italic},
	}, Scene{Links: links})
	if want := "😀 2026-0713 ABCDquoted *[x](tg://user?id=1)*sAnnEi"; got.Text != want {
		t.Errorf("text %q", got.Text)
	}
	want := []models.MessageEntity{
		{Type: "bold", Offset: 3, Length: 9},
		{Type: "text_link", Offset: 13, Length: 1, URL: "https://t.me/c/1234567890/5/77"},
		{Type: "text_link", Offset: 14, Length: 1, URL: "https://t.me/c/1234567890/78"},
		{Type: "blockquote", Offset: 17, Length: 28},
		{Type: "spoiler", Offset: 45, Length: 1},
		{Type: "text_mention", Offset: 46, Length: 3, User: &models.User{ID: 7, FirstName: "-"}},
		{Type: "italic", Offset: 50, Length: 1},
	}
	if !reflect.DeepEqual(got.Entities, want) {
		t.Errorf("entities %+v", got.Entities)
	}
}

func TestAB04InvisibleCharactersAreNotShown(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\u202Eb\u2066c\u200Bd\uFEFF":      "abcd",
		"tag\U000E0041\U000E0042s":          "tags",
		"family 👨\u200D👩\u200D👧":            "family 👨\u200D👩\u200D👧",
		"flag 🏳\uFE0F\u200D🌈":               "flag 🏳\uFE0F\u200D🌈",
		"hid\u200Dden":                      "hidden",
		"می\u200Cخواهم":                     "می\u200Cخواهم",
		"a\x00b\x1b[31mc\r\nd\re\u2028f\tg": "ab[31mc\nd\ne\nf\tg",
		"private \uE000use":                 "private use",
		"z" + strings.Repeat("\u0301", 40):  "z" + strings.Repeat("\u0301", maxAccents),
		"不变，¡ñandú! नमस्ते สวัสดี עִבְרִית": "不变，¡ñandú! नमस्ते สวัสดี עִבְרִית",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamesInWordsCallNobody(t *testing.T) {
	t.Parallel()
	words := complaint.Words("ask @annlee or a@example.org, (@bo) @ 5")
	got := Render(words, Scene{Group: true}).Text
	if got != "ask @\u2060annlee or a@example.org, (@\u2060bo) @ 5" {
		t.Errorf("in a group %q", got)
	}
	if got := Render(words, Scene{}).Text; got != words.String() {
		t.Errorf("in private %q", got)
	}
}

func TestSplitBorders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"fits":        {"short", []string{"short"}},
		"empty":       {"", []string{""}},
		"at lines":    {"one two\nthree four", []string{"one two\n", "three four"}},
		"at words":    {"one two three", []string{"one two ", "three"}},
		"at commas":   {"一二三四五六七，八九十一二", []string{"一二三四五六七，", "八九十一二"}},
		"anywhere":    {"abcdefghijklm", []string{"abcdefghij", "klm"}},
		"whole emoji": {"abcdefghi😀😀", []string{"abcdefghi", "😀😀"}},
		"families":    {"abcdefg👨\u200D👩", []string{"abcdefg", "👨\u200D👩"}},
		"accents":     {"abcdefghie\u0301x", []string{"abcdefghi", "e\u0301x"}},
	} {
		var got []string
		for _, p := range Split(Text{Text: c.in}, 10) {
			got = append(got, p.Text)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSplitCutsEntitiesAlong(t *testing.T) {
	t.Parallel()
	text := Text{Text: "aaaa bbbb\ncccc dddd", Entities: []models.MessageEntity{
		{Type: "bold", Offset: 0, Length: 4}, {Type: "italic", Offset: 5, Length: 9}, {Type: "spoiler", Offset: 15, Length: 4},
	}}
	got := Split(text, 10)
	want := []Text{
		{Text: "aaaa bbbb\n", Entities: []models.MessageEntity{{Type: "bold", Length: 4}, {Type: "italic", Offset: 5, Length: 5}}},
		{Text: "cccc dddd", Entities: []models.MessageEntity{{Type: "italic", Length: 4}, {Type: "spoiler", Offset: 5, Length: 4}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

// FuzzSplit: parts joined are the input, each fits, and entities stay inside and keep their length.
func FuzzSplit(f *testing.F) {
	f.Add("one two\nthree 😀 four", 2, 9)
	f.Add(strings.Repeat("字", 50), 0, 50)
	f.Add("e\u0301👨\u200D👩\u200D👧 x", 1, 3)
	f.Fuzz(func(t *testing.T, s string, from, length int) {
		if !utf8.ValidString(s) {
			return
		}
		total := units(s)
		in := Text{Text: s}
		if from >= 0 && length > 0 && from <= total && length <= total-from {
			in.Entities = []models.MessageEntity{{Type: "bold", Offset: from, Length: length}}
		}
		var joined strings.Builder
		covered := 0
		for _, p := range Split(in, 16) {
			joined.WriteString(p.Text)
			if n := units(p.Text); n > 16 {
				t.Fatalf("%d units in %q", n, p.Text)
			}
			for _, e := range p.Entities {
				covered += e.Length
				if e.Offset < 0 || e.Offset+e.Length > units(p.Text) {
					t.Fatalf("entity %+v outside %q", e, p.Text)
				}
			}
		}
		if joined.String() != s {
			t.Fatalf("%q became %q", s, joined.String())
		}
		if len(in.Entities) > 0 && covered != length {
			t.Fatalf("%d of %d units covered", covered, length)
		}
	})
}

func TestButtons(t *testing.T) {
	t.Parallel()
	rows := [][]complaint.Button{
		{{Text: "Claim", Data: "claim:1"}, {Text: strings.Repeat("长", 80), Data: "x"}},
		{{Text: "too much", Data: strings.Repeat("d", 65)}, {Text: "", Data: "x"}, {Text: "nothing"}},
		{{Text: "Card", URL: "card:a"}, {Text: "Lost card", URL: "card:b"}},
	}
	k, dropped := buttons(rows, map[string]complaint.Place{"a": {Chat: -1000000000055, MessageID: 3}})
	want := keyboard{Rows: [][]button{
		{{Text: "Claim", Data: "claim:1"}, {Text: strings.Repeat("长", 63) + "…", Data: "x"}},
		{{Text: "Card", URL: "https://t.me/c/55/3"}},
	}}
	if dropped != 4 || !reflect.DeepEqual(k, want) {
		t.Errorf("%d dropped, %+v", dropped, k)
	}
}

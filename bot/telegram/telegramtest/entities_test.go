package telegramtest

import (
	"html"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestFindEntities(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/start":                          "bot_command:/start",
		"/claim@redress_bot now":          "bot_command:/claim@redress_bot",
		"投诉 /help 😀 /close_2":             "bot_command:/help bot_command:/close_2",
		"投诉/help":                         "",
		"/a/b":                            "",
		"/help，谢谢":                        "bot_command:/help",
		"see https://example.org/a?b=1.":  "url:https://example.org/a?b=1",
		"http://localhost":                "",
		"@anna_b and ann@example.org @ab": "mention:@anna_b",
		"/" + strings.Repeat("a", 65):     "",
		"😀😀 https://例子.example.org/路径，好的": "url:https://例子.example.org/路径",
		"/x https://example.org/x /y":     "bot_command:/x url:https://example.org/x bot_command:/y",
	} {
		var got []string
		for _, e := range findEntities(text) {
			got = append(got, e.Type+":"+span(text, e))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}

func TestParseHTML(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"<b>a</b> <STRONG>b</STRONG>":                             `a b|bold:a bold:b`,
		"<pre><code class=\"language-go\">x</code></pre>":         `x|pre:x`,
		"<blockquote expandable>long</blockquote>":                `long|expandable_blockquote:long`,
		"<span class='tg-spoiler'>s</span>":                       `s|spoiler:s`,
		"<a href=tg://user?id=7>Ann</a>":                          `Ann|text_mention:Ann`,
		"<b></b>x":                                                `x|`,
		"&lt;b&gt; &quot;q&quot; &amp;amp; &#x1F600;&#39; &nbsp;": `<b> "q" &amp; 😀' &nbsp;|`,
		"<b>x</>":                             `x|bold:x`,
		"<i>斜<b>粗</b></i>":                    `斜粗|bold:粗 italic:斜粗`,
		"<tg-emoji emoji-id='5'>👍</tg-emoji>": `👍|custom_emoji:👍`,
	} {
		text, entities, err := parseHTML(src)
		var got []string
		for _, e := range entities {
			got = append(got, e.Type+":"+span(text, e))
		}
		if s := text + "|" + strings.Join(got, " "); err != nil || s != want {
			t.Errorf("%q: %q, %v, want %q", src, s, err, want)
		}
	}
	for _, src := range []string{"<", "<b", "<b>", "</b>", "<span>x</span>", "<a href=\"x>y</a>", "<b =x>y</b>", "<b>x</i>", "<b>x</b", "<>x</>"} {
		if text, entities, err := parseHTML(src); err == nil {
			t.Errorf("%q is accepted: %q %v", src, text, entities)
		}
	}
}

// span is the part of text an entity marks, cut in UTF-16.
func span(text string, e Entity) string {
	units := utf16.Encode([]rune(text))
	return string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
}

func FuzzFormat(f *testing.F) {
	f.Add("<b>漏水</b> /help 😀", "HTML", 0, 2)
	f.Add(" 😀 /start@redress_bot ", "", 1, 1)
	f.Add("a &lt; b <a href='https://example.org'>x</a>", "html", 3, 9)
	f.Fuzz(func(t *testing.T, text, mode string, offset, length int) {
		got, e := format(text, mode, []Entity{{Type: "bold", Offset: offset, Length: length}})
		if e != nil {
			if e.Code != 400 || !utf8.ValidString(e.Description) && utf8.ValidString(text) {
				t.Errorf("refusal %+v", e)
			}
			return
		}
		if n := len(utf16.Encode([]rune(got.text))); n != unitLen(got.text) {
			t.Errorf("%q has %d units, counted %d", got.text, n, unitLen(got.text))
		}
		if got.text != strings.TrimSpace(got.text) {
			t.Errorf("%q is not trimmed", got.text)
		}
		if _, err := checkEntities(got.text, got.entities); err != nil {
			t.Errorf("%q got entities %+v: %v", got.text, got.entities, err)
		}
	})
}

func FuzzEscapedTextComesBack(f *testing.F) {
	f.Add("me <ann@example.org> & 'co' \"x\" &lt; 😀")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) { // EscapeString keeps it, Telegram has no such character
			return
		}
		got, entities, err := parseHTML(html.EscapeString(text))
		if err != nil || got != text || len(entities) != 0 {
			t.Errorf("%q came back as %q with %v, %v", text, got, entities, err)
		}
	})
}

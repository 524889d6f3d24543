package flows

import (
	"strings"

	"redress/flows/complaint"
)

// excerpt shortens s to n characters at a word where it can.
func excerpt(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)*2/3 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,，。;；") + "…"
}

func joined(words []string) string { return strings.Join(words, " ") }

func trimmed(s string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(s), "。.!！~ "))
}

// quoted sets somebody's words apart.
func quoted(s string) complaint.Rich { return complaint.Rich{{Text: s, Style: complaint.Quote}} }

// bold emphasises words.
func bold(s string) complaint.Rich { return complaint.Rich{{Text: s, Style: complaint.Bold}} }

// joinLines puts paragraphs one below the other, leaving out empty ones.
func joinLines(lines ...complaint.Rich) complaint.Rich {
	var out complaint.Rich
	for _, l := range lines {
		if len(l) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, complaint.Span{Text: "\n"})
		}
		out = append(out, l...)
	}
	return out
}

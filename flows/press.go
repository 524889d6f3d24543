package flows

import (
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
)

// press is the data of a button, "who:what:which:…". Who is d (the draft under way), c (a
// customer's complaint), s (staff), n (a number of a digest) or l (language).
type press struct {
	who, what, which string
	rest             []string
}

func parsePress(data string) press {
	parts := strings.Split(data, ":")
	parts = append(parts, make([]string, max(0, 3-len(parts)))...)
	return press{parts[0], parts[1], parts[2], parts[3:]}
}

// number is the complaint the button is about, if it is about a filed one.
func (p press) number() string {
	if p.who == "c" || p.who == "s" {
		return normalNumber(p.which)
	}
	return ""
}

// arg is the i-th extra argument, or "".
func (p press) arg(i int) string {
	if i < len(p.rest) {
		return p.rest[i]
	}
	return ""
}

func data(who, what string, which ...string) string {
	return strings.Join(append([]string{who, what}, which...), ":")
}

// draftButton makes a button that counts only while the prompt it stands under is the newest.
func (t *turn) draftButton(key, what string, args ...string) complaint.Button {
	return complaint.Button{Text: t.voice().Str(key), Data: t.draftData(what, args...)}
}

func (t *turn) draftData(what string, args ...string) string {
	return data("d", what, append([]string{strconv.Itoa(t.s.Prompt)}, args...)...)
}

// customerButton makes a button about a filed complaint, for its customer.
func (t *turn) customerButton(key, what string, c *complaint.Complaint) complaint.Button {
	return complaint.Button{Text: t.voice().Str(key), Data: data("c", what, c.Number)}
}

func row(buttons ...complaint.Button) []complaint.Button { return buttons }

// rows puts buttons n to a row.
func rows(n int, buttons []complaint.Button) [][]complaint.Button {
	return slices.Collect(slices.Chunk(buttons, n))
}

// command is a message that starts with a slash.
type command struct{ name, args string }

func parseCommand(text string) command {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return command{}
	}
	name, args, _ := strings.Cut(text[1:], " ")
	if head, tail, ok := strings.Cut(name, "\n"); ok {
		name, args = head, tail+" "+args
	}
	name, _, _ = strings.Cut(name, "@")
	return command{strings.ToLower(name), strings.TrimSpace(args)}
}

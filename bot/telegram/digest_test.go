package telegram

import (
	"strings"
	"testing"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// TestMEAT07LongDigestsAreSplitBetweenSections is ME-AT07: nine thousand characters are three messages, none
// over Telegram's limit, each ending with a section, the buttons under the last.
func TestMEAT07LongDigestsAreSplitBetweenSections(t *testing.T) {
	t.Parallel()
	section := strings.Repeat("🔴 2026-0713 · Li · overdue by 2 h · 房屋渗漏\n", 7)
	text := strings.TrimSpace(strings.Repeat(strings.TrimSpace(section)+"\n\n", 33))
	text = text[:strings.LastIndex(text[:len(text)*9000/units(text)], "\n\n")]
	d := newDesk(t, tt.Supergroup)
	o := d.toGroup("")
	o.Text = complaint.Words(text)
	o.Buttons = [][]complaint.Button{{{Text: "Overdue 4", Data: "n:overdue:1:"}}}
	out := d.try(o)
	wantState(t, out, complaint.Sent)
	if n := units(text); n < 8700 || n > 9000 || len(out.Messages) != 3 {
		t.Fatalf("%d characters are %d messages", n, len(out.Messages))
	}
	var whole []string
	for _, m := range d.Chat(d.group.ID()).Messages {
		if !m.FromBot {
			continue
		}
		if units(m.Text) > maxText || strings.Count(m.Text, "2026-0713")%7 != 0 {
			t.Errorf("a message of %d characters with %d lines", units(m.Text), strings.Count(m.Text, "2026-0713"))
		}
		whole = append(whole, strings.TrimSpace(m.Text))
	}
	if strings.Join(whole, "\n\n") != text {
		t.Error("the parts are not the text")
	}
	if last := d.last(t, d.group.ID()); len(last.Buttons()) != 1 {
		t.Error("no button under the last part")
	}
}

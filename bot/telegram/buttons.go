package telegram

import (
	"strings"

	"redress/flows/complaint"
)

const (
	maxButtonText = 64      // UTF-16 units; longer ones are cut off on every screen
	maxButtonData = 64      // bytes (TG-06)
	cardURL       = "card:" // a button that leads to the card of the complaint behind the colon
)

// keyboard is reply_markup as Telegram wants it. The library's own type sends an empty
// copy_text with every button.
type keyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}

type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// buttons renders rows of buttons. One that Telegram would refuse, together with the whole
// message, is left out and counted.
func buttons(rows [][]complaint.Button, links map[string]complaint.Place) (k keyboard, dropped int) {
	for _, row := range rows {
		var out []button
		for _, b := range row {
			if r, ok := oneButton(b, links); ok {
				out = append(out, r)
			} else {
				dropped++
			}
		}
		if len(out) > 0 {
			k.Rows = append(k.Rows, out)
		}
	}
	return k, dropped
}

func oneButton(b complaint.Button, links map[string]complaint.Place) (button, bool) {
	r := button{Text: shorten(strings.TrimSpace(clean(b.Text)), maxButtonText), Data: b.Data, URL: b.URL}
	if id, ok := strings.CutPrefix(r.URL, cardURL); ok {
		r.URL = link(links[id])
	}
	if r.URL != "" {
		r.Data = ""
	}
	return r, r.Text != "" && len(r.Data) <= maxButtonData && (r.Data != "") != (r.URL != "")
}

// markup is the reply_markup of o, or nil for none.
func markup(o complaint.Outbound, links map[string]complaint.Place) (any, int) {
	k, dropped := buttons(o.Buttons, links)
	switch {
	case len(k.Rows) > 0:
		return k, dropped
	case o.Force:
		return forceReply{Force: true, Selective: true}, dropped
	}
	return nil, dropped
}

type forceReply struct {
	Force     bool `json:"force_reply"`
	Selective bool `json:"selective"`
}

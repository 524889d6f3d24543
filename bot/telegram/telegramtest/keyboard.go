package telegramtest

import (
	"encoding/json"
	"unicode/utf8"
)

// parseKeyboard checks a reply_markup; it returns nil for markup that is not inline.
func parseKeyboard(raw string) (*Keyboard, *Error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &fields); err != nil {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	if _, ok := fields["inline_keyboard"]; !ok {
		return nil, checkReplyKeyboard(raw)
	}
	var k Keyboard
	if err := json.Unmarshal([]byte(raw), &k); err != nil {
		return nil, badRequest("can't parse inline keyboard markup JSON object")
	}
	count := 0
	for _, row := range k.InlineKeyboard {
		for i, b := range row {
			count++
			one, e := b.only()
			if e != nil {
				return nil, e
			}
			row[i] = one
		}
	}
	if count > 100 {
		return nil, badRequest("reply markup is too long")
	}
	if count == 0 {
		k.InlineKeyboard = nil
	}
	return &k, nil
}

// only keeps the button's first action, as Telegram does, and checks it: callback data has
// 1–64 bytes (TG-06).
func (b Button) only() (Button, *Error) {
	one := Button{Text: b.Text, Style: b.Style}
	switch {
	case b.Text == "":
		return one, badRequest("can't parse inline keyboard button: Field \"text\" must be of type String")
	case b.URL != "":
		one.URL = b.URL
	case b.CallbackData != "":
		if len(b.CallbackData) > 64 || !utf8.ValidString(b.CallbackData) {
			return one, badRequest("BUTTON_DATA_INVALID")
		}
		one.CallbackData = b.CallbackData
	case b.Pay:
		one.Pay = true
	case b.SwitchInline != nil:
		one.SwitchInline = b.SwitchInline
	case b.SwitchHere != nil:
		one.SwitchHere = b.SwitchHere
	case len(b.LoginURL) > 0:
		one.LoginURL = b.LoginURL
	case len(b.WebApp) > 0:
		one.WebApp = b.WebApp
	case b.CopyText != nil && b.CopyText.Text != "":
		one.CopyText = b.CopyText
	default:
		return one, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return one, nil
}

func checkReplyKeyboard(raw string) *Error {
	var k struct {
		Placeholder string `json:"input_field_placeholder"`
	}
	if json.Unmarshal([]byte(raw), &k) != nil || unitLen(k.Placeholder) > 64 {
		return badRequest("can't parse reply keyboard markup JSON object")
	}
	return nil
}

// same tells whether two keyboards would look and act alike.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

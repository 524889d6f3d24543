package telegram

import (
	"strings"
	"testing"

	"redress/flows/complaint"
)

func TestTokenIsNeverInErrors(t *testing.T) {
	t.Parallel()
	const token = "123:very-secret"
	for name, url := range map[string]string{"refused": "http://127.0.0.1:1", "no such host": "http://nowhere.invalid"} {
		c, err := New(Config{Token: token, APIURL: url})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Me(t.Context())
		polled := c.post(t.Context(), "getUpdates", nil)
		out := NewSender(c, nil).Send(t.Context(), complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Chat: 7, Text: complaint.Words("x")}})
		for _, text := range []string{err.Error(), polled.Err.Error(), out.Reason} {
			if strings.Contains(text, "secret") || text == "" {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
	for _, bad := range []string{"nowhere", "http://\x7f", "ftp://x", "http://"} {
		if _, err := New(Config{Token: token, APIURL: bad}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("address %q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "a b", "1:a/../x", "1:a\n"} {
		if _, err := New(Config{Token: bad}); err == nil {
			t.Errorf("token %q was taken", bad)
		}
	}
}

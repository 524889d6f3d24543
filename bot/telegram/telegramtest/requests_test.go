package telegramtest_test

import (
	"net/http"
	"strings"
	"testing"

	tt "redress/bot/telegram/telegramtest"
)

func TestRequestsComeInManyForms(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":` + number(p.ID()) + `,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`,
		"application/x-www-form-urlencoded": "chat_id=" + number(p.ID()) + "&text=x&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22a%22%2C%22url%22%3A%22https%3A%2F%2Fexample.org%22%7D%5D%5D%7D",
	} {
		if resp := post(t, s, kind, body); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", kind, resp.Status)
		}
	}
	if resp := post(t, s, "application/json", `{"text":`); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("broken JSON: %d", resp.StatusCode)
	}
	if resp := post(t, s, "application/x-www-form-urlencoded", "text="+strings.Repeat("x", 52<<20)); resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("52 MB: %d", resp.StatusCode)
	}
	for _, m := range s.Chat(p.ID()).Messages[1:] {
		if m.Text != "x" || len(m.Buttons()) != 1 {
			t.Errorf("message %+v", m)
		}
	}
}

func post(t *testing.T, s *tt.Server, kind, body string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://telegram.test/bot"+s.BotToken()+"/sendMessage", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

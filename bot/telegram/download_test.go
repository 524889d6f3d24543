package telegram

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tt "redress/bot/telegram/telegramtest"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup, tt.AllRights())
	sent := tt.Must(d.customer.Private().Voice(3, []byte("spoken words")))
	id := sent.Voice.FileID
	if got, err := d.client.Download(t.Context(), id, 100); err != nil || string(got) != "spoken words" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := d.client.Download(t.Context(), id, 5); !errors.Is(err, ErrTooBig) {
		t.Errorf("beyond the limit: %v", err)
	}
	big := tt.Must(d.customer.Private().Attach(tt.Attachment{Kind: "document", Size: 30 << 20}))
	for name, id := range map[string]string{"nobody's": "AwACAgIAAxkBAAInobody", "empty": "", "over 20 MB": big.Document.FileID} {
		if _, err := d.client.Download(t.Context(), id, 100); err == nil {
			t.Errorf("a file that is %s was fetched", name)
		}
	}
	d.Script(tt.Rule{Method: "getFile", Times: 1}, tt.BadGateway())
	if _, err := d.client.Download(t.Context(), id, 100); err == nil {
		t.Error("a file was fetched from nowhere")
	}
}

// Whatever a server says about a file, nothing beyond the limit is read, no other path is
// asked for, and no error carries the token.
func TestDownloadIsBounded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path   string
		status int
		bytes  int
	}{
		"more than promised": {"voice/a.oga", 200, 1000},
		"gone":               {"voice/a.oga", 404, 10},
		"moved":              {"voice/a.oga", 302, 0},
		"outside":            {"../../etc/passwd", 200, 10},
		"on a local server":  {"/var/lib/bot/a.oga", 200, 10},
		"elsewhere":          {"http://evil.example/a", 200, 10},
		"no path":            {"", 200, 10},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				_, _ = w.Write([]byte(`{"ok":true,"result":{"file_id":"x","file_unique_id":"y","file_size":10,"file_path":"` + c.path + `"}}`))
				return
			}
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(c.status)
			_, _ = w.Write(make([]byte, c.bytes))
		}))
		defer s.Close()
		client, err := New(Config{Token: "123:very-secret", APIURL: s.URL})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := client.Download(t.Context(), "x", 100); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

package telegramtest_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	tt "redress/bot/telegram/telegramtest"
)

func picture(t *testing.T, width, height int) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func TestTG09Downloads(t *testing.T) {
	t.Parallel()
	c := newClock()
	s, b := start(t, tt.Clock(c.now))
	ctx := within(t)
	p := anna(s)
	m := tt.Must(p.Private().Document("bill.pdf", "application/pdf", []byte("%PDF-1.7 bill")))
	f, err := b.GetFile(ctx, &bot.GetFileParams{FileID: m.Document.FileID})
	if err != nil || f.FileSize != 13 {
		t.Fatalf("file %+v, %v", f, err)
	}
	if body, status := fetch(ctx, t, b.FileDownloadLink(f)); status != 200 || body != "%PDF-1.7 bill" {
		t.Errorf("got %d %q", status, body)
	}
	if _, status := fetch(ctx, t, strings.Replace(b.FileDownloadLink(f), "telegramtest-token", "other", 1)); status != 404 {
		t.Errorf("a wrong token downloads: %d", status)
	}
	c.pass(61 * time.Minute)
	if _, status := fetch(ctx, t, b.FileDownloadLink(f)); status != 404 {
		t.Errorf("the link never ends: %d", status)
	}
	big := tt.Must(p.Private().Video(60, 20<<20+1))
	_, err = b.GetFile(ctx, &bot.GetFileParams{FileID: big.Video.FileID})
	wantRefusal(t, err, bot.ErrorBadRequest, "Bad Request: file is too big")
	_, err = b.GetFile(ctx, &bot.GetFileParams{FileID: "nonsense"})
	wantRefusal(t, err, bot.ErrorBadRequest, "wrong file_id or the file is temporarily unavailable")
}

func fetch(ctx context.Context, t *testing.T, link string) (string, int) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body), resp.StatusCode
}

func TestTG09Uploads(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	p := anna(s)
	send := func(data io.Reader) (*models.Message, error) {
		return b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: p.ID(), Caption: "<i>chart</i>", ParseMode: models.ParseModeHTML, Photo: &models.InputFileUpload{Filename: "chart.png", Data: data}})
	}
	m, err := send(picture(t, 640, 400))
	if err != nil || m.Caption != "chart" || len(m.Photo) != 3 || m.Photo[2].Width != 640 {
		t.Fatalf("sent %+v, %v", m, err)
	}
	if data, ok := s.FileData(m.Photo[2].FileID); !ok || !bytes.HasPrefix(data, []byte("\x89PNG")) {
		t.Error("the upload is not kept")
	}
	_, err = send(picture(t, 2100, 100))
	wantRefusal(t, err, bot.ErrorBadRequest, "PHOTO_INVALID_DIMENSIONS")
	_, err = send(strings.NewReader("no picture"))
	wantRefusal(t, err, bot.ErrorBadRequest, "IMAGE_PROCESS_FAILED")
	_, err = send(bytes.NewReader(make([]byte, 10<<20+1)))
	wantRefusal(t, err, bot.ErrorBadRequest, "too big for a photo")

	again, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: p.ID(), Photo: &models.InputFileString{Data: m.Photo[2].FileID}})
	if err != nil || again.Photo[2].FileID != m.Photo[2].FileID {
		t.Errorf("by file_id: %+v, %v", again, err)
	}
	_, err = b.SendVoice(ctx, &bot.SendVoiceParams{ChatID: p.ID(), Voice: &models.InputFileString{Data: m.Photo[2].FileID}})
	wantRefusal(t, err, bot.ErrorBadRequest, "can't use file of type Photo as Voice")
	_, err = b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: p.ID(), Document: &models.InputFileString{Data: "nonsense"}})
	wantRefusal(t, err, bot.ErrorBadRequest, "wrong file identifier/HTTP URL specified")
	_, err = b.SendDocument(ctx, &bot.SendDocumentParams{
		ChatID: p.ID(), Caption: strings.Repeat("字", 1025),
		Document: &models.InputFileUpload{Filename: "list.xlsx", Data: strings.NewReader("rows")},
	})
	wantRefusal(t, err, bot.ErrorBadRequest, "message caption is too long")
}

func TestTG11Albums(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	p := anna(s)
	album := tt.Must(p.Private().Caption("three rooms").Album(
		tt.Attachment{Kind: "Photo"}, tt.Attachment{Kind: "Photo", Width: 700, Height: 500}, tt.Attachment{Kind: "Video"}))
	if len(album) != 3 || album[0].MediaGroupID == "" || album[2].MediaGroupID != album[0].MediaGroupID ||
		album[2].UpdateID != album[0].UpdateID+2 || album[0].Caption != "three rooms" || album[1].Caption != "" {
		t.Errorf("album %+v", album)
	}
	sent, err := b.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: p.ID(), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: album[0].Photo[0].FileID, Caption: "one"},
		&models.InputMediaPhoto{Media: "attach://two.png", MediaAttachment: picture(t, 50, 50)},
	}})
	if err != nil || len(sent) != 2 || sent[0].MediaGroupID == "" || sent[1].MediaGroupID != sent[0].MediaGroupID {
		t.Fatalf("sent %+v, %v", sent, err)
	}
	copied, err := b.CopyMessages(ctx, &bot.CopyMessagesParams{
		ChatID: p.ID(), FromChatID: fmt.Sprint(p.ID()), MessageIDs: []int{album[1].MessageID, album[2].MessageID, sent[0].ID},
	})
	if err != nil || len(copied) != 3 {
		t.Fatalf("copied %+v, %v", copied, err)
	}
	if got := albums(s, p.ID(), copied); got[0] == "" || got[0] != got[1] || got[0] == album[0].MediaGroupID || got[2] != "" {
		t.Errorf("albums of the copies: %q", got)
	}
	_, err = b.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: p.ID(), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: album[0].Photo[0].FileID},
	}})
	wantRefusal(t, err, bot.ErrorBadRequest, "media group must include 2-10 items")
}

// albums are the media_group_ids of messages.
func albums(s *tt.Server, chat int64, ids []models.MessageID) (groups []string) {
	for _, id := range ids {
		for _, m := range s.Chat(chat).Messages {
			if m.MessageID == id.ID {
				groups = append(groups, m.MediaGroupID)
			}
		}
	}
	return groups
}

func TestOtherContent(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	ctx := within(t)
	talk := anna(s).Private()
	for _, m := range []tt.Sent{
		tt.Must(talk.Voice(12, []byte("OggS"))), tt.Must(talk.Sticker("😤")), tt.Must(talk.Location(52.5, 13.4)),
		tt.Must(talk.Forwarded(tt.ForwardOrigin{Type: "hidden_user", SenderUserName: "Somebody"}).Text("see this")),
	} {
		copied, err := b.CopyMessage(ctx, &bot.CopyMessageParams{ChatID: m.Chat.ID, FromChatID: m.Chat.ID, MessageID: m.MessageID})
		if err != nil || copied.ID <= m.MessageID {
			t.Errorf("copy of %+v: %+v, %v", m.Message, copied, err)
		}
	}
	if m, err := b.SendLocation(ctx, &bot.SendLocationParams{ChatID: talkID(s), Latitude: 91}); err == nil {
		t.Errorf("sent %+v", m.Location)
	}
}

func talkID(s *tt.Server) int64 { return s.Snapshot().Users[0].ID }

func TestFilesAreBoundedAndPadded(t *testing.T) {
	t.Parallel()
	s := quiet(tt.KeepFiles(2))
	p := anna(s)
	first := tt.Must(p.Private().Document("a", "", []byte("one")))
	for range 4 {
		tt.Must(p.Private().Document("b", "", []byte("two")))
	}
	if _, ok := s.FileData(first.Document.FileID); ok {
		t.Error("the oldest file is kept")
	}
	padded := tt.Must(p.Private().Attach(tt.Attachment{Kind: "Document", Data: []byte("ab"), Size: 5}))
	if data, ok := s.FileData(padded.Document.FileID); !ok || string(data) != "ab\x00\x00\x00" {
		t.Errorf("data %q", data)
	}
}

package telegram

import (
	"bytes"
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"redress/flows/complaint"
)

const (
	maxCaption = 1024     // UTF-16 units (TG-06)
	maxUpload  = 50 << 20 // bytes (TG-09)
)

// Files makes or finds what is attached to a message.
type Files interface {
	// File returns the bytes of o.File, the same ones every time. An error with the code
	// complaint.NotFound means that there will never be any.
	File(ctx context.Context, o complaint.Outbound) ([]byte, error)
}

// attach sends a file with its caption.
func (t *try) attach(ctx context.Context, files Files) {
	if t.p.File == nil || files == nil {
		t.fail("nothing to attach")
		return
	}
	data, err := files.File(ctx, t.p.Outbound)
	switch {
	case complaint.CodeOf(err) == complaint.NotFound:
		t.fail("the file cannot be made any more")
		return
	case err != nil: // nothing has been sent, and the records come back
		t.out.State, t.out.Offline, t.out.Reason = complaint.Retrying, true, "the file could not be made yet"
		return
	case len(data) == 0 || len(data) > maxUpload:
		t.fail("the file is empty, or larger than Telegram takes")
		return
	}
	at, ok := t.place(ctx)
	if !ok {
		return
	}
	m := t.markup()
	a := t.post(ctx, &at, func(ctx context.Context, at spot) answer {
		return t.c.call(ctx, func(ctx context.Context) error { return t.upload(ctx, data, at, m) })
	})
	if a.OK {
		t.sent(messageID(a.Result))
	}
	t.settle(t.posted(a))
}

func (t *try) upload(ctx context.Context, data []byte, at spot, m any) error {
	caption := truncate(Render(t.p.Text, t.scene()), maxCaption)
	file := &models.InputFileUpload{Filename: t.p.File.Name, Data: bytes.NewReader(data)}
	if t.p.File.Picture {
		_, err := t.c.api.SendPhoto(ctx, &bot.SendPhotoParams{
			ChatID: t.p.Chat, MessageThreadID: int(at.thread), Photo: file, Caption: caption.Text, CaptionEntities: caption.Entities,
			DisableNotification: t.p.Silent, ReplyParameters: at.replyParameters(), ReplyMarkup: m,
		})
		return err
	}
	_, err := t.c.api.SendDocument(ctx, &bot.SendDocumentParams{
		ChatID: t.p.Chat, MessageThreadID: int(at.thread), Document: file, Caption: caption.Text, CaptionEntities: caption.Entities,
		DisableNotification: t.p.Silent, ReplyParameters: at.replyParameters(), ReplyMarkup: m,
	})
	return err
}

package telegram

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	tt "redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// drawer holds files by id.
type drawer map[string][]byte

func (d drawer) File(_ context.Context, o complaint.Outbound) ([]byte, error) {
	switch data, ok := d[o.File.ID]; {
	case o.File.ID == "later":
		return nil, errors.New("records cannot be read")
	case !ok:
		return nil, complaint.Errorf(complaint.NotFound, "no such file")
	default:
		return data, nil
	}
}

func TestSendFiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	d.files = drawer{"report:1": []byte("PK workbook"), "chart:1": picture.Bytes(), "empty": nil}
	o := d.toGroup("二月报告 · the half-month report " + strings.Repeat("字", 1100))
	o.Op, o.File = complaint.Attach, &complaint.File{ID: "report:1", Name: "报告 2026-11.xlsx"}
	o.Buttons = [][]complaint.Button{{{Text: "Seen", Data: "seen"}}}
	wantState(t, d.try(o), complaint.Sent)
	m := d.last(t, d.group.ID())
	if m.Document == nil || m.Document.FileName != o.File.Name || units(m.Caption) != maxCaption || m.Buttons()[0].CallbackData != "seen" {
		t.Fatalf("message %+v", m.Message)
	}
	if data, ok := d.FileData(m.Document.FileID); !ok || string(data) != "PK workbook" {
		t.Errorf("uploaded %q, %v", data, ok)
	}
	o.File = &complaint.File{ID: "chart:1", Name: "chart.png", Picture: true}
	wantState(t, d.try(o), complaint.Sent)
	if m := d.last(t, d.group.ID()); len(m.Photo) == 0 || m.Photo[0].Width != 40 {
		t.Errorf("message %+v", m.Message)
	}
}

func TestSendFilesThatAreNotThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t, tt.Supergroup)
	o := d.toGroup("a report")
	o.Op = complaint.Attach
	wantState(t, d.try(o), complaint.Failed)
	d.files = drawer{"empty": nil}
	for id, want := range map[string]complaint.DeliveryState{"gone": complaint.Failed, "empty": complaint.Failed, "later": complaint.Retrying} {
		o.File = &complaint.File{ID: id, Name: "x.html"}
		out := d.try(o)
		if out.State != want || out.Uncertain || len(out.Messages) != 0 || out.Offline != (want == complaint.Retrying) {
			t.Errorf("%s: %+v", id, out)
		}
	}
	if n := len(d.Chat(d.group.ID()).Messages); n > 0 && d.last(t, d.group.ID()).FromBot {
		t.Errorf("%d messages", n)
	}
}

package telegram

import (
	"context"
	"slices"
	"strings"

	"github.com/go-telegram/bot"

	"redress/flows/complaint"
)

// Sender tries parcels. It keeps nothing between tries: whoever calls it decides when, in
// which order and how often.
type Sender struct {
	client *Client
	files  Files
}

// NewSender returns a sender over c; files may be nil where nothing is attached.
func NewSender(c *Client, files Files) *Sender { return &Sender{c, files} }

// Send tries p once and tells what became of it. Parts of a long text that p.Done says were
// sent are not sent again.
func (s *Sender) Send(ctx context.Context, p complaint.Parcel) complaint.Outcome {
	t := &try{c: s.client, p: p, out: complaint.Outcome{Chat: p.Chat, Messages: slices.Clone(p.Done)}}
	switch {
	case p.Op == complaint.Show && p.MessageID != 0, p.Op == complaint.Change:
		t.edit(ctx)
	case p.Op == complaint.Say, p.Op == complaint.Show:
		t.say(ctx)
	case p.Op == complaint.Copy:
		t.copy(ctx)
	case p.Op == complaint.Attach:
		t.attach(ctx, s.files)
	case p.Op == complaint.Strip:
		t.strip(ctx)
	case p.Op == complaint.CloseTopic, p.Op == complaint.OpenTopic:
		t.turnTopic(ctx)
	default:
		t.fail("an outbound of this kind is not delivered by the queue: " + string(p.Op))
	}
	return t.out
}

// try is one attempt at one parcel.
type try struct {
	c     *Client
	p     complaint.Parcel
	out   complaint.Outcome
	notes []string // what was done differently than asked
}

func (t *try) fail(reason string) { t.out.State, t.out.Reason = complaint.Failed, reason }

// settle puts the verdict into the outcome, and keeps what is known already.
func (t *try) settle(o complaint.Outcome) {
	o.Chat, o.Messages, o.TopicID = t.out.Chat, t.out.Messages, t.out.TopicID
	if o.State == complaint.Sent {
		o.Reason = strings.Join(t.notes, "; ")
	}
	t.out = o
}

func (t *try) note(text string) {
	if !slices.Contains(t.notes, text) {
		t.notes = append(t.notes, text)
	}
}

// sent notes a message that Telegram took.
func (t *try) sent(ids ...int64) { t.out.Messages = append(t.out.Messages, ids...) }

func (t *try) scene() Scene { return Scene{Links: t.p.CardLinks, Group: !t.p.Private} }

// markup renders the buttons and notes what had to be left out.
func (t *try) markup() any {
	m, dropped := markup(t.p.Outbound, t.p.CardLinks)
	if dropped > 0 {
		t.note("a button was left out: no text, no action, or more than 64 bytes of data")
	}
	return m
}

func (t *try) edit(ctx context.Context) {
	text := truncate(Render(t.p.Text, t.scene()), maxText)
	var a answer
	if blank(text.Text) {
		a = t.editMarkup(ctx, t.markup())
	} else {
		a = t.c.call(ctx, func(ctx context.Context) error {
			_, err := t.c.api.EditMessageText(ctx, &bot.EditMessageTextParams{
				ChatID: t.p.Chat, MessageID: int(t.p.MessageID), Text: text.Text, Entities: text.Entities,
				LinkPreviewOptions: noPreview(), ReplyMarkup: t.markup(),
			})
			return err
		})
	}
	t.edited(a)
}

// edited settles an edit. Doing it twice is doing it once, so it is never uncertain.
func (t *try) edited(a answer) {
	o := verdict(a)
	o.Uncertain = false
	switch {
	case a.OK, a.notModified():
		t.out.Messages = []int64{t.p.MessageID}
		o = complaint.Outcome{State: complaint.Sent}
	case a.cardGone():
		o.GoneCard = true
		if t.p.Op == complaint.Show {
			o.State = complaint.Retrying
		}
	}
	t.settle(o)
}

func (t *try) strip(ctx context.Context) {
	a := t.editMarkup(ctx, nil)
	if a.cardGone() { // no message, no buttons
		a = answer{OK: true}
	}
	t.edited(a)
}

func (t *try) editMarkup(ctx context.Context, m any) answer {
	return t.c.call(ctx, func(ctx context.Context) error {
		_, err := t.c.api.EditMessageReplyMarkup(ctx, &bot.EditMessageReplyMarkupParams{
			ChatID: t.p.Chat, MessageID: int(t.p.MessageID), ReplyMarkup: m,
		})
		return err
	})
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-telegram/bot"

	"redress/flows/complaint"
)

const maxCopies = 100 // messages of one call

// copy copies messages without a link to who wrote them (TG-12); several in one call, which
// keeps albums together.
func (t *try) copy(ctx context.Context) {
	ids := slices.Clone(t.p.CopyIDs)
	slices.Sort(ids) // Telegram wants them rising
	ids = slices.Compact(ids)
	if len(ids) == 0 || t.p.CopyFrom == 0 {
		t.fail("nothing to copy")
		return
	}
	at, ok := t.place(ctx)
	if !ok {
		return
	}
	if len(ids) == 1 {
		t.copyOne(ctx, at, ids[0])
		return
	}
	t.copyMany(ctx, at, ids[min(len(t.p.Done), len(ids)):])
}

func (t *try) copyOne(ctx context.Context, at spot, id int64) {
	m := t.markup()
	a := t.post(ctx, &at, func(ctx context.Context, at spot) answer {
		return t.c.call(ctx, func(ctx context.Context) error {
			_, err := t.c.api.CopyMessage(ctx, &bot.CopyMessageParams{
				ChatID: t.p.Chat, FromChatID: t.p.CopyFrom, MessageID: int(id), MessageThreadID: int(at.thread),
				DisableNotification: t.p.Silent, ReplyParameters: at.replyParameters(), ReplyMarkup: m,
			})
			return err
		})
	})
	if a.OK {
		t.sent(messageID(a.Result))
	}
	t.settle(t.posted(a))
}

func (t *try) copyMany(ctx context.Context, at spot, ids []int64) {
	for chunk := range slices.Chunk(ids, maxCopies) {
		a := t.post(ctx, &at, func(ctx context.Context, at spot) answer {
			return t.c.call(ctx, func(ctx context.Context) error {
				_, err := t.c.api.CopyMessages(ctx, &bot.CopyMessagesParams{
					ChatID: t.p.Chat, FromChatID: t.p.CopyFrom, MessageIDs: ints(chunk),
					MessageThreadID: int(at.thread), DisableNotification: t.p.Silent,
				})
				return err
			})
		})
		if !a.OK {
			t.settle(t.posted(a))
			return
		}
		t.copied(a, len(chunk))
	}
	t.settle(complaint.Outcome{State: complaint.Sent})
	if len(t.out.Messages) == 0 {
		t.fail("none of the messages could be copied")
	}
}

// copied notes the copies. Telegram leaves out, without a word, what it cannot copy.
func (t *try) copied(a answer, asked int) {
	list := decode[[]json.RawMessage](a.Result)
	for _, raw := range list {
		t.sent(messageID(raw))
	}
	if len(list) < asked {
		t.note(fmt.Sprintf("copied %d of %d", len(list), asked))
	}
}

func ints(ids []int64) []int {
	out := make([]int, len(ids))
	for i, id := range ids {
		out[i] = int(id)
	}
	return out
}

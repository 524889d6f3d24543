package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"redress/flows/complaint"
)

// Intake makes updates durable. An error means that nothing of the call may be taken as kept.
type Intake interface {
	// Offset returns the update id to poll from, and whether one was ever kept.
	Offset(ctx context.Context) (next int64, ok bool, err error)
	// Accept keeps events and returns those that were not there yet, with their ids.
	Accept(ctx context.Context, events []complaint.Event) (fresh []complaint.Event, err error)
	// AcceptBatch is Accept, and keeps the next offset in the same transaction.
	AcceptBatch(ctx context.Context, events []complaint.Event, next int64) (fresh []complaint.Event, err error)
	// Quarantine keeps an update that cannot be converted. The same source twice is once.
	Quarantine(ctx context.Context, source string, raw []byte, why string) error
}

// Inlet is what Gate and Webhook share: the way from raw updates to durable events.
type Inlet struct {
	Me         Me
	Intake     Intake
	Fresh      func([]complaint.Event) // told of events once they are durable; must not block
	Invalidate func(chat, user int64)  // told whose standing changed; nil: nobody
	Now        func() time.Time        // nil: the system's clock
	Log        *slog.Logger            // nil: nothing is logged
}

// take makes updates durable; when it returns nil, all of them are. next is kept as the
// offset; 0 is none.
func (in Inlet) take(ctx context.Context, updates []json.RawMessage, next int64) error {
	in.forget(updates)
	events := make([]complaint.Event, 0, len(updates))
	for _, raw := range updates {
		e, ok, err := in.convert(raw)
		switch {
		case err != nil:
			if err := in.quarantine(ctx, raw, err); err != nil {
				return err
			}
		case ok:
			events = append(events, e)
		}
	}
	fresh, err := in.accept(ctx, events, next)
	if err != nil {
		return err
	}
	if len(fresh) > 0 && in.Fresh != nil {
		in.Fresh(fresh)
	}
	return nil
}

func (in Inlet) accept(ctx context.Context, events []complaint.Event, next int64) ([]complaint.Event, error) {
	switch {
	case next != 0:
		return in.Intake.AcceptBatch(ctx, events, next)
	case len(events) != 0:
		return in.Intake.Accept(ctx, events)
	}
	return nil, nil
}

// convert is Convert, but a panic in it is one more reason to put the update aside.
func (in Inlet) convert(raw json.RawMessage) (e complaint.Event, ok bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("conversion panicked: %T", r)
		}
	}()
	e, ok, err = Convert(raw, in.Me)
	if e.At.IsZero() {
		e.At = in.now()
	}
	return e, ok, err
}

func (in Inlet) quarantine(ctx context.Context, raw json.RawMessage, why error) error {
	name := ""
	if id, ok := updateID(raw); ok {
		name = source(id)
	} else {
		sum := sha256.Sum256(raw)
		name = "tg:sha256:" + hex.EncodeToString(sum[:16])
	}
	in.log().Warn("update put aside", "source", name, "why", why)
	return in.Intake.Quarantine(ctx, name, raw, why.Error())
}

func (in Inlet) forget(updates []json.RawMessage) {
	if in.Invalidate == nil {
		return
	}
	for _, raw := range updates {
		if chat, user, ok := touched(raw); ok {
			in.Invalidate(chat, user)
		}
	}
}

func (in Inlet) now() time.Time {
	if in.Now == nil {
		return time.Now().UTC()
	}
	return in.Now().UTC()
}

func (in Inlet) log() *slog.Logger {
	if in.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return in.Log
}

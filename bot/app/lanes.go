package app

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"redress/flows/complaint"
)

// lanes deals with events one at a time per chat and many chats at once. What it holds in
// memory is only a hint: the store knows every event that is not done.
type lanes struct {
	ctx   context.Context // of everything dealt with; ends when the program has drained
	deal  func(context.Context, complaint.Event) error
	fail  func(context.Context, complaint.Event, error) (again time.Duration, err error)
	ready func(ctx context.Context, id int64) (bool, error) // whether what comes before it in its chat is over
	log   *slog.Logger
	slots chan struct{} // how many chats are dealt with at once

	mu     sync.Mutex
	queues map[int64][]complaint.Event // by chat; a chat in the map has a goroutine
	known  map[int64]bool              // ids queued or under way
	empty  chan struct{}               // closed when known becomes empty
	open   sync.WaitGroup
}

func newLanes(ctx context.Context, width int, log *slog.Logger) *lanes {
	return &lanes{ctx: ctx, log: log, slots: make(chan struct{}, width), queues: map[int64][]complaint.Event{}, known: map[int64]bool{}, empty: make(chan struct{})}
}

// push queues events; those queued already are left out.
func (l *lanes) push(events []complaint.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, ev := range events {
		if l.known[ev.ID] || l.ctx.Err() != nil {
			continue
		}
		l.known[ev.ID] = true
		_, running := l.queues[ev.Chat.ID]
		l.insert(ev)
		if !running {
			l.open.Go(func() { l.run(l.ctx, ev.Chat.ID) })
		}
	}
}

// insert puts an event into its chat's queue, in order of arrival. The caller holds the lock.
func (l *lanes) insert(ev complaint.Event) {
	queue := l.queues[ev.Chat.ID]
	at, _ := slices.BinarySearchFunc(queue, ev.ID, func(e complaint.Event, id int64) int { return int(e.ID - id) })
	l.queues[ev.Chat.ID] = slices.Insert(queue, at, ev)
}

const (
	firstTurn = 5 * time.Millisecond // how soon to ask again whether it is an event's turn
	slowTurn  = 500 * time.Millisecond
)

// run works one chat's queue off and ends when it is empty. An event whose turn has not come,
// because another replica still has the one before it in hand, goes back into the queue, where
// that one overtakes it if it falls to us.
func (l *lanes) run(ctx context.Context, chat int64) {
	var early int64
	for wait := firstTurn; ; {
		ev, ok := l.next(ctx, chat)
		if !ok {
			return
		}
		if (early != ev.ID || l.isReady(ctx, ev)) && l.one(ctx, ev) {
			l.forget(ev.ID)
			wait = firstTurn
			continue
		}
		early = ev.ID
		l.mu.Lock()
		l.insert(ev)
		l.mu.Unlock()
		pause(ctx, wait)
		wait = min(2*wait, slowTurn)
	}
}

func (l *lanes) isReady(ctx context.Context, ev complaint.Event) bool {
	ready, err := l.ready(ctx, ev.ID)
	if err != nil && ctx.Err() == nil {
		l.log.Error("records cannot be read; trying again", "event", ev.ID, "error", err)
	}
	return ready
}

func (l *lanes) next(ctx context.Context, chat int64) (complaint.Event, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.queues[chat]
	if len(queue) == 0 || ctx.Err() != nil {
		delete(l.queues, chat)
		return complaint.Event{}, false
	}
	l.queues[chat] = queue[1:]
	return queue[0], true
}

// one deals with an event until it is done or parked, so that nothing behind it overtakes it,
// or the program stops. It returns false when the event's turn has not come.
func (l *lanes) one(ctx context.Context, ev complaint.Event) (over bool) {
	for ctx.Err() == nil {
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return true
		}
		err := l.safely(ctx, ev)
		<-l.slots
		if err == nil || ctx.Err() != nil {
			return true
		}
		if complaint.CodeOf(err) == complaint.Early {
			return false
		}
		again, err := l.fail(ctx, ev, err)
		if err == nil && again == 0 {
			return true
		}
		if err != nil {
			l.log.Error("records cannot be written; trying again", "event", ev.ID, "error", err)
			again = time.Second
		}
		pause(ctx, again)
	}
	return true
}

// safely turns a panic into an error.
func (l *lanes) safely(ctx context.Context, ev complaint.Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = complaint.Errorf(complaint.Internal, "panic while dealing with event %d", ev.ID)
			l.log.Error("panic while dealing with an event", "event", ev.ID, "kind", ev.Kind, "stack", stack())
		}
	}()
	return l.deal(ctx, ev)
}

// wait returns when everything under way has ended.
func (l *lanes) wait() { l.open.Wait() }

func (l *lanes) forget(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.known, id)
	if len(l.known) == 0 {
		close(l.empty)
		l.empty = make(chan struct{})
	}
}

// idle returns when no event is queued or under way, or with the error of ctx.
func (l *lanes) idle(ctx context.Context) error {
	for {
		l.mu.Lock()
		n, empty := len(l.known), l.empty
		l.mu.Unlock()
		if n == 0 {
			return nil
		}
		select {
		case <-empty:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

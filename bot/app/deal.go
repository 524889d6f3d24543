package app

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// triesBeforeParking is how often an event may fail before it is set aside.
const triesBeforeParking = 3

func stack() string { return string(debug.Stack()) }

// errands are the ticks that are no matter of the flows.
func (a *App) errands() map[string]func(context.Context, complaint.Event) error {
	return map[string]func(context.Context, complaint.Event) error{
		"regrade": a.sweep, reportsTick: a.share, keepTick: a.keepHouse, aliveTick: a.signOfLife,
	}
}

// deal takes one event through the way of every event: look, understand, step, commit, and
// then what is of the moment.
func (a *App) deal(ctx context.Context, ev complaint.Event) error {
	if ev.Kind == complaint.Tick {
		if work, ok := a.errands()[ev.Timer.Name]; ok {
			return work(ctx, ev)
		}
	}
	now, desk := a.now(), a.desk()
	want := desk.Wants(ev, now)
	accounts, err := a.accounts(ctx, &want, ev)
	if err != nil {
		return err
	}
	sheet, err := a.sheet(ctx, desk, ev)
	if err != nil {
		return err
	}
	tr, err := a.understand(ctx, ev, want, now)
	if err != nil {
		return err
	}
	near := a.near(ctx, want, now)
	member, admin, known := a.standing(ctx, ev)
	res, err := a.db.Do(ctx, ev, want, now, func(st flows.State) (flows.Result, error) {
		a.complete(&st)
		st.Accounts, st.Sheet = accounts, sheet
		rank(a.rules.helper(), &st, near)
		st.Actor = flows.Authorise(st.Org, ev, member, admin, known)
		return fingerprint(a.rules.helper(), desk.Step(st, ev, tr, now)), nil
	})
	if err != nil {
		return err
	}
	a.moment(ctx, res)
	return nil
}

// understand asks for a triage when the step will need one, outside any transaction.
func (a *App) understand(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time) (complaint.Triage, error) {
	var st flows.State
	if ev.Kind == complaint.Due {
		if err := a.dearAndEarly(ctx, ev); err != nil {
			return complaint.Triage{}, err
		}
		var err error
		if st, err = a.db.Load(ctx, want, now); err != nil {
			return complaint.Triage{}, err
		}
	}
	a.complete(&st)
	if a.cfg.OpenAIModel != "" && ev.Kind == complaint.Due && ev.Timer.Name == "quiet" {
		defer a.typing.during(ctx, ev.Chat.ID)()
	}
	heard := a.hear(ctx, st, ev)
	q, ok := a.desk().Inquiry(flows.Hearing(st, heard), ev, now)
	if !ok {
		return complaint.Triage{Draft: a.draft(ctx, a.desk(), st, ev), Heard: heard}, nil
	}
	tr := a.mind.Triage(ctx, q)
	tr.Heard = heard
	return tr, nil
}

// dearAndEarly keeps a model from being asked while another replica still has the event before
// this one in hand: the answer would be paid for and thrown away.
func (a *App) dearAndEarly(ctx context.Context, ev complaint.Event) error {
	if a.cfg.OpenAIModel == "" {
		return nil
	}
	if ready, err := a.db.Ready(ctx, ev.ID); err == nil && !ready {
		return complaint.Errorf(complaint.Early, "event %d comes after another one of its chat", ev.ID)
	}
	return nil // whatever is wrong with the records shows when they are used
}

// standing asks Telegram whether who acts in a group belongs to it.
func (a *App) standing(ctx context.Context, ev complaint.Event) (member, admin, known bool) {
	if ev.Chat.Kind != complaint.Group || ev.Kind != complaint.Said && ev.Kind != complaint.Pressed || ev.From.Anonymous {
		return false, false, false
	}
	return a.client.Member(ctx, ev.Chat.ID, ev.From.ID)
}

// complete adds to what the store knows what the configuration knows.
func (a *App) complete(st *flows.State) {
	st.Org.Model = a.cfg.OpenAIModel != ""
	st.Org.Hears, st.Org.Sees = a.cfg.OpenAITranscription != "", a.cfg.OpenAIVision != ""
	st.Org.Bot = a.me.Username
	for _, b := range []*complaint.Binding{&st.Org.Staff, &st.Org.Managers} {
		if b.Language == "" {
			b.Language = a.cfg.Language
		}
	}
	for i := range st.Org.Desks {
		if b := &st.Org.Desks[i]; b.Language == "" {
			b.Language = a.cfg.Language
		}
	}
}

// moment does what counts only now, and wakes whoever has new work.
func (a *App) moment(ctx context.Context, res flows.Result) {
	queued := false
	for _, o := range res.Outbox {
		switch o.Op {
		case complaint.Typing:
			a.typing.show(ctx, o.Chat, o.Thread)
		case complaint.Reply:
			a.answers.Go(func() { a.client.Answer(ctx, o.Press, o.Text.String(), o.Alert) })
		default:
			queued = true
			if o.Op == complaint.Say {
				a.typing.over(o.Chat)
			}
		}
	}
	if queued {
		a.outbox.Wake()
	}
	if len(res.Timers) > 0 {
		a.sweeper.Wake()
	}
}

// failed counts a failure; the third sets the event aside, and people are told. again is how
// long to wait before the next try, 0 when there is none.
func (a *App) failed(ctx context.Context, ev complaint.Event, cause error) (again time.Duration, err error) {
	tries, err := a.db.FailEvent(ctx, ev, string(complaint.CodeOf(cause)))
	if err != nil {
		return 0, err
	}
	a.log.Error("event failed", "event", ev.ID, "kind", ev.Kind, "tries", tries, "code", complaint.CodeOf(cause), "error", cause)
	if tries < triesBeforeParking {
		return time.Duration(tries) * 200 * time.Millisecond, nil
	}
	want := flows.Want{}
	if ev.Chat.Kind == complaint.Private {
		want.Customer = ev.Chat.ID
	}
	_, err = a.db.Park(ctx, ev, want, a.now(), func(st flows.State) (flows.Result, error) {
		a.complete(&st)
		return a.desk().Parked(st, ev, fmt.Sprintf("E%d", ev.ID)), nil
	})
	a.outbox.Wake()
	return 0, err
}

// typing shows "typing…", which Telegram takes down after five seconds, and once more before
// that, so that it covers the pause a customer makes. It asks at most every four seconds.
type typing struct {
	send func(ctx context.Context, chat, thread int64)
	mu   sync.Mutex
	last map[int64]time.Time
	busy sync.WaitGroup
}

const typingAgain = 4 * time.Second

func (t *typing) show(ctx context.Context, chat, thread int64) {
	if !t.due(chat) {
		return
	}
	t.busy.Go(func() {
		t.send(ctx, chat, thread)
		pause(ctx, typingAgain)
		if ctx.Err() == nil && t.wanted(chat) {
			t.send(ctx, chat, thread)
		}
	})
}

// during shows it until the function that it returns is called.
func (t *typing) during(ctx context.Context, chat int64) (end func()) {
	ctx, end = context.WithCancel(ctx)
	t.busy.Go(func() {
		for ctx.Err() == nil {
			if t.due(chat) {
				t.send(ctx, chat, 0)
			}
			pause(ctx, typingAgain)
		}
	})
	return end
}

// due reports whether the chat should show it now, and notes that it does.
func (t *typing) due(chat int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if now.Sub(t.last[chat]) < typingAgain {
		return false
	}
	if len(t.last) > 10_000 {
		clear(t.last)
	}
	t.last[chat] = now
	return true
}

// wanted reports whether the chat has not been answered meanwhile.
func (t *typing) wanted(chat int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, ok := t.last[chat]
	return ok
}

// over notes that the chat is being answered.
func (t *typing) over(chat int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.last, chat)
}

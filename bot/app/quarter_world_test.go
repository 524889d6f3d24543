package app

import (
	"container/heap"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/bot/telegram"
	"redress/cron"
	"redress/flows/complaint"
	sqlstore "redress/store/sql"
)

// quarter is the program living through months at once: its own records, lanes, planner and
// sweeper, with a clock that jumps from one thing that is due to the next, and people who act by
// what they are shown. Only Telegram is not there: what is to be sent is taken from the queue and
// settled at once.
type quarter struct {
	t    *testing.T
	seed uint64
	r    *rand.Rand // of the house: restarts
	cfg  Config
	app  *App
	zone *time.Location
	now  time.Time
	from time.Time
	till time.Time

	todo     agenda
	planned  time.Time // when the planner has something next
	due      time.Time // when the sweeper has
	opens    time.Time // when something that waits may be sent
	crashes  []time.Time
	outage   [2]time.Time
	wentDown time.Time

	sent   []sending
	spoke  map[int64]time.Time // when a customer's last word or press was dealt with
	fired  map[string]int      // timers that fell due, by key and time
	late   []belated           // timers that fired long after they were due
	rises  map[string]bool
	events int
	said   int // messages of customers
	tally
	people
}

// belated is a timer that fired late.
type belated struct {
	complaint.Timer
	fired time.Time
}

// tally is what there was to check at the end.
type tally struct{ limits, breaches, counted, regular, surveys, numbered int }

// sending is something that reached a chat.
type sending struct {
	complaint.Outbound
	at    time.Time
	again bool // it changed a message that was there
	spoke time.Time
}

// errand is what somebody will do: it gives the event that it is, if it still makes sense then.
type errand struct {
	at time.Time
	n  int
	do func() *complaint.Event
}

// agenda is a heap of errands, the next one first.
type agenda []errand

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(e any)   { *a = append(*a, e.(errand)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	*a = (*a)[:last]
	return e
}

// tact is the grain of what people do, so that much happens at the same moment.
const tact = 3 * time.Minute

func newQuarter(t *testing.T, seed uint64, from, till time.Time) *quarter {
	t.Helper()
	q := &quarter{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 1)), zone: from.Location(), now: from.UTC(), from: from, till: till,
		spoke: map[int64]time.Time{}, fired: map[string]int{}}
	q.cfg = Config{
		Token: "123456:AAH-quarter-of-complaints-stand-in-0", APIURL: "http://127.0.0.1:1", Policy: filepath.Join("testdata", "quarter.yaml"),
		Language: "en", LogLevel: "info", Database: "sqlite:" + filepath.Join(swiftDir(t), "redress.db"),
		StaffChat: offices()[complaint.StaffDesk], ManagerChat: managersAt,
	}
	q.people = newPeople(q)
	q.start()
	return q
}

// swiftDir is a folder for the records, in memory where the machine has one there: what a disk
// does is not looked at here.
func swiftDir(t *testing.T) string {
	t.Helper()
	if dir, err := os.MkdirTemp("/dev/shm", "redress-quarter-"); err == nil {
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

// start opens the program as it starts anywhere, and takes up what was left.
func (q *quarter) start() {
	q.t.Helper()
	ctx := context.Background()
	a, err := Open(ctx, q.cfg, World{Now: func() time.Time { return q.now }}, slog.New(slog.NewTextHandler(q.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	q.must(err)
	a.client, err = telegram.New(telegram.Config{Token: q.cfg.Token, APIURL: q.cfg.APIURL, Transport: bureau{}})
	q.must(err)
	a.mind = plainMind{}
	a.typing.send = func(context.Context, int64, int64) {}
	a.sweeper = cron.NewSweeper(watched{a.db, q.note}, a.now, a.fresh, a.log)
	q.app = a
	q.must(a.seed(ctx, io.Discard))
	q.must(a.db.Bootstrap(ctx, sqlstore.Seed{Bindings: bindings(), Staff: q.payroll()}))
	q.must(a.db.Reclaim(ctx, a.now()))
	a.unfinished(ctx)
	q.idle()
	a.recount(ctx)
	q.planned, q.due, q.opens = q.now, q.now, q.now
}

// stop ends the program where it stands, without dealing with what it has in hand.
func (q *quarter) stop() {
	q.t.Helper()
	q.app.stopWork()
	q.app.lanes.wait()
	q.app.answers.Wait()
	q.app.typing.busy.Wait()
	q.must(q.app.db.Close())
}

func (q *quarter) must(err error) {
	q.t.Helper()
	if err != nil {
		q.t.Fatalf("seed %d, %s: %v", q.seed, q.clock(q.now), err)
	}
}

func (q *quarter) clock(at time.Time) string {
	return at.In(q.zone).Format("Mon 2006-01-02 15:04:05 MST")
}

// idle waits until every event has been dealt with.
func (q *quarter) idle() {
	q.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	q.must(q.app.lanes.idle(ctx))
}

// at puts something on the agenda, at the next stroke.
func (q *quarter) at(when time.Time, do func() *complaint.Event) {
	if !when.After(q.now) {
		when = q.now.Add(time.Second)
	}
	if over := when.Sub(q.from) % tact; over > 0 {
		when = when.Add(tact - over)
	}
	q.n++
	heap.Push(&q.todo, errand{when.UTC(), q.n, do})
}

// live lets the time pass.
func (q *quarter) live() {
	for {
		next := q.next()
		if !next.Before(q.till) {
			q.now = q.till.UTC()
			q.step()
			return
		}
		if next.After(q.now) {
			q.now = next
		}
		if len(q.crashes) > 0 && !q.now.Before(q.crashes[0]) {
			q.crashes = q.crashes[1:]
			q.crash()
		}
		if !q.outage[0].IsZero() && !q.now.Before(q.outage[0]) {
			q.endure()
		}
		q.step()
	}
}

func (q *quarter) next() time.Time {
	next := q.till.UTC()
	for _, at := range []time.Time{q.planned, q.due, q.opens} {
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	if len(q.todo) > 0 && q.todo[0].at.Before(next) {
		next = q.todo[0].at
	}
	return next
}

// step deals with all that is due now, and with what comes of it.
func (q *quarter) step() {
	ctx := context.Background()
	var err error
	q.planned, err = q.app.planner.Plan(ctx)
	q.must(err)
	q.sweep()
	if acts := q.acts(); len(acts) > 0 {
		fresh, err := q.app.db.Accept(ctx, acts)
		q.must(err)
		q.app.fresh(fresh)
		q.idle()
		q.sweep()
	}
	for q.deliver() {
		q.idle()
		q.sweep()
	}
	q.opens, err = q.app.db.NextDue(ctx)
	q.must(err)
}

// acts are what people do now.
func (q *quarter) acts() (events []complaint.Event) {
	for len(q.todo) > 0 && !q.todo[0].at.After(q.now) {
		e := heap.Pop(&q.todo).(errand)
		if ev := e.do(); ev != nil {
			q.events++
			ev.Source, ev.At = fmt.Sprintf("tg:%d", q.events), e.at
			if ev.Chat.Kind == complaint.Private {
				if ev.Message != nil {
					q.said++
				}
				q.spoke[ev.Chat.ID] = q.now
			}
			events = append(events, *ev)
		}
	}
	return events
}

// sweep fires timers until none is due.
func (q *quarter) sweep() {
	for {
		q.idle()
		next, err := q.app.sweeper.Sweep(context.Background(), q.now)
		q.must(err)
		if q.due = next; next.IsZero() || next.After(q.now) {
			q.idle()
			break
		}
	}
}

// note looks at the timers that fire.
func (q *quarter) note(events []complaint.Event) {
	for _, ev := range events {
		key := fmt.Sprintf("%s at %s", ev.Timer.Key, q.clock(ev.Timer.At))
		q.fired[key]++
		if q.now.Sub(ev.Timer.At) > tact && !(q.down(ev.Timer.At) && q.down(q.now)) {
			q.late = append(q.late, belated{*ev.Timer, q.now})
		}
	}
}

// deliver takes from the queue what may be sent now; false: nothing.
func (q *quarter) deliver() bool {
	ctx := context.Background()
	parcels, err := q.app.db.Lease(ctx, q.now, q.now.Add(time.Minute), 1000)
	q.must(err)
	if len(parcels) == 0 {
		return false
	}
	settled := make([]complaint.Settled, len(parcels))
	for i, p := range parcels {
		out := complaint.Outcome{State: complaint.Sent, Chat: p.Chat, Messages: q.arrive(p)}
		settled[i] = complaint.Settled{Parcel: p, Outcome: out}
	}
	q.must(q.app.db.Settle(ctx, q.now, settled))
	for i, p := range parcels {
		q.see(p, settled[i].Outcome.Messages)
	}
	return true
}

// arrive notes a parcel as sent and gives its messages their numbers.
func (q *quarter) arrive(p complaint.Parcel) (ids []int64) {
	q.sent = append(q.sent, sending{Outbound: p.Outbound, at: q.now, again: p.MessageID != 0, spoke: q.spoke[p.Chat]})
	switch {
	case p.MessageID != 0:
		return []int64{p.MessageID}
	case p.Op == complaint.Strip, p.Op == complaint.CloseTopic, p.Op == complaint.OpenTopic:
		return nil
	}
	for range max(1, len(p.CopyIDs)) {
		ids = append(ids, q.messageID(p.Chat))
	}
	return ids
}

// crash ends the program in the middle of something, and starts it again.
func (q *quarter) crash() {
	ctx := context.Background()
	switch q.r.IntN(3) {
	case 0: // accepted, and not dealt with
		_, err := q.app.db.Accept(ctx, q.acts())
		q.must(err)
	case 1: // fired, and nobody told
		events, _, err := q.app.db.FireDue(ctx, q.now, 100)
		q.must(err)
		q.note(events)
	case 2: // handed out, and not sent
		_, err := q.app.db.Lease(ctx, q.now, q.now.Add(time.Minute), 100)
		q.must(err)
	}
	q.stop()
	q.start()
}

// endure is the outage: people go on writing, nobody answers.
func (q *quarter) endure() {
	q.stop()
	q.wentDown, q.outage[0] = q.now, time.Time{}
	q.now = q.outage[1]
	q.start()
}

// bureau answers the few calls of the moment that the program makes by itself.
type bureau struct{}

func (bureau) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"ok":true,"result":true}`
	switch {
	case strings.HasSuffix(r.URL.Path, "/getChatMember"):
		body = `{"ok":true,"result":{"status":"member","user":{"id":1,"is_bot":false,"first_name":"A"}}}`
	case strings.HasSuffix(r.URL.Path, "/getChat"):
		body = `{"ok":true,"result":{"id":1,"type":"supergroup","title":"Desk","accent_color_id":0,"max_reaction_count":0}}`
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// watched is the sweeper's view of the records that tells the quarter what fires.
type watched struct {
	cron.Timers
	note func([]complaint.Event)
}

func (w watched) FireDue(ctx context.Context, now time.Time, limit int) ([]complaint.Event, time.Time, error) {
	events, next, err := w.Timers.FireDue(ctx, now, limit)
	w.note(events)
	return events, next, err
}

// plainMind understands what the invented customers write, without looking at words.
type plainMind struct{}

func (plainMind) Triage(_ context.Context, in complaint.Inquiry) complaint.Triage {
	tr := complaint.Triage{Kind: complaint.KindComplaint, KindSure: 1, Language: "en", Source: "local", Fields: map[string]string{}}
	for _, text := range in.Texts {
		for _, m := range matters() {
			if !strings.Contains(text, m.words) {
				continue
			}
			tr.Category, tr.CategorySure = m.category, 0.95
			tr.Summary = text
			if m.fact != "" {
				tr.Facts = []complaint.Fact{{Name: m.fact, Words: m.words}}
			}
		}
		if strings.Contains(text, "order A-") {
			_, rest, _ := strings.Cut(text, "order ")
			tr.Fields["order"], _, _ = strings.Cut(rest, ",")
			tr.Fields["wish"], tr.Fields["when"], tr.Fields["what"], tr.Fields["where"] = "refund", "yesterday", text, "the shop"
		}
	}
	if tr.Summary == "" && len(in.Texts) > 0 {
		tr.Summary = in.Texts[0]
	}
	return tr
}

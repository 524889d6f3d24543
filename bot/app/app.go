// Package app puts the product together: it reads the configuration, opens what the other
// packages need, runs them, and stops them in order. It is the only package that knows all
// others.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"redress/bot/chart"
	"redress/bot/outbox"
	"redress/bot/telegram"
	"redress/cron"
	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/nlp"
	"redress/nlp/learn"
	redisstore "redress/store/redis"
	sqlstore "redress/store/sql"
)

const (
	lanesWidth      = 64              // chats dealt with at once
	rescueEvery     = 3 * time.Second // what replicas that are gone had in hand
	unfinishedEvery = 5               // every so many rescues: events that were missed
	digestLate      = 24 * time.Hour  // how long a missed digest is made up for: the newest always is
	stopWithin      = 10 * time.Second
)

// mind is the understanding.
type mind interface {
	Triage(ctx context.Context, q complaint.Inquiry) complaint.Triage
}

// World is what the program lives in: its clock, and how fast Telegram may be called.
// Changed returns a channel that is closed at the clock's next jump; nil when it never jumps.
type World struct {
	Now     func() time.Time
	Changed func() <-chan struct{}
	Pace    outbox.Pace // zero: Telegram's
}

// App is one running installation.
type App struct {
	cfg      Config
	world    World
	log      *slog.Logger
	rules    *rulebook
	mind     mind
	db       *sqlstore.DB
	redis    *redisstore.Client // nil without REDIS_URL
	client   *telegram.Client
	me       telegram.Me
	work     context.Context // of all workers; ends once what was taken in is dealt with
	stopWork context.CancelFunc
	lanes    *lanes
	outbox   *outbox.Outbox
	sweeper  *cron.Sweeper
	planner  *cron.Planner
	typing   *typing
	answers  sync.WaitGroup
}

// Open prepares an installation: policy, words, records, connection. Nothing runs yet.
func Open(ctx context.Context, cfg Config, w World, log *slog.Logger) (a *App, err error) {
	a = &App{cfg: cfg, world: w, log: log}
	if a.rules, err = openRulebook(cfg, a.now, log); err != nil {
		return nil, err
	}
	a.mind = a.rules
	a.client, err = telegram.New(telegram.Config{Token: cfg.Token, APIURL: cfg.APIURL, Log: log})
	if err != nil {
		return nil, err
	}
	a.work, a.stopWork = context.WithCancel(context.WithoutCancel(ctx))
	a.lanes = newLanes(a.work, lanesWidth, log)
	if a.db, err = a.openRecords(ctx); err != nil {
		return nil, err
	}
	a.rules.shelf = a.db
	if err := a.rules.keep(ctx, a.desk().Policy); err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	a.lanes.deal, a.lanes.fail, a.lanes.ready = a.deal, a.failed, a.db.Ready
	a.typing = &typing{send: a.client.Typing, last: map[int64]time.Time{}}
	a.sweeper = cron.NewSweeper(a.db, a.now, a.fresh, log)
	delivery := outbox.Config{Queue: a.db, Sender: telegram.NewSender(a.client, files{charts: chart.New(), shelf: a.db, desk: a.desk, now: a.now}), Now: a.now, Pace: w.Pace, Log: log}
	ticks := cron.Ticks(a.db)
	if a.redis != nil {
		delivery.Shared, ticks = sharedPace{a.redis, cmp.Or(w.Pace, outbox.TelegramPace())}, sharedTicks{a.db, a.redis}
	}
	a.outbox = outbox.New(delivery)
	a.planner, err = cron.NewPlanner(ticks, a.now, log, a.jobs()...)
	return a, err
}

// desk is the rules in force and the words.
func (a *App) desk() *flows.Desk { return a.rules.desk() }

// leavesOf are the categories that understanding chooses from.
func leavesOf(p *policy.Policy) []nlp.Category {
	var leaves []nlp.Category
	for _, c := range p.Categories() {
		if c.Leaf {
			leaves = append(leaves, nlp.Category{ID: c.ID, Like: c.Like, Names: c.Name, Keywords: c.Keywords})
		}
	}
	return leaves
}

func newUnderstanding(cfg Config, weights *learn.Weights, leaves []nlp.Category, zone *time.Location, log *slog.Logger) *nlp.Understanding {
	c := nlp.Config{Taxonomy: leaves, Zone: zone, Weights: weights, Log: log}
	if cfg.OpenAIModel != "" {
		all, each := cfg.tokenBudgets()
		c.Model = &nlp.ModelConfig{
			BaseURL: cfg.OpenAIURL, Key: cfg.OpenAIKey, Model: cfg.OpenAIModel, Embedding: cfg.OpenAIEmbedding,
			Transcription: cfg.OpenAITranscription, Vision: cfg.OpenAIVision,
			TokensPerHour: all, TokensPerCustomer: each,
		}
	}
	return nlp.New(c)
}

// openRecords opens the database, with sessions cached in Redis when there is one.
func (a *App) openRecords(ctx context.Context) (*sqlstore.DB, error) {
	options := []sqlstore.Option{sqlstore.WithArrivals(a.fresh)}
	if a.cfg.Redis != "" {
		client, err := redisstore.Open(a.cfg.Redis, a.log)
		if err != nil {
			return nil, fmt.Errorf("REDIS_URL: %w", err)
		}
		a.redis = client
		options = append(options, sqlstore.WithSessionCache(client.Sessions()))
	}
	return sqlstore.Open(ctx, a.cfg.Database, a.log, options...)
}

// now is the time in use, to the microsecond that records keep.
func (a *App) now() time.Time { return a.world.Now().UTC().Truncate(time.Microsecond) }

// fresh hands new events to the lanes.
func (a *App) fresh(events []complaint.Event) { a.lanes.push(events) }

// Run runs the installation until ctx ends, then stops it in order: nothing new is taken in,
// what is under way ends, what is to be sent is sent or stays queued.
func (a *App) Run(ctx context.Context) error {
	defer a.close()
	var err error
	if a.me, err = a.meet(ctx); ctx.Err() != nil {
		return nil
	} else if err != nil {
		return err
	}
	defer a.stopWork()
	if err := a.db.Reclaim(a.work, a.now()); err != nil {
		return err
	}
	a.unfinished(a.work) // before anything new, so that nothing overtakes it
	var workers sync.WaitGroup
	for _, run := range []func(context.Context){a.outbox.Run, a.sweeper.Run, a.planner.Run, a.rescue, a.followTime, a.watchPolicy, a.watchHealth, a.recount} {
		workers.Go(func() { run(a.work) })
	}
	workers.Go(func() { a.setMenus(a.work) })
	err = a.takeIn(ctx)
	a.drain()
	a.stopWork()
	workers.Wait()
	a.lanes.wait()
	a.answers.Wait()
	a.typing.busy.Wait()
	return err
}

func (a *App) close() {
	err := a.db.Close()
	if a.redis != nil {
		err = errors.Join(err, a.redis.Close())
	}
	if err != nil {
		a.log.Error("records did not close cleanly", "error", err)
	}
}

// drain gives what has been accepted a while to be dealt with. What is not done then is
// done after the next start.
func (a *App) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if a.lanes.idle(ctx) != nil {
		a.log.Warn("stopping with events under way; they are dealt with after the next start")
	}
}

// meet learns who the bot is, waiting for Telegram while it is out of reach.
func (a *App) meet(ctx context.Context) (telegram.Me, error) {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		me, err := a.client.Me(ctx)
		if err == nil || errors.Is(err, telegram.ErrToken) || ctx.Err() != nil {
			return me, err
		}
		a.log.Error("Telegram cannot be reached; trying again", "error", err, "in", wait)
		pause(ctx, wait)
	}
}

// takeIn lets updates in, by webhook or by polling, until ctx ends.
func (a *App) takeIn(ctx context.Context) error {
	in := telegram.Inlet{Me: a.me, Intake: a.db, Fresh: a.fresh, Invalidate: a.client.Invalidate, Now: a.now, Log: a.log}
	server, err := a.serveHTTP(in)
	if err != nil {
		return err
	}
	defer server.stop()
	if a.cfg.WebhookURL != "" {
		if err := a.register(ctx); err != nil {
			return err
		}
		a.log.Info("listening for Telegram", "bot", a.me.Username, "policy", a.desk().Policy.Name)
		a.watchWebhook(ctx)
		return nil
	}
	if err := a.client.DeleteWebhook(ctx); err != nil && ctx.Err() == nil {
		a.log.Warn("a webhook that may be set could not be removed", "error", err)
	}
	a.log.Info("polling Telegram", "bot", a.me.Username, "policy", a.desk().Policy.Name)
	return telegram.NewGate(a.client, in).Run(ctx)
}

// rescue finds events that nobody in this process has been told of, and takes over what
// replicas that are gone had in hand.
func (a *App) rescue(ctx context.Context) {
	for n := 1; ctx.Err() == nil; n++ {
		pause(ctx, rescueEvery)
		taken, err := a.db.Rescue(ctx, a.now())
		if err != nil && ctx.Err() == nil {
			a.log.Error("what other replicas left could not be taken over; trying again", "error", err)
		}
		if taken {
			a.log.Info("took over what a replica that is gone had in hand")
			a.outbox.Wake()
		}
		if taken || n%unfinishedEvery == 0 {
			a.unfinished(ctx)
		}
	}
}

func (a *App) unfinished(ctx context.Context) {
	const page = 1000
	for after := int64(0); ctx.Err() == nil; {
		events, err := a.db.Unfinished(ctx, after, page)
		if err != nil {
			if ctx.Err() == nil {
				a.log.Error("unfinished events could not be read; trying again", "error", err)
			}
			return
		}
		a.lanes.push(events)
		if len(events) < page {
			return
		}
		after = events[len(events)-1].ID
	}
}

// followTime wakes everybody who waits for a moment when the clock jumps.
func (a *App) followTime(ctx context.Context) {
	for a.world.Changed != nil && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-a.world.Changed():
			a.sweeper.Wake()
			a.planner.Wake()
			a.outbox.Wake()
		}
	}
}

// jobs is what is done at set times under the rules in force.
func (a *App) jobs() []cron.Job {
	return []cron.Job{a.digestJob(), a.regradeJob(), a.reportsJob(), a.keepJob(), a.aliveJob()}
}

// digestJob is the managers' daily message.
func (a *App) digestJob() cron.Job {
	at := a.desk().Policy.Digest()
	if a.cfg.DigestAt != "" {
		at = a.cfg.DigestAt
	}
	var hour, minute int
	if _, err := fmt.Sscanf(at, "%d:%d", &hour, &minute); err != nil {
		hour, minute = 8, 30
	}
	return cron.Job{
		Name: "digest", Spec: fmt.Sprintf("%d %d * * *", minute, hour), Zone: a.desk().Policy.Zone(), Late: digestLate,
		Event: func(due time.Time) complaint.Event {
			return complaint.Event{Kind: complaint.Tick, At: due, Chat: complaint.Chat{Kind: complaint.Group},
				Timer: &complaint.Timer{Name: "digest", At: due}}
		},
	}
}

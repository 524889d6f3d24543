package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"redress/bot/bench"
)

// torment is one run of `redress torture`: customers and staff at work while replicas are
// killed at random, calls to Telegram and the model go wrong, and servers come and go.
type torment struct {
	messages, words, kills, rolls int
	replicas                      int
	faults, model                 bool
	lone                          bool // the last one killed stays down
	postgres, redisServer         bool // servers of our own
	trouble                       bool // and they go wrong
	bound                         time.Duration
	database, redis               string
	program                       string
	out, errs                     io.Writer
}

// errTorture means that something was lost, doubled without excuse, or out of order.
var errTorture = errors.New("the installation did not stand it; see above")

func tortureCommand(ctx context.Context, args []string, out, errs io.Writer) error {
	t := torment{out: out, errs: errs}
	flags := flag.NewFlagSet("torture", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.IntVar(&t.messages, "messages", 2000, "messages that customers write")
	flags.IntVar(&t.words, "words", 10, "of these, how many belong to one complaint")
	flags.IntVar(&t.kills, "kills", 20, "how often a replica is killed")
	flags.IntVar(&t.rolls, "rolls", 0, "how often all replicas are replaced, one after the other, in good order")
	flags.BoolVar(&t.lone, "lone", false, "do not start the last one killed again: the others take over for good")
	flags.IntVar(&t.replicas, "replicas", 1, "how many run at once; more than one need PostgreSQL")
	flags.BoolVar(&t.faults, "faults", true, "let calls to Telegram go wrong, and updates come twice and in another order")
	flags.BoolVar(&t.model, "model", false, "let a model answer garbage, slowly, or never")
	flags.BoolVar(&t.postgres, "postgres", false, "keep records in a PostgreSQL that is started for it and thrown away")
	flags.BoolVar(&t.redisServer, "own-redis", false, "share sessions and pace in a Redis that is started for it and thrown away")
	flags.BoolVar(&t.trouble, "trouble", true, "kill and restart that PostgreSQL; flush, freeze, kill and restart that Redis")
	flags.DurationVar(&t.bound, "bound", 10*time.Minute, "the end, also when not everything has arrived")
	flags.StringVar(&t.database, "database", "", "database URL; empty: a SQLite file thrown away at the end")
	flags.StringVar(&t.redis, "redis", "", "Redis URL; empty: none")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || t.words < 2 || t.messages < t.words || t.replicas < 1 {
		return fmt.Errorf("%w: redress torture [-messages N] [-words 2…] [-kills N] [-rolls N] [-replicas N] [-lone] [-faults=false] [-model] [-postgres] [-own-redis] [-trouble=false] [-database URL] [-redis URL] [-bound 10m]", errUsage)
	}
	if t.lone && t.replicas == 1 {
		return fmt.Errorf("%w: -lone needs -replicas 2 or more", errUsage)
	}
	if t.replicas > 1 && !t.postgres && t.database == "" {
		return fmt.Errorf("%w: several replicas need -postgres or -database postgres://…", errUsage)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	t.program = self
	return t.run(ctx)
}

func (t torment) run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "redress-torture-")
	if err != nil {
		return err
	}
	ours, err := t.openServers()
	if err != nil {
		return errors.Join(err, ours.stop(), os.RemoveAll(folder))
	}
	switch {
	case ours.postgres != nil:
		t.database = ours.postgres.URL()
	case t.database == "":
		t.database = "sqlite:" + filepath.Join(folder, "redress.db")
	}
	if ours.redis != nil {
		t.redis = ours.redis.URL()
	}
	return errors.Join(t.inside(ctx, folder, ours), ours.stop(), os.RemoveAll(folder))
}

func (t torment) inside(ctx context.Context, folder string, ours *ownServers) error {
	ctx, cancel := context.WithTimeout(ctx, t.bound)
	defer cancel()
	s, err := bench.NewServer(0)
	if err != nil {
		return err
	}
	defer s.Close()
	bad := misfortune{on: t.faults}
	s.Break(bad.fault)
	if t.faults {
		s.Muddle()
	}
	oracle, err := bench.NewOracle()
	if err != nil {
		return err
	}
	defer oracle.Close()
	siege := bench.NewSiege(s, t.messages/t.words, t.words, 3)
	fleet := &bench.Fleet{Program: t.program, Args: []string{"bench", "bot"}, Replicas: t.replicas, Log: t.errs, Environ: t.environ(folder, oracle)}
	defer fleet.End()
	began := time.Now()
	if err := fleet.Launch(ctx, s); err != nil {
		return err
	}
	over := siege.Begin()
	quiet := t.letGoWrong(ctx, ours)
	err = t.killAtRandom(ctx, fleet, over)
	if err == nil {
		err = t.replaceAll(ctx, fleet, over)
	}
	if err := errors.Join(err, quiet()); err != nil {
		return err
	}
	bad.end()
	siege.Wait(ctx)
	took := time.Since(began)
	unsent := t.waitUntilSent(ctx)
	fleet.End()
	return t.judge(context.WithoutCancel(ctx), evidence{s: s, siege: siege, fleet: fleet, outages: ours.away, shaken: ours.shaken, patience: bad.patience.Load(), asked: oracle.Asked(), took: took, unsent: unsent})
}

func (t torment) environ(folder string, oracle *bench.Oracle) []string {
	list := []string{
		"HOME=" + folder, "TELEGRAM_BOT_TOKEN=" + bench.Token, "DATABASE_URL=" + t.database, "REDIS_URL=" + t.redis,
		"REDRESS_LANGUAGE=en", "LOG_LEVEL=error", "STAFF_CHAT_ID=" + strconv.Itoa(bench.Staff),
		fmt.Sprintf("REDRESS_STAFF_IDS=%d,%d", bench.Desk, bench.Desk+1),
	}
	if t.model {
		list = append(list, oracle.Environ()...)
	}
	return list
}

// killAtRandom kills one replica after another and starts it again, until it is enough or all
// is over.
func (t torment) killAtRandom(ctx context.Context, fleet *bench.Fleet, over <-chan struct{}) error {
	for n := range t.kills {
		if !goesOn(ctx, over, time.Duration(300+rand.IntN(900))*time.Millisecond) {
			return nil
		}
		i := rand.IntN(t.replicas)
		fleet.Kill(i)
		if t.lone && n == t.kills-1 {
			return nil
		}
		if err := fleet.Start(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// replaceAll puts new processes in the place of all, as a new version is rolled out.
func (t torment) replaceAll(ctx context.Context, fleet *bench.Fleet, over <-chan struct{}) error {
	for n := range t.rolls * t.replicas {
		if !goesOn(ctx, over, 500*time.Millisecond) {
			return nil
		}
		if err := fleet.Replace(ctx, n%t.replicas); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// goesOn waits; false means that all is over.
func goesOn(ctx context.Context, over <-chan struct{}, d time.Duration) bool {
	select {
	case <-over:
		return false
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

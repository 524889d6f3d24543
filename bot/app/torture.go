package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"redress/bot/bench"
	sqlstore "redress/store/sql"
)

// torment is one run of `redress torture`: customers and staff at work while replicas are
// killed at random and calls to Telegram go wrong.
type torment struct {
	messages, words, kills int
	replicas               int
	faults                 bool
	bound                  time.Duration
	database, redis        string
	program                string
	out, errs              io.Writer
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
	flags.IntVar(&t.replicas, "replicas", 1, "how many run at once; more than one need PostgreSQL")
	flags.BoolVar(&t.faults, "faults", true, "let calls to Telegram go wrong, too")
	flags.DurationVar(&t.bound, "bound", 10*time.Minute, "the end, also when not everything has arrived")
	flags.StringVar(&t.database, "database", "", "database URL; empty: a SQLite file thrown away at the end")
	flags.StringVar(&t.redis, "redis", "", "Redis URL; empty: none")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || t.words < 2 || t.messages < t.words || t.replicas < 1 {
		return fmt.Errorf("%w: redress torture [-messages N] [-words 2…] [-kills N] [-replicas N] [-faults=false] [-database URL] [-redis URL]", errUsage)
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
	if t.database == "" {
		t.database = "sqlite:" + filepath.Join(folder, "redress.db")
	}
	return errors.Join(t.inside(ctx, folder), os.RemoveAll(folder))
}

func (t torment) inside(ctx context.Context, folder string) error {
	ctx, cancel := context.WithTimeout(ctx, t.bound)
	defer cancel()
	s, err := bench.NewServer(0)
	if err != nil {
		return err
	}
	defer s.Close()
	s.Break(t.misfortune())
	siege := bench.NewSiege(s, t.messages/t.words, t.words, 3)
	fleet := &bench.Fleet{Program: t.program, Args: []string{"bench", "bot"}, Replicas: t.replicas, Log: t.errs, Environ: []string{
		"HOME=" + folder, "TELEGRAM_BOT_TOKEN=" + bench.Token, "DATABASE_URL=" + t.database, "REDIS_URL=" + t.redis,
		"REDRESS_LANGUAGE=en", "LOG_LEVEL=error", "STAFF_CHAT_ID=" + strconv.Itoa(bench.Staff),
		fmt.Sprintf("REDRESS_STAFF_IDS=%d,%d", bench.Desk, bench.Desk+1),
	}}
	defer fleet.End()
	began := time.Now()
	if err := fleet.Launch(ctx, s); err != nil {
		return err
	}
	over := siege.Begin()
	if err := t.killAtRandom(ctx, fleet, over); err != nil {
		return err
	}
	s.Break(func(string, int64) bench.Fault { return bench.None })
	siege.Wait(ctx)
	took := time.Since(began)
	fleet.End()
	return t.judge(context.WithoutCancel(ctx), s, siege, fleet.Kills(), took)
}

// misfortune lets one call in thirty go wrong.
func (t torment) misfortune() bench.Faults {
	all := []bench.Fault{bench.Flood, bench.Internal, bench.BadGateway, bench.DropBefore, bench.DropAfter, bench.GarbleAfter}
	return func(method string, _ int64) bench.Fault {
		if !t.faults || method == "getMe" || rand.IntN(30) > 0 {
			return bench.None
		}
		return all[rand.IntN(len(all))]
	}
}

// killAtRandom kills one replica after another and starts it again, until it is enough or all
// is over.
func (t torment) killAtRandom(ctx context.Context, fleet *bench.Fleet, over <-chan struct{}) error {
	for range t.kills {
		select {
		case <-over:
			return nil
		case <-ctx.Done():
			return nil
		case <-time.After(time.Duration(300+rand.IntN(900)) * time.Millisecond):
		}
		i := rand.IntN(t.replicas)
		fleet.Kill(i)
		if err := fleet.Start(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// judge compares what was said and shown with what is on record, and says what it finds.
func (t torment) judge(ctx context.Context, s *bench.Server, siege *bench.Siege, kills []bench.Kill, took time.Duration) error {
	db, err := sqlstore.Open(ctx, t.database, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	a, err := db.Audit(ctx)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	said, lost, twice := 0, []string{}, []string{}
	for _, texts := range siege.Said() {
		for _, text := range texts {
			switch said++; a.Heard[text] {
			case 0:
				lost = append(lost, text)
			case 1:
			default:
				twice = append(twice, text)
			}
		}
	}
	v, unfinished := s.Judge(kills), siege.Unfinished()
	fmt.Fprintf(t.out, `%d messages of customers in %s, %d kills
  lost %d, in two complaints %d, customers with two complaints %d, set aside %d, not dealt with %d
  complaints %d, claimed twice %d
  cards %d, replies %d, messages shown to staff %d; came twice with an excuse %d, without %d; out of order %d
  stories that did not come to their end %d
`, said, took.Round(time.Second), len(kills), len(lost), len(twice), a.Twice, a.Parked, a.Todo, a.Filed, a.Claimed,
		v.Cards, v.Replies, v.Relays, v.Explained, len(v.Doubled), len(v.Disorder), len(unfinished))
	for _, list := range [][]string{lost, twice, v.Doubled, v.Disorder, unfinished} {
		for _, one := range list[:min(len(list), 10)] {
			fmt.Fprintln(t.out, "  !", one)
		}
	}
	if len(lost)+len(twice)+a.Twice+a.Parked+a.Claimed+len(v.Doubled)+len(v.Disorder)+len(unfinished) > 0 {
		return errTorture
	}
	return nil
}

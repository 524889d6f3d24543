package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"text/tabwriter"
	"time"

	"redress/bot/bench"
	"redress/bot/outbox"
	"redress/bot/telegram/bare"
)

// benchCommand measures the program from outside, beside a bare echo bot in the same harness.
func benchCommand(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	if len(args) == 1 && args[0] == "bot" {
		return benchBot(ctx, environ, errs)
	}
	if len(args) == 1 && args[0] == "echo" {
		return bare.Run(ctx, bench.Token, os.Getenv("TELEGRAM_API_URL"), newLog(errs, "warn"))
	}
	var b benchmark
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.IntVar(&b.people, "people", 200, "people who write")
	flags.DurationVar(&b.warm, "warm", 3*time.Second, "how long each measurement runs before it counts")
	flags.DurationVar(&b.span, "for", 10*time.Second, "how long each measurement counts")
	flags.StringVar(&b.only, "only", "", "only the measurement of this name")
	flags.StringVar(&b.database, "database", "", "database URL; empty: a SQLite file thrown away at the end")
	flags.StringVar(&b.redis, "redis", "", "Redis URL; empty: none")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: redress bench [-people N] [-for 10s] [-only NAME] [-database URL] [-redis URL]", errUsage)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b.program, b.out, b.errs = self, out, errs
	runtime.GOMAXPROCS(1) // one core for the stand-in and the people, one for the bot
	return b.run(ctx)
}

// benchBot is the bot as it is measured: without Telegram's limits, and without waiting for a
// customer to pause.
func benchBot(ctx context.Context, environ []string, errs io.Writer) error {
	cfg, err := ReadConfig(environ)
	if err != nil {
		return err
	}
	cfg.Quiet = time.Millisecond
	return serve(ctx, cfg, World{Now: time.Now, Pace: outbox.Unpaced()}, io.Discard, newLog(errs, cfg.LogLevel))
}

// benchmark is one run of measurements.
type benchmark struct {
	people          int
	warm, span      time.Duration
	only            string
	database, redis string
	program         string // the file that is run as the bot
	out, errs       io.Writer
}

// measurement is one line of the table.
type measurement struct {
	name  string
	echo  bool
	delay time.Duration
	rate  float64
	who   func(s *bench.Server, closed bool) bench.Behaviour
}

func measurements() []measurement {
	echo := func(_ *bench.Server, closed bool) bench.Behaviour { return bench.NewEcho(closed) }
	status := func(_ *bench.Server, closed bool) bench.Behaviour { return bench.Status{Closed: closed} }
	talk := func(_ *bench.Server, closed bool) bench.Behaviour { return bench.Talk{Closed: closed} }
	life := func(s *bench.Server, _ bool) bench.Behaviour { return bench.NewLife(s) }
	const slow = 50 * time.Millisecond
	return []measurement{
		{name: "echo", echo: true, who: echo},
		{name: "echo-50ms", echo: true, delay: slow, who: echo},
		{name: "status", who: status},
		{name: "status-50ms", delay: slow, who: status},
		{name: "status-25/s", rate: 25, who: status},
		{name: "status-500/s", rate: 500, who: status},
		{name: "talk", who: talk},
		{name: "talk-50ms", delay: slow, who: talk},
		{name: "life", who: life},
		{name: "life-50ms", delay: slow, who: life},
	}
}

func (b *benchmark) run(ctx context.Context) error {
	w := tabwriter.NewWriter(b.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "measurement\tanswers/s\tcycles/s\tp50\tp99\tCPU s/1000\tcalls/answer\tdisorder\tmissing\tMB\t")
	for _, m := range measurements() {
		if b.only != "" && b.only != m.name || ctx.Err() != nil {
			continue
		}
		r, err := b.measure(ctx, m)
		if err != nil {
			return errors.Join(err, w.Flush())
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.1f\t%s\t%s\t%.3f\t%.2f\t%d\t%d\t%d\t\n", m.name, r.PerSecond(), float64(r.Cycles)/r.Took.Seconds(),
			r.Wait(0.5).Round(100*time.Microsecond), r.Wait(0.99).Round(100*time.Microsecond), r.CPUPerThousand(),
			float64(r.Calls)/float64(max(r.Answers, 1)), r.Disorder, r.Missing, r.Resident>>20)
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// measure starts a bot on records of its own and lets people write to it.
func (b *benchmark) measure(ctx context.Context, m measurement) (bench.Result, error) {
	s, err := bench.NewServer(m.delay)
	if err != nil {
		return bench.Result{}, err
	}
	folder, err := os.MkdirTemp("", "redress-bench-")
	if err != nil {
		return bench.Result{}, errors.Join(err, s.Close())
	}
	bot, err := b.start(ctx, m, s, folder)
	if err != nil {
		return bench.Result{}, errors.Join(err, s.Close(), os.RemoveAll(folder))
	}
	defer bot.Kill()
	select {
	case <-s.Polled():
	case <-time.After(time.Minute):
		return bench.Result{}, errors.New("the bot does not ask for updates within a minute")
	}
	r := bench.Measure(ctx, s, bot, bench.Load{People: b.people, Rate: m.rate, Warm: b.warm, For: b.span}, m.who(s, m.rate == 0))
	bot.Kill()
	return r, errors.Join(s.Close(), os.RemoveAll(folder))
}

func (b *benchmark) start(ctx context.Context, m measurement, s *bench.Server, folder string) (*bench.Process, error) {
	what := "bot"
	if m.echo {
		what = "echo"
	}
	database := b.database
	if database == "" {
		database = "sqlite:" + filepath.Join(folder, "redress.db")
	}
	return bench.Start(ctx, b.program, []string{"bench", what}, []string{
		"HOME=" + folder, "TELEGRAM_BOT_TOKEN=" + bench.Token, "TELEGRAM_API_URL=" + s.URL(), "DATABASE_URL=" + database,
		"REDIS_URL=" + b.redis, "REDRESS_LANGUAGE=en", "LOG_LEVEL=warn", "STAFF_CHAT_ID=" + strconv.Itoa(bench.Staff),
		"REDRESS_STAFF_IDS=" + strconv.Itoa(bench.Desk),
	}, b.errs)
}

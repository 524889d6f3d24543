package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	redisstore "redress/store/redis"
)

const usage = `redress takes complaints in chat and sees them through to the end.

  redress play             try it in the browser: no token, no server, nothing to install
  redress run              run the bot (TELEGRAM_BOT_TOKEN must be set); the default
  redress doctor           check every setting and what it points to
  redress policy list      the ready-made policies
  redress policy show NAME the rules of a pack or file as a table
  redress policy check FILE find every mistake in a policy file
  redress understand       what is understood of {"id","text"} lines on standard input
  redress learn            fit the understanding to what staff corrected, and report what it is worth
  redress export           write complaints down as CSV, XLSX or JSON: redress export --from 2026-11-01
  redress migrate          move all records to another database: redress migrate --to postgres://…
  redress backup FILE      copy the records (SQLite), also while the bot runs
  redress restore FILE     put such a copy in the place of records that are gone
  redress bench            measure speed and memory beside a bare echo bot, on this machine only
  redress torture          kill it at random under load, break its calls, and see whether anything is missing
  redress config           every setting, its default and what it means
  redress version          what this is
`

// Main runs one command and returns the exit code: 0 done, 1 failed, 2 not understood.
func Main(ctx context.Context, args, environ []string, in io.Reader, out, errs io.Writer) int {
	command := "run"
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	var err error
	switch command {
	case "run":
		err = run(ctx, environ, out, errs)
	case "play":
		err = play(ctx, args, environ, out, errs)
	case "understand":
		err = understandCommand(ctx, args, environ, in, out, errs)
	case "learn":
		err = learnCommand(ctx, args, environ, out, errs)
	case "doctor":
		err = examine(ctx, environ, out)
	case "policy":
		err = policyCommand(args, out)
	case "export":
		err = exportCommand(ctx, args, environ, out, errs)
	case "migrate":
		err = migrateCommand(ctx, args, environ, out, errs)
	case "backup":
		err = backupCommand(ctx, args, environ, out)
	case "restore":
		err = restoreCommand(ctx, args, environ, out)
	case "bench":
		err = benchCommand(ctx, args, environ, out, errs)
	case "torture":
		err = tortureCommand(ctx, args, out, errs)
	case "config":
		err = showSettings(out)
	case "version":
		_, err = fmt.Fprintln(out, version())
	case "help", "-h", "--help":
		_, err = fmt.Fprint(out, usage)
	default:
		err = fmt.Errorf("%w: no command %q\n\n%s", errUsage, command, usage)
	}
	return exitCode(err, errs)
}

// errUsage marks a command line that was not understood.
var errUsage = errors.New("usage")

func exitCode(err error, errs io.Writer) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(errs, "redress:", err)
	if errors.Is(err, errUsage) {
		return 2
	}
	return 1
}

// run runs the bot on real Telegram.
func run(ctx context.Context, environ []string, out, errs io.Writer) error {
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	if cfg.Token == "" {
		return errors.New("TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather, or try `redress play` without one")
	}
	return serve(ctx, cfg, World{Now: time.Now}, out, newLog(errs, cfg.LogLevel))
}

// serve opens an installation and runs it. Who asks it to stop while it opens has what they want.
func serve(ctx context.Context, cfg Config, w World, out io.Writer, log *slog.Logger) error {
	redisstore.LogTo(log)
	a, err := Open(ctx, cfg, w, log)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return err
	}
	if err := a.seed(ctx, out); err != nil && ctx.Err() == nil {
		return errors.Join(err, a.db.Close())
	}
	return a.Run(ctx)
}

func newLog(w io.Writer, level string) *slog.Logger {
	l := slog.LevelInfo
	if chosen := logLevel(level); chosen != nil {
		l = *chosen
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

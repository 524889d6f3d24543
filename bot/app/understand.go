package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"redress/nlp"
	"redress/nlp/understand"
)

// understandCommand is `redress understand`: {"id","text"} lines in, what was understood out;
// or, with -eval, how well labelled lines are understood.
func understandCommand(ctx context.Context, args, environ []string, in io.Reader, out, errs io.Writer) error {
	flags := flag.NewFlagSet("understand", flag.ContinueOnError)
	flags.SetOutput(errs)
	eval := flags.String("eval", "", "JSON Lines `file` with labels: print accuracy, F1 and confusion")
	taxonomy := flags.String("taxonomy", "policy", "categories to choose from: policy, or common (nine that any organisation has)")
	with := flags.String("with", "both", "local, or both: the local understanding with the model that is configured")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: redress understand [-eval FILE] [-taxonomy policy|common] [-with local|both] <LINES", errUsage)
	}
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	u, err := reader(cfg, *taxonomy, *with)
	if err != nil {
		return err
	}
	if *eval == "" {
		return understand.Print(ctx, u, in, out, time.Now())
	}
	file, err := os.Open(*eval)
	if err != nil {
		return err
	}
	return errors.Join(understand.Eval(ctx, u, file, out, time.Now()), file.Close())
}

// reader is the understanding the command line asks for.
func reader(cfg Config, taxonomy, with string) (*nlp.Understanding, error) {
	if with == "local" {
		cfg.OpenAIModel = ""
	} else if with != "both" {
		return nil, fmt.Errorf("%w: -with is local or both", errUsage)
	}
	p, err := loadPolicy(cfg.Policy)
	if err != nil {
		return nil, err
	}
	leaves := leavesOf(p)
	switch taxonomy {
	case "policy":
	case "common":
		leaves = nil
	default:
		return nil, fmt.Errorf("%w: -taxonomy is policy or common", errUsage)
	}
	weights, err := readWeights(cfg.Weights)
	if err != nil {
		return nil, err
	}
	return newUnderstanding(cfg, weights, leaves, p.Zone(), slog.New(slog.DiscardHandler)), nil
}

package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math"
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
	eval := flags.String("eval", "", "JSON Lines `file` with labels: print accuracy, F1, confusion, calibration and cost")
	taxonomy := flags.String("taxonomy", "policy", "categories to choose from: policy, or common (nine that any organisation has)")
	with := flags.String("with", "both", "local, model (what the model says by itself), or both: the local understanding with the model that is configured")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: redress understand [-eval FILE] [-taxonomy policy|common] [-with local|model|both] <LINES", errUsage)
	}
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	u, err := reader(cfg, *taxonomy, *with)
	if err != nil {
		return err
	}
	view := understand.Reader(u)
	if *with == "model" {
		alone, ok := u.Alone()
		if !ok {
			return errors.New("-with model: name one with OPENAI_MODEL")
		}
		view = alone
	}
	if *eval == "" {
		return understand.Print(ctx, view, in, out, errs, time.Now())
	}
	file, err := os.Open(*eval)
	if err != nil {
		return err
	}
	spent := func() understand.Asked { return askedSoFar(u) }
	return errors.Join(understand.Eval(ctx, view, file, out, time.Now(), spent), file.Close())
}

func askedSoFar(u *nlp.Understanding) understand.Asked {
	s := u.Spent()
	return understand.Asked{Calls: s.Calls, Sent: s.Prompt, Tokens: s.Tokens}
}

// reader is the understanding the command line asks for.
func reader(cfg Config, taxonomy, with string) (*nlp.Understanding, error) {
	switch with {
	case "local":
		cfg.OpenAIModel = ""
	case "both", "model":
		cfg.OpenAITokens, cfg.OpenAITokensEach = math.MaxInt32, math.MaxInt32 // whoever measures has chosen to pay
	default:
		return nil, fmt.Errorf("%w: -with is local, model or both", errUsage)
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

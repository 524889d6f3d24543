package app

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/nlp/learn"
	"redress/nlp/topic"
	sqlstore "redress/store/sql"
)

// learnCommand is `redress learn`: it fits the local understanding to what staff corrected,
// reports what that is worth, and writes the weights where it is told. Nothing uses them
// before REDRESS_WEIGHTS names the file.
func learnCommand(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("learn", flag.ContinueOnError)
	flags.SetOutput(errs)
	data := flags.String("data", "", "database `file`; empty: DATABASE_URL")
	target := flags.String("out", "", "`file` to write the weights to; empty: only report")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: redress learn [-data redress.db] [-out FILE]", errUsage)
	}
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	if *data != "" {
		if _, err := os.Stat(*data); err != nil {
			return fmt.Errorf("-data: %w", err)
		}
		cfg.Database = "sqlite:" + *data
	}
	lessons, err := readLessons(ctx, cfg)
	if err != nil {
		return err
	}
	if len(lessons) == 0 {
		_, err := fmt.Fprintln(out, "There are no corrections to learn from yet. Staff make them with More, then Correct, on a card, or with /label.")
		return err
	}
	weights, report, err := learn.Run(lessons)
	if err != nil {
		return err
	}
	if err := report.Print(out); err != nil || *target == "" {
		return err
	}
	return writeWeights(*target, weights, out)
}

func writeWeights(target string, w *learn.Weights, out io.Writer) error {
	var b bytes.Buffer
	if err := w.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(target, b.Bytes(), 0o600); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "Written. To use them, set REDRESS_WEIGHTS=%s and start again; without it, the shipped ones stay.\n", target)
	return err
}

// readLessons reads every correction with the words it is about.
func readLessons(ctx context.Context, cfg Config) (lessons []learn.Lesson, err error) {
	p, err := loadPolicy(cfg.Policy)
	if err != nil {
		return nil, err
	}
	db, err := sqlstore.Open(ctx, cfg.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	const page = 500
	for after := ""; ; {
		labels, err := db.Labels(ctx, after, page)
		if err != nil {
			return nil, err
		}
		for _, l := range labels {
			lessons = appendLesson(lessons, p, l)
			after = l.Complaint
		}
		if len(labels) < page {
			return lessons, nil
		}
	}
}

// appendLesson adds a correction, if there are words it is about. Categories of the house's
// own count as the common one they are like; those like none teach the kind alone.
func appendLesson(lessons []learn.Lesson, p *policy.Policy, l flows.Labelled) []learn.Lesson {
	text := strings.TrimSpace(strings.Join(l.Words, "\n"))
	if text == "" || l.Person.Kind == "" {
		return lessons
	}
	lesson := learn.Lesson{Text: text, Kind: l.Person.Kind}
	if l.Person.Kind == complaint.KindComplaint {
		lesson.Category = commonOf(p, l.Person.Category)
	}
	return append(lessons, lesson)
}

func commonOf(p *policy.Policy, id string) string {
	c, _ := p.Category(id)
	for _, common := range topic.Common() {
		if common == id || common == c.Like {
			return common
		}
	}
	return ""
}

// readWeights reads the file that REDRESS_WEIGHTS names; nil when it names none.
func readWeights(name string) (*learn.Weights, error) {
	if name == "" {
		return nil, nil
	}
	raw, err := readFile(name)
	if err != nil {
		return nil, errors.New("REDRESS_WEIGHTS: the file cannot be read; make it with redress learn -out FILE")
	}
	w, err := learn.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("REDRESS_WEIGHTS: %w", err)
	}
	return w, nil
}

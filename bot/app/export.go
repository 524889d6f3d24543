package app

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"redress/bot/report"
	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
	"redress/nlp/redact"
	sqlstore "redress/store/sql"
)

const exportUsage = "redress export --from YYYY-MM-DD [--to YYYY-MM-DD] [--format csv|xlsx|json] [--desk ID] [--language en|zh-Hans|zh-Hant] [--redact] [--out FILE]"

// exportCommand is `redress export`: every complaint filed in some days, one a row, with all
// fields of its record. It reads page by page, so that a million take no more memory than a
// thousand.
func exportCommand(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	o := order{now: time.Now()}
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&o.from, "from", "", "first `day`, such as 2026-11-01, in the policy's time zone")
	flags.StringVar(&o.to, "to", "", "last `day`; empty: today")
	flags.StringVar(&o.format, "format", "csv", strings.Join(report.Formats(), ", "))
	flags.StringVar(&o.desk, "desk", "", "only what this desk of the policy has now")
	flags.StringVar(&o.language, "language", "", "of headers and names; empty: REDRESS_LANGUAGE, or the policy's first")
	flags.BoolVar(&o.redact, "redact", false, "leave out names, numbers and addresses of customers and the names of staff")
	flags.StringVar(&o.file, "out", "", "`file` to write, which must not exist yet; empty: standard output")
	data := flags.String("data", "", "database `file`; empty: DATABASE_URL")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: %s", errUsage, exportUsage)
	}
	cfg, err := ReadConfig(environ)
	if err != nil {
		return fmt.Errorf("the configuration has faults:\n%w", err)
	}
	if *data != "" {
		cfg.Database = "sqlite:" + *data
	}
	if err := o.read(cfg); err != nil {
		return fmt.Errorf("%w: %w\n\n%s", errUsage, err, exportUsage)
	}
	if err := databaseThere(cfg.Database); err != nil {
		return err
	}
	n, err := o.fill(ctx, cfg, out)
	if err == nil && o.file != "" {
		_, err = fmt.Fprintf(errs, "%d complaints are in %s\n", n, o.file)
	}
	return err
}

// order is what is to be exported, and how.
type order struct {
	from, to, format, desk, language, file string
	redact                                 bool
	now                                    time.Time

	policy  *policy.Policy
	voice   texts.Voice
	extract flows.Extract
}

// read understands the flags, and reports everything that is wrong with them at once.
func (o *order) read(cfg Config) error {
	var faults []error
	words, err := texts.Load()
	if err != nil {
		return err
	}
	if o.policy, err = loadPolicy(cfg.Policy); err != nil {
		return err
	}
	if !slices.Contains(report.Formats(), o.format) {
		faults = append(faults, fmt.Errorf("--format %s is not known: choose from %s", o.format, strings.Join(report.Formats(), ", ")))
	}
	language := cmp.Or(o.language, cfg.Language, o.policy.Languages()[0])
	o.voice = words.In(words.Match(language))
	if o.language != "" && words.Match(language) == "en" && !strings.HasPrefix(language, "en") {
		faults = append(faults, fmt.Errorf("--language %s is not spoken: choose from %s", o.language, strings.Join(words.Languages(), ", ")))
	}
	if _, known := o.policy.Desk(o.desk); o.desk != "" && o.desk != policy.DefaultDesk && !known {
		faults = append(faults, fmt.Errorf("--desk %s is not a desk of the policy: choose from %s", o.desk, strings.Join(deskIDs(o.policy), ", ")))
	}
	return errors.Join(append(faults, o.days())...)
}

func deskIDs(p *policy.Policy) []string {
	ids := []string{policy.DefaultDesk}
	for _, d := range p.Desks() {
		if d.ID != policy.DefaultDesk {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// days reads the two dates: midnight to midnight in the policy's zone, both days included.
func (o *order) days() error {
	zone := o.policy.Zone()
	to := cmp.Or(o.to, o.now.In(zone).Format(time.DateOnly))
	first, err1 := time.ParseInLocation(time.DateOnly, o.from, zone)
	last, err2 := time.ParseInLocation(time.DateOnly, to, zone)
	switch {
	case o.from == "":
		return errors.New("--from is missing: name the first day, such as --from 2026-11-01")
	case err1 != nil:
		return fmt.Errorf("--from %s is no day: write it as 2026-11-01", o.from)
	case err2 != nil:
		return fmt.Errorf("--to %s is no day: write it as 2026-11-30", o.to)
	case first.After(last):
		return fmt.Errorf("--from %s is after --to %s", o.from, to)
	}
	o.extract = flows.Extract{From: first, To: last.AddDate(0, 0, 1), Desk: complaint.Desk(o.desk)}
	return nil
}

// databaseThere refuses to export from a database file that does not exist, instead of making one.
func databaseThere(database string) error {
	file, ok := strings.CutPrefix(database, "sqlite:")
	if !ok {
		return nil
	}
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("there is no database %s: name it in DATABASE_URL, or with --data", file)
	}
	return nil
}

// fill writes the file, or standard output. A file that could not be finished is taken away.
func (o *order) fill(ctx context.Context, cfg Config, out io.Writer) (n int, err error) {
	if o.file != "" {
		f, e := os.OpenFile(o.file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case errors.Is(e, fs.ErrExist):
			return 0, fmt.Errorf("--out %s exists already: name another file, or remove it", o.file)
		case e != nil:
			return 0, fmt.Errorf("--out: %w", e)
		}
		defer func() {
			if err = errors.Join(err, f.Close()); err != nil {
				err = errors.Join(err, os.Remove(o.file))
			}
		}()
		out = f
	}
	db, err := sqlstore.Open(ctx, cfg.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return o.copy(ctx, db, out)
}

// archive is where records are read page by page.
type archive interface {
	Load(ctx context.Context, want flows.Want, now time.Time) (flows.State, error)
	Extract(ctx context.Context, x flows.Extract, after flows.Mark) (page []complaint.Record, mark flows.Mark, more bool, err error)
}

func (o *order) copy(ctx context.Context, db archive, out io.Writer) (n int, err error) {
	terms := &report.Terms{Policy: o.policy, Voice: o.voice, Redact: withoutPeople}
	if o.redact {
		terms.Privacy = report.Everyone
	}
	if terms.Staff, err = colleagues(ctx, db, o.now); err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(out, 1<<16)
	table, err := report.NewTable(o.format, buffered, terms)
	if err != nil {
		return 0, err
	}
	err = each(ctx, db, o.extract, func(r *complaint.Record) error {
		n++
		return table.Add(r)
	})
	if err != nil {
		return n, err
	}
	if err := table.Close(); err != nil {
		return n, err
	}
	return n, buffered.Flush()
}

// each hands over every record of an extract, in order, keeping a page of them at a time.
func each(ctx context.Context, db archive, x flows.Extract, do func(*complaint.Record) error) error {
	var mark flows.Mark
	for {
		page, last, more, err := db.Extract(ctx, x, mark)
		if err != nil {
			return err
		}
		for i := range page {
			if err := do(&page[i]); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
		mark = last
	}
}

// colleagues are the names of staff by user id.
func colleagues(ctx context.Context, db archive, now time.Time) (map[int64]string, error) {
	st, err := db.Load(ctx, flows.Want{}, now)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, s := range st.Org.People {
		names[s.ID] = s.Name
	}
	return names, nil
}

// withoutPeople takes personal data out of words.
func withoutPeople(s string) string {
	var v redact.Vault
	return v.Redact(s)
}

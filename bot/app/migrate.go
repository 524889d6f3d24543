package app

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	sqlstore "redress/store/sql"
)

// migrateCommand is `redress migrate`: it moves all records to another database.
func migrateCommand(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("migrate", flag.ContinueOnError)
	flags.SetOutput(errs)
	here := asMap(environ)["DATABASE_URL"]
	from := flags.String("from", "", "database to read, sqlite:… or postgres://…; empty: DATABASE_URL")
	to := flags.String("to", "", "empty database to write, sqlite:… or postgres://…; empty: DATABASE_URL")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("%w: redress migrate --from sqlite:redress.db --to postgres://user:password@host/database (stop redress first)", errUsage)
	}
	source, target := cmp.Or(*from, here), cmp.Or(*to, here)
	if source == "" || target == "" {
		return fmt.Errorf("%w: redress migrate needs --from and --to, or DATABASE_URL for one of them", errUsage)
	}
	began := time.Now()
	var tables, rows int64
	var lost error // of the reader of our report
	err := sqlstore.Copy(ctx, source, target, func(c sqlstore.Copied) {
		line := fmt.Sprintf("%-14s %10d rows …\n", c.Table, c.Rows)
		if c.Done {
			tables, rows = tables+1, rows+c.Rows
			line = fmt.Sprintf("%-14s %10d rows  sum %016x  the same at both ends\n", c.Table, c.Rows, c.Sum)
		}
		if _, err := io.WriteString(out, line); err != nil {
			lost = err
		}
	})
	if err != nil {
		return fmt.Errorf("nothing was moved: %w", err)
	}
	took := time.Since(began)
	_, err = fmt.Fprintf(out, "%d rows of %d tables in %s, %.0f rows/s. Set DATABASE_URL to the new database and start redress; keep the old one until you are content.\n",
		rows, tables, took.Round(time.Millisecond), float64(rows)/took.Seconds())
	return cmp.Or(lost, err)
}

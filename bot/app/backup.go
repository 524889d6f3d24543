package app

import (
	"context"
	"fmt"
	"io"

	sqlstore "redress/store/sql"
)

// backupCommand copies the records to a file, also while the bot runs.
func backupCommand(ctx context.Context, args, environ []string, out io.Writer) error {
	file, cfg, err := backupFile("backup", args, environ)
	if err != nil {
		return err
	}
	if err := sqlstore.Backup(ctx, cfg.Database, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The records are in %s. `redress restore %s` puts them in the place of records that are gone.\n", file, file)
	return err
}

// restoreCommand puts a backup in the place of records that are not there.
func restoreCommand(ctx context.Context, args, environ []string, out io.Writer) error {
	file, cfg, err := backupFile("restore", args, environ)
	if err != nil {
		return err
	}
	if err := sqlstore.Restore(ctx, file, cfg.Database); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The records of %s are in place; start the bot.\n", file)
	return err
}

func backupFile(command string, args, environ []string) (file string, cfg Config, err error) {
	if len(args) != 1 {
		return "", cfg, fmt.Errorf("%w: redress %s FILE (the records are those of DATABASE_URL)", errUsage, command)
	}
	if cfg, err = ReadConfig(environ); err != nil {
		return "", cfg, fmt.Errorf("the configuration has faults:\n%w", err)
	}
	return args[0], cfg, nil
}

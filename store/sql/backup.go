package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
)

// Backup copies the records at location into a new file that Restore can open, while others go on
// writing. PostgreSQL has its own tools for that.
func Backup(ctx context.Context, location, file string) error {
	d, err := fileDialect(location)
	if err != nil {
		return err
	}
	if _, err := os.Stat(strings.TrimPrefix(location, "sqlite:")); err != nil {
		return fmt.Errorf("there is no database to back up: %w", err)
	}
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists already: name another file, or remove it", file)
	}
	unfinished := file + ".part"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("what is left of an earlier backup is in the way: %w", err)
	}
	if err := onOne(d, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "VACUUM INTO ?", unfinished)
		return err
	}); err != nil {
		return fmt.Errorf("the backup could not be written: %w", err)
	}
	if err := errors.Join(os.Chmod(unfinished, 0o600), sound(ctx, unfinished)); err != nil {
		return err
	}
	return os.Rename(unfinished, file)
}

// Restore puts a backup in the place of records that are not there.
func Restore(ctx context.Context, file, location string) error {
	if _, err := fileDialect(location); err != nil {
		return err
	}
	target := strings.TrimPrefix(location, "sqlite:")
	for _, part := range []string{target, target + "-wal"} {
		if _, err := os.Stat(part); err == nil {
			return fmt.Errorf("%s exists: stop the bot and move the old records away first, all of them, %s-wal and -shm too", part, target)
		}
	}
	if err := sound(ctx, file); err != nil {
		return err
	}
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(target))
	}
	return nil
}

// fileDialect is of records in a file of their own.
func fileDialect(location string) (dialect, error) {
	d, err := dialectOf(location, "")
	if err == nil && (d.shared || location == "sqlite::memory:") {
		err = errors.New("only records in a file are backed up and restored here: use pg_dump and pg_restore for PostgreSQL")
	}
	return d, err
}

func onOne(d dialect, f func(*sql.DB) error) error {
	pool, _, err := d.migrator()
	if err != nil {
		return err
	}
	return errors.Join(f(pool), pool.Close())
}

// sound reports whether a file holds records that can be read.
func sound(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("there is no such backup: %w", err)
	}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer pool.Close()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check").Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("%s is no sound copy of the records (%s): %w", file, verdict, err)
	}
	var n int
	if err := pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM complaints").Scan(&n); err != nil {
		return fmt.Errorf("%s holds no records of this program: %w", file, err)
	}
	return nil
}

// Tidy lets the database look after itself: it learns how its tables have grown, and gives back
// what it does not need.
func (db *DB) Tidy(ctx context.Context) error {
	if db.dialect.shared {
		return nil // the server does so by itself
	}
	return onOne(db.dialect, func(pool *sql.DB) error {
		for _, statement := range []string{"PRAGMA optimize", "PRAGMA wal_checkpoint(PASSIVE)"} {
			if _, err := pool.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("the database could not be tidied: %w", err)
			}
		}
		return nil
	})
}

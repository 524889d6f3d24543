package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Copied is how far the copying of one table is, or what it came to.
type Copied struct {
	Table string
	Rows  int64
	Sum   uint64 // over all rows, whatever their order: the same at both ends when Done
	Done  bool
}

// copyStep is after how many rows progress is told.
const copyStep = 100_000

// uncopied are the tables that belong to a place, not to the records.
func uncopied(table string) bool {
	return table == "replicas" || strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "sqlite_")
}

// Copy moves all records from one database into another that holds none, in either direction
// between SQLite and PostgreSQL. Both are brought up to date first. It is one transaction at
// the target: either everything is there afterwards, counted and with the same sums as at the
// source, or nothing. Nobody may be at work on either; what of it can be seen is refused.
func Copy(ctx context.Context, from, to string, tell func(Copied)) error {
	if from == to {
		return errors.New("source and target are the same database")
	}
	source, err := openEnd(ctx, from)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	defer source.close()
	target, err := openEnd(ctx, to)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	defer target.close()
	if err := source.mustRest(ctx); err != nil {
		return fmt.Errorf("source: %w", err)
	}
	if err := target.mustBeEmpty(ctx); err != nil {
		return fmt.Errorf("target: %w", err)
	}
	return copyAll(ctx, source, target, tell)
}

func copyAll(ctx context.Context, source, target *end, tell func(Copied)) error {
	tables, err := source.sameTables(ctx, target)
	if err != nil {
		return err
	}
	snapshot, err := source.pool.BeginTx(ctx, &sql.TxOptions{Isolation: source.isolation, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	defer func() { _ = snapshot.Rollback() }() // it has changed nothing
	load, err := target.load(ctx)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	for _, t := range tables {
		if err = copyTable(ctx, snapshot, load, t, tell); err != nil {
			break
		}
	}
	if err == nil {
		err = load.commit(ctx)
	}
	return errors.Join(err, load.close(ctx))
}

// copyTable copies one table and reads it again at the target.
func copyTable(ctx context.Context, snapshot *sql.Tx, load loader, t table, tell func(Copied)) error {
	rows, err := snapshot.QueryContext(ctx, t.read())
	if err != nil {
		return fmt.Errorf("source: table %s: %w", t.name, err)
	}
	defer rows.Close()
	read := &counted{rows: rows, so: Copied{Table: t.name}, tell: tell, values: make([]any, len(t.columns))}
	if err := load.fill(ctx, t, read); err != nil {
		return fmt.Errorf("target: table %s: %w", t.name, err)
	}
	if read.err != nil {
		return fmt.Errorf("source: table %s: %w", t.name, read.err)
	}
	written := &counted{so: Copied{Table: t.name}, tell: func(Copied) {}, values: make([]any, len(t.columns))}
	if err := load.readAgain(ctx, t, written); err != nil {
		return fmt.Errorf("target: table %s: %w", t.name, err)
	}
	if written.so != read.so {
		return fmt.Errorf("table %s came out different: %d rows with sum %016x were read, %d with sum %016x are there; nothing was kept",
			t.name, read.so.Rows, read.so.Sum, written.so.Rows, written.so.Sum)
	}
	read.so.Done = true
	tell(read.so)
	return nil
}

// end is one of the two databases.
type end struct {
	dialect
	pool *sql.DB
}

func openEnd(ctx context.Context, url string) (*end, error) {
	d, err := dialectOf(url, newName())
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, d); err != nil {
		return nil, err
	}
	pool, _, err := d.migrator() // without limits of time
	if err != nil {
		return nil, err
	}
	return &end{d, pool}, nil
}

func (e *end) close() { _ = errors.Join(e.pool.Close(), e.cleanup()) }

// mustRest refuses to copy from under the hands of replicas.
func (e *end) mustRest(ctx context.Context) error {
	if !e.shared {
		return nil
	}
	var living int
	err := e.pool.QueryRowContext(ctx, `
		SELECT COUNT(*) FROM replicas WHERE seen > (extract(epoch FROM clock_timestamp()) - $1) * 1000000`, 3*beat.Seconds()).Scan(&living)
	if err == nil && living > 0 {
		err = fmt.Errorf("%d replicas of redress are at work on it: stop them first", living)
	}
	return err
}

func (e *end) mustBeEmpty(ctx context.Context) error {
	for _, table := range []string{"events", "complaints", "outbox", "sessions", "bindings", "staff"} {
		var rows int64
		if err := e.pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table).Scan(&rows); err != nil {
			return err
		}
		if rows > 0 {
			return fmt.Errorf("it is not empty (%d rows in %s): name a new database", rows, table)
		}
	}
	return nil
}

// table is a table with its columns in order of their names.
type table struct {
	name    string
	columns []string
}

func (t table) read() string {
	return "SELECT " + strings.Join(t.columns, ", ") + " FROM " + t.name
}

// sameTables are the tables that both ends have, those first that others refer to.
func (e *end) sameTables(ctx context.Context, other *end) ([]table, error) {
	mine, err := e.tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	theirs, err := other.tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("target: %w", err)
	}
	if !slices.EqualFunc(mine, theirs, func(a, b table) bool { return a.name == b.name && slices.Equal(a.columns, b.columns) }) {
		return nil, errors.New("source and target have different tables: use the same version of redress for both")
	}
	return mine, nil
}

func (e *end) tables(ctx context.Context) ([]table, error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if e.shared {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	rows, err := e.pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := []string{"complaints"}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if !uncopied(name) && name != names[0] {
			names = append(names, name)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	slices.Sort(names[1:])
	tables := make([]table, len(names))
	for i, name := range names {
		if tables[i], err = e.describe(ctx, name); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

func (e *end) describe(ctx context.Context, name string) (table, error) {
	rows, err := e.pool.QueryContext(ctx, "SELECT * FROM "+name+" LIMIT 0")
	if err != nil {
		return table{}, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	slices.Sort(columns)
	return table{name, columns}, err
}

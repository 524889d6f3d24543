package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// session is what every connection asks for, unless the URL says otherwise. A replica that
// freezes in the middle of a transaction is cut off, so that the others can go on.
var session = map[string]string{
	"application_name":                    "redress",
	"lock_timeout":                        "7s",
	"statement_timeout":                   "15s",
	"idle_in_transaction_session_timeout": "10s",
}

const connectWithin = 5 * time.Second

// postgresDialect understands postgres:// URLs with every parameter of libpq, sslmode and
// sslrootcert among them. The URL, which holds the password, is in no error.
func postgresDialect(location, name string) (dialect, error) {
	config, err := pgx.ParseConfig(location)
	if err != nil {
		return dialect{}, errors.New("DATABASE_URL is not an address of PostgreSQL: write postgres://user:password@host:5432/database, " +
			"with other signs than letters and digits in the password as %XX, and check parameters such as sslmode and sslrootcert")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	migrating := config.Copy()
	set(config, session)
	set(migrating, map[string]string{"application_name": "redress migrations"})
	return dialect{
		goose: goose.DialectPostgres,
		migrator: func() (*sql.DB, []goose.ProviderOption, error) {
			locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
			return stdlib.OpenDB(*migrating), []goose.ProviderOption{goose.WithSessionLocker(locker)}, err
		},
		reader:    func() (*sql.DB, error) { return stdlib.OpenDB(*config), nil },
		pen:       func(ctx context.Context) (pen, error) { return openServerPen(ctx, config, name) },
		shared:    true,
		isolation: sql.LevelRepeatableRead,
		conflict:  func(err error) bool { return sqlState(err) == "23505" },
		away:      away,
		explain:   func(err error) error { return explained(err, config) },
		bury:      bury,
		alone:     func() (func() error, error) { return func() error { return nil }, nil },
		cleanup:   func() error { return nil },
	}, nil
}

func set(config *pgx.ConnConfig, wanted map[string]string) {
	given := config.RuntimeParams
	config.RuntimeParams = maps.Clone(wanted)
	maps.Copy(config.RuntimeParams, given)
}

// sqlState is the code of PostgreSQL's error, "" for another's.
func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// away is true of a server that stops, starts, is cut off or has no room, and of one that
// rolled back for the sake of others: what was asked may be asked again.
func away(err error) bool {
	switch state := sqlState(err); {
	case state == "":
		return disconnected(err)
	case strings.HasPrefix(state, "08"), strings.HasPrefix(state, "57P"):
		return true
	default:
		return strings.Contains("40001 40P01 55P03 53300 25P03 25006", state)
	}
}

func disconnected(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, errLost) ||
		errors.Is(err, net.ErrClosed) || pgconn.Timeout(err) || pgconn.SafeToRetry(err)
}

// explained says what to do about a connection that cannot be had, or not be used.
func explained(err error, config *pgx.ConnConfig) error {
	var connect *pgconn.ConnectError
	if !errors.As(err, &connect) && sqlState(err) != "42501" {
		return err
	}
	where := fmt.Sprintf("PostgreSQL at %s:%d", config.Host, config.Port)
	var what string
	switch state := sqlState(err); {
	case state == "28P01" || state == "28000":
		what = fmt.Sprintf("%s does not let user %q in: check user and password of DATABASE_URL, and pg_hba.conf", where, config.User)
	case state == "3D000":
		what = fmt.Sprintf("%s has no database %q: make it with createdb, or correct DATABASE_URL", where, config.Database)
	case state == "42501":
		what = fmt.Sprintf("user %q may not make tables in database %q: GRANT CREATE ON SCHEMA public, or let the user own the database", config.User, config.Database)
	case state == "25006":
		what = where + " is a standby that only reads: point DATABASE_URL to the primary (target_session_attrs=read-write)"
	case state == "53300":
		what = where + " has no connection left: raise max_connections, or stop what else uses it"
	case strings.HasPrefix(state, "57P"):
		what = where + " is just starting or stopping"
	case state == "" && strings.Contains(err.Error(), "tls"):
		what = where + " and the sslmode of DATABASE_URL do not go together: check sslmode and sslrootcert"
	case state == "":
		what = where + " does not answer: check that it runs and that DATABASE_URL has the right host and port"
	default:
		what = fmt.Sprintf("%s refuses (SQLSTATE %s)", where, state)
	}
	return &refusal{what, err}
}

// refusal is an error with its cause, which is not shown: drivers may name what they were given.
type refusal struct {
	what  string
	cause error
}

func (r *refusal) Error() string { return r.what }
func (r *refusal) Unwrap() error { return r.cause }

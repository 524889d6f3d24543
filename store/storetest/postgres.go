package storetest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redress/store/throwaway"
)

const (
	givenServer = "POSTGRES_TEST_URL"        // a server to use instead of one of our own
	mustHave    = "REDRESS_REQUIRE_SERVICES" // no test may be left out for want of one
)

// Postgres is the server that the tests of one program share: that of POSTGRES_TEST_URL, or
// one that is started at the first call. TestMain calls Stop at the end.
type Postgres struct {
	once  sync.Once
	own   *throwaway.Postgres
	err   error
	given string
	count atomic.Int64
}

// Database makes a new database and returns its URL. A test on a machine without PostgreSQL
// says so and is left out.
func (p *Postgres) Database(t testing.TB) string {
	t.Helper()
	p.once.Do(func() {
		if p.given = os.Getenv(givenServer); p.given == "" {
			p.own, p.err = throwaway.StartPostgres(throwaway.Quick)
		}
	})
	leaveOut(t, p.err)
	if p.own != nil {
		return createDatabase(t, p.own.URL(), fmt.Sprintf("t%d", p.count.Add(1)))
	}
	name := fmt.Sprintf("redress_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), p.count.Add(1))
	t.Cleanup(func() {
		if err := psql(p.given, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Log(err)
		}
	})
	return createDatabase(t, p.given, name)
}

// Stop stops a server that was started.
func (p *Postgres) Stop() {
	if p.own == nil {
		return
	}
	if err := p.own.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "a test's PostgreSQL left files behind:", err)
	}
}

// leaveOut ends a test that cannot run on this machine.
func leaveOut(t testing.TB, err error) {
	t.Helper()
	absent := errors.Is(err, throwaway.ErrNoPostgres)
	switch {
	case err == nil:
	case absent && os.Getenv(mustHave) == "":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// Server is a PostgreSQL server of one test, which waits for the disk as in production.
type Server struct{ *throwaway.Postgres }

// NewServer starts a server for one test.
func NewServer(t testing.TB) Server {
	t.Helper()
	s, err := throwaway.StartPostgres(throwaway.Durable)
	leaveOut(t, err)
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return Server{s}
}

// Kill ends the server without warning: what it has not written to disk is lost.
func (s Server) Kill(t testing.TB) {
	t.Helper()
	if err := s.Postgres.Kill(); err != nil {
		t.Fatal(err)
	}
}

// Database makes a new database on this server and returns its URL.
func (s Server) Database(t testing.TB) string {
	t.Helper()
	return createDatabase(t, s.URL(), "redress")
}

// createDatabase makes a database and returns its URL.
func createDatabase(t testing.TB, server, name string) string {
	t.Helper()
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not a URL", givenServer)
	}
	if err := psql(server, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

func psql(server, statement string) error {
	out, err := exec.Command("psql", "-X", "-q", "-d", server, "-c", statement).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", statement, err, out)
	}
	return nil
}

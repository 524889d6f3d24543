package storetest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	givenServer = "POSTGRES_TEST_URL"        // a server to use instead of one of our own
	mustHave    = "REDRESS_REQUIRE_SERVICES" // no test may be left out for want of one
)

// Postgres is the server that the tests of one program share: that of POSTGRES_TEST_URL, or
// one that is started at the first call. TestMain calls Stop at the end.
type Postgres struct {
	once   sync.Once
	server *Server
	err    error
	given  string
	count  atomic.Int64
}

// Database makes a new database and returns its URL. A test on a machine without PostgreSQL
// says so and is left out.
func (p *Postgres) Database(t testing.TB) string {
	t.Helper()
	p.once.Do(func() {
		if p.given = os.Getenv(givenServer); p.given == "" {
			p.server, p.err = StartServer(Quick)
		}
	})
	leaveOut(t, p.err)
	if p.server != nil {
		return p.server.database(t, fmt.Sprintf("t%d", p.count.Add(1)))
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
	if p.server != nil {
		p.server.Stop()
	}
}

func leaveOut(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errAbsent) && os.Getenv(mustHave) == "":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// Quick and Durable say whether a server waits for the disk.
const (
	Quick   = "off"
	Durable = "on"
)

var errAbsent = errors.New("no PostgreSQL on this machine: set " + givenServer + " or install postgresql")

// Server is a PostgreSQL server of one's own, on a port that was free.
type Server struct {
	bin, home string
	port      int
	fsync     string
	owner     *syscall.Credential // who it runs as: it refuses to be root
	run       *exec.Cmd
	leash     io.Closer     // its end, also by our death, stops the server
	gone      chan struct{} // closed when it has ended
}

// NewServer starts a server for one test, which waits for the disk as in production.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s, err := StartServer(Durable)
	leaveOut(t, err)
	t.Cleanup(s.Stop)
	return s
}

// StartServer makes a cluster in a folder of its own and starts it.
func StartServer(fsync string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "redress-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, home: home, fsync: fsync}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	return s, s.Start()
}

// programs is the folder of the newest PostgreSQL installed.
func programs() (string, error) {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb"); err == nil && len(found) > 0 {
		return filepath.Dir(slices.Max(found)), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errAbsent
	}
	path, err = filepath.EvalSymlinks(path)
	return filepath.Dir(path), err
}

func (s *Server) prepare() error {
	if os.Geteuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			if u, err = user.Lookup("nobody"); err != nil {
				return err
			}
		}
		uid, gid := number(u.Uid), number(u.Gid)
		s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(s.home, uid, gid); err != nil {
			return err
		}
	}
	out, err := s.command(s.tool("initdb"), "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	s.port, err = freePort()
	return err
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (s *Server) tool(name string) string { return filepath.Join(s.bin, name) }

// command runs a program as whoever owns the server.
func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.home
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "LC_ALL=C.UTF-8", "PGTZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return cmd
}

// leashed runs a server that stops when the input of the shell ends, however that comes about.
const leashed = `exec 3<&0; "$@" </dev/null 3<&- & server=$!; (cat <&3 >/dev/null; kill -INT $server) & wait $server`

// Start starts the server and waits until it lets somebody in.
func (s *Server) Start() error {
	for limit := time.Now().Add(30 * time.Second); ; {
		if err := s.launch(); err != nil {
			return err
		}
		if s.ready() {
			return nil
		}
		s.end() // perhaps processes of the one before are still on their way out
		if time.Now().After(limit) {
			text, err := os.ReadFile(filepath.Join(s.home, "log"))
			return errors.Join(fmt.Errorf("PostgreSQL does not start: %s", text), err)
		}
	}
}

func (s *Server) launch() error {
	log, err := os.OpenFile(filepath.Join(s.home, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.run = s.command("/bin/sh", "-c", leashed, "sh", s.tool("postgres"), "-D", "data", "-h", "127.0.0.1",
		"-p", strconv.Itoa(s.port), "-k", s.home, "-c", "fsync="+s.fsync, "-c", "max_connections=200")
	s.run.Stdout, s.run.Stderr = log, log
	if s.leash, err = s.run.StdinPipe(); err != nil {
		return err
	}
	s.gone = make(chan struct{})
	if err := s.run.Start(); err != nil {
		return err
	}
	run, gone := s.run, s.gone
	go func() {
		_ = run.Wait() // how it ended is seen in its log
		close(gone)
	}()
	return nil
}

// ready waits until the server answers; false means that it has ended, or never will.
func (s *Server) ready() bool {
	limit := time.After(20 * time.Second)
	for {
		ask := s.command(s.tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "postgres")
		if ask.Run() == nil {
			return true
		}
		select {
		case <-limit:
			return false
		case <-s.gone:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Kill ends the server without warning: what it has not written to disk is lost.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.home, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if err := syscall.Kill(number(first), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	s.end()
}

func (s *Server) end() {
	_ = s.leash.Close() // the shell may have gone first
	<-s.gone
}

// Stop stops the server and removes what it kept.
func (s *Server) Stop() {
	s.end()
	if err := os.RemoveAll(s.home); err != nil {
		fmt.Fprintln(os.Stderr, "a test's PostgreSQL left files behind:", err)
	}
}

// Database makes a new database on this server and returns its URL.
func (s *Server) Database(t testing.TB) string { return s.database(t, "redress") }

func (s *Server) database(t testing.TB, name string) string {
	t.Helper()
	return createDatabase(t, fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port), name)
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

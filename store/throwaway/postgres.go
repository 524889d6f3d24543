package throwaway

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Quick and Durable say whether a PostgreSQL waits for the disk.
const (
	Quick   = "off"
	Durable = "on"
)

// ErrNoPostgres means that the programs of PostgreSQL are not on this machine.
var ErrNoPostgres = errors.New("no PostgreSQL on this machine: install postgresql")

// Postgres is a PostgreSQL server of one's own.
type Postgres struct {
	bin, home string
	port      int
	fsync     string
	owner     *syscall.Credential // who it runs as: it refuses to be root
	leash     *leash
}

// StartPostgres makes a cluster in a folder of its own and starts it.
func StartPostgres(fsync string) (*Postgres, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "redress-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Postgres{bin: bin, home: home, fsync: fsync}
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
		return "", ErrNoPostgres
	}
	path, err = filepath.EvalSymlinks(path)
	return filepath.Dir(path), err
}

func (s *Postgres) prepare() error {
	if os.Geteuid() == 0 {
		if err := s.hand(); err != nil {
			return err
		}
	}
	out, err := s.as(exec.Command(s.tool("initdb"), "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	s.port, err = freePort()
	return err
}

// hand gives the folder to somebody who is not root.
func (s *Postgres) hand() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.home, uid, gid)
}

func (s *Postgres) tool(name string) string { return filepath.Join(s.bin, name) }

// as lets a program run as whoever owns the server.
func (s *Postgres) as(cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = s.home
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "LC_ALL=C.UTF-8", "PGTZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return cmd
}

// Start starts the server and waits until it lets somebody in.
func (s *Postgres) Start() error {
	for limit := time.Now().Add(30 * time.Second); ; {
		if err := s.launch(); err != nil {
			return err
		}
		if s.leash.until(s.ready) {
			return nil
		}
		s.leash.letGo() // perhaps processes of the one before are still on their way out
		if time.Now().After(limit) {
			text, err := os.ReadFile(filepath.Join(s.home, "log"))
			return errors.Join(fmt.Errorf("PostgreSQL does not start: %s", text), err)
		}
	}
}

func (s *Postgres) launch() error {
	log, err := os.OpenFile(filepath.Join(s.home, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	shell := s.as(underLeash(s.tool("postgres"), "-D", "data", "-h", "127.0.0.1",
		"-p", strconv.Itoa(s.port), "-k", s.home, "-c", "fsync="+s.fsync, "-c", "max_connections=200"))
	shell.Stdout, shell.Stderr = log, log
	s.leash, err = start(shell)
	return err
}

func (s *Postgres) ready() bool {
	return s.as(exec.Command(s.tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "postgres")).Run() == nil
}

// Kill ends the server and all that serve for it without warning: what is not written to disk
// is lost.
func (s *Postgres) Kill() error {
	text, err := os.ReadFile(filepath.Join(s.home, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	served, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	for _, child := range strings.Fields(string(served)) {
		if pid, err := strconv.Atoi(child); err == nil {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have gone by itself
		}
	}
	s.leash.letGo()
	return nil
}

// Stop stops the server and removes what it kept.
func (s *Postgres) Stop() error {
	s.leash.letGo()
	return os.RemoveAll(s.home)
}

// URL is the address of the database that every server has.
func (s *Postgres) URL() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

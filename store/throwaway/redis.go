package throwaway

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrNoRedis means that redis-server is not on this machine.
var ErrNoRedis = errors.New("no Redis on this machine: install redis-server")

// Redis is a Redis server of one's own, which writes nothing to disk.
type Redis struct {
	program, home string
	port          int
	leash         *leash
}

// StartRedis starts a server.
func StartRedis() (*Redis, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, ErrNoRedis
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "redress-redis-")
	if err != nil {
		return nil, err
	}
	r := &Redis{program: program, home: home, port: port}
	return r, r.Start()
}

// Start starts the server again, empty, and waits until it answers.
func (r *Redis) Start() (err error) {
	r.leash, err = start(underLeash(r.program, "--port", strconv.Itoa(r.port), "--bind", "127.0.0.1", "--dir", r.home,
		"--pidfile", r.pidFile(), "--save", "", "--appendonly", "no"))
	if err == nil && !r.leash.until(func() bool { return r.tell("PING") == nil }) {
		return errors.New("redis-server does not start")
	}
	return err
}

func (r *Redis) pidFile() string { return filepath.Join(r.home, "pid") }

// URL is its address.
func (r *Redis) URL() string { return fmt.Sprintf("redis://%s/0", r.addr()) }

func (r *Redis) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(r.port)) }

// Flush makes it forget everything.
func (r *Redis) Flush() error { return r.tell("FLUSHALL") }

// tell gives one command and waits for the answer.
func (r *Redis) tell(command string) error {
	conn, err := net.DialTimeout("tcp", r.addr(), time.Second)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, "+") {
		err = fmt.Errorf("Redis answers %q to %s", strings.TrimSpace(line), command)
	}
	return err
}

// Pause freezes it: it takes connections and answers nothing. Resume ends that.
func (r *Redis) Pause() error { return r.signal(syscall.SIGSTOP) }

// Resume lets it go on after a Pause.
func (r *Redis) Resume() error { return r.signal(syscall.SIGCONT) }

// Kill ends it without warning.
func (r *Redis) Kill() error {
	if err := r.signal(syscall.SIGKILL); err != nil {
		return err
	}
	r.leash.letGo()
	return nil
}

func (r *Redis) signal(s syscall.Signal) error {
	text, err := os.ReadFile(r.pidFile())
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	return syscall.Kill(pid, s)
}

// Stop stops it and removes what it left.
func (r *Redis) Stop() error {
	_ = r.signal(syscall.SIGCONT) // who is frozen hears nothing; an error means that it is gone
	r.leash.letGo()
	return os.RemoveAll(r.home)
}

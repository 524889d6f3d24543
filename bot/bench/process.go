package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a bot that runs as a process of its own.
type Process struct {
	cmd   *exec.Cmd
	since time.Time
	gone  chan struct{} // closed when it has ended
}

// Start runs a program with one core. What it says goes to log.
func Start(ctx context.Context, program string, args, environ []string, log io.Writer) (*Process, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(environ, "GOMAXPROCS=1")
	cmd.Stdout, cmd.Stderr = log, log
	p := &Process{cmd: cmd, since: time.Now(), gone: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("the bot cannot be started: %w", err)
	}
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(p.gone)
	}()
	return p, nil
}

// Kill ends it at whatever instruction it is, and waits until it is gone.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // an error means that it is gone already
	<-p.gone
}

// stopWithin is how long a bot may take to stop.
const stopWithin = 40 * time.Second

// Stop asks it to end, and waits until it has.
func (p *Process) Stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the bot cannot be asked to stop: %w", err)
	}
	select {
	case <-p.gone:
		if code := p.cmd.ProcessState.ExitCode(); code != 0 {
			return fmt.Errorf("the bot was asked to stop and ended with code %d", code)
		}
		return nil
	case <-time.After(stopWithin):
		p.Kill()
		return fmt.Errorf("the bot was asked to stop and did not within %s", stopWithin)
	}
}

// CPU is the processor time it has used; 0 where the system does not tell.
func (p *Process) CPU() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, ok := bytes.Cut(stat, []byte(") "))
	fields := strings.Fields(string(rest))
	if !ok || len(fields) < 13 {
		return 0
	}
	const tick = 10 * time.Millisecond
	return time.Duration(number(fields[11])+number(fields[12])) * tick
}

// Resident is the memory it holds, in bytes; 0 where the system does not tell.
func (p *Process) Resident() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	line, _, _ := strings.Cut(rest, "kB")
	kb, _ := strconv.ParseInt(strings.TrimSpace(line), 10, 64) // 0 when it is not there
	return kb << 10
}

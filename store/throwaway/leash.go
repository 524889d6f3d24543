package throwaway

import (
	"io"
	"net"
	"os/exec"
	"time"
)

// leash holds a server that runs under a shell, which stops it when the leash ends: when it is
// let go, or we die.
type leash struct {
	end  io.Closer
	gone chan struct{} // closed when the server has ended
}

const leashed = `exec 3<&0; "$@" </dev/null 3<&- & server=$!; (cat <&3 >/dev/null; kill -INT $server) & wait $server`

// underLeash is the shell that runs a program so.
func underLeash(program string, args ...string) *exec.Cmd {
	return exec.Command("/bin/sh", append([]string{"-c", leashed, "sh", program}, args...)...)
}

func start(shell *exec.Cmd) (*leash, error) {
	end, err := shell.StdinPipe()
	if err != nil {
		return nil, err
	}
	l := &leash{end: end, gone: make(chan struct{})}
	if err := shell.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = shell.Wait() // how it ended is seen in its log
		close(l.gone)
	}()
	return l, nil
}

// letGo stops the server and waits until it has ended.
func (l *leash) letGo() {
	if l == nil {
		return
	}
	_ = l.end.Close() // the shell may have gone first
	<-l.gone
}

// until asks every now and then; false means that the server has ended, or never will.
func (l *leash) until(yes func() bool) bool {
	limit := time.After(20 * time.Second)
	for !yes() {
		select {
		case <-limit:
			return false
		case <-l.gone:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

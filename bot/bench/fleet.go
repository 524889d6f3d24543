package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fleet is the replicas of one installation.
type Fleet struct {
	Program  string
	Args     []string
	Environ  []string
	Replicas int
	Log      io.Writer

	server *Server
	mu     sync.Mutex
	up     []*Process
	addrs  []string
	kills  []Kill
	fell   int // replicas that ended by themselves, and were started again
	over   bool
}

// Launch starts all replicas. One polls; several are reached by webhook.
func (f *Fleet) Launch(ctx context.Context, s *Server) error {
	f.server, f.up, f.Log = s, make([]*Process, f.Replicas), &oneAtATime{to: f.Log}
	if f.Replicas > 1 {
		for range f.Replicas {
			addr, err := freeAddress()
			if err != nil {
				return err
			}
			f.addrs = append(f.addrs, addr)
		}
		s.hook = newHook(ctx, slices.Clone(f.addrs))
	}
	for i := range f.up {
		if err := f.Start(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// freeAddress finds a port that is free now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (f *Fleet) name(i int) string { return fmt.Sprintf("/r%d", i) }

// Start starts a replica that is down.
func (f *Fleet) Start(ctx context.Context, i int) error {
	environ := append(slices.Clone(f.Environ), "TELEGRAM_API_URL="+f.server.URL()+f.name(i))
	if f.Replicas > 1 {
		f.mu.Lock()
		addr := f.addrs[i]
		f.mu.Unlock()
		environ = append(environ, "HTTP_ADDR="+addr, "TELEGRAM_WEBHOOK_URL="+f.server.URL()+"/telegram", "TELEGRAM_WEBHOOK_SECRET=secret-of-the-stand-in")
	}
	p, err := Start(ctx, f.Program, f.Args, environ, f.Log)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.up[i] = p
	go f.keepUp(ctx, i, p)
	return nil
}

const restartAfter = 300 * time.Millisecond

// keepUp starts a replica again that ends by itself, as whatever runs services does.
func (f *Fleet) keepUp(ctx context.Context, i int, p *Process) {
	<-p.gone
	wait(ctx, restartAfter)
	f.mu.Lock()
	mine := f.up[i] == p && !f.over && ctx.Err() == nil
	if mine {
		f.fell++
	}
	f.mu.Unlock()
	if !mine {
		return
	}
	if err := f.Start(ctx, i); err != nil {
		fmt.Fprintln(f.Log, "a replica cannot be started again:", err)
	}
}

// Replace puts a new process in the place of a replica that is asked to stop: the new one first,
// if there are several, so that there is no gap.
func (f *Fleet) Replace(ctx context.Context, i int) error {
	f.mu.Lock()
	before, old := f.up[i], ""
	f.up[i] = nil
	if f.Replicas > 1 {
		old = f.addrs[i]
	}
	f.mu.Unlock()
	if before == nil { // it was killed for good
		return nil
	}
	if f.Replicas == 1 {
		return errors.Join(before.Stop(), f.Start(ctx, i))
	}
	addr, err := freeAddress()
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.addrs[i] = addr
	f.mu.Unlock()
	if err := errors.Join(f.Start(ctx, i), ready(ctx, addr)); err != nil {
		return err
	}
	f.server.hook.add(addr)
	err = before.Stop()
	f.server.hook.remove(old)
	return err
}

// ready waits until a replica says that it is.
func ready(ctx context.Context, addr string) error {
	for ctx.Err() == nil {
		resp, err := http.Get("http://" + addr + "/readyz")
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		wait(ctx, 20*time.Millisecond)
	}
	return ctx.Err()
}

// Kill ends a replica at whatever instruction it is.
func (f *Fleet) Kill(i int) {
	f.mu.Lock()
	p := f.up[i]
	f.up[i] = nil
	f.mu.Unlock()
	if p == nil {
		return
	}
	p.Kill()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kills = append(f.kills, Kill{By: f.name(i), At: time.Now()})
}

// End ends all that are up, for good.
func (f *Fleet) End() {
	f.mu.Lock()
	last := f.up
	f.up, f.over = make([]*Process, len(last)), true
	f.mu.Unlock()
	for _, p := range last {
		if p != nil {
			p.Kill()
		}
	}
}

// Fell is how often a replica ended by itself.
func (f *Fleet) Fell() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fell
}

// Kills are all so far.
func (f *Fleet) Kills() []Kill {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.kills)
}

// oneAtATime lets several processes write to one place.
type oneAtATime struct {
	mu sync.Mutex
	to io.Writer
}

func (w *oneAtATime) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}

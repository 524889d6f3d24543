package bench

import (
	"context"
	"fmt"
	"io"
	"net"
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
}

// Launch starts all replicas. One polls; several are reached by webhook.
func (f *Fleet) Launch(ctx context.Context, s *Server) error {
	f.server, f.up = s, make([]*Process, f.Replicas)
	if f.Replicas > 1 {
		for range f.Replicas {
			addr, err := freeAddress()
			if err != nil {
				return err
			}
			f.addrs = append(f.addrs, addr)
		}
		s.hook = newHook(ctx, f.addrs)
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
		environ = append(environ, "HTTP_ADDR="+f.addrs[i], "TELEGRAM_WEBHOOK_URL="+f.server.URL()+"/telegram", "TELEGRAM_WEBHOOK_SECRET=secret-of-the-stand-in")
	}
	p, err := Start(ctx, f.Program, f.Args, environ, f.Log)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.up[i] = p
	return nil
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

// End ends all that are up.
func (f *Fleet) End() {
	for i := range f.up {
		f.Kill(i)
	}
}

// Kills are all so far.
func (f *Fleet) Kills() []Kill {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.kills)
}

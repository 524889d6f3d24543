package sandbox

import (
	"sync"
	"time"
)

// Clock is time that can be moved forward: it runs as real time does, plus every jump.
type Clock struct {
	from time.Time // when it was made, in real time

	mu     sync.Mutex
	at     time.Time // what it shows at from
	jumped chan struct{}
}

// NewClock returns a clock that shows start now.
func NewClock(start time.Time) *Clock {
	return &Clock{from: time.Now(), at: start, jumped: make(chan struct{})}
}

// Now is the time shown, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return c.at.Add(time.Since(c.from)).UTC() }

// Advance moves the clock forward by d; it never goes back.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jump(d)
}

// AdvanceTo moves the clock forward to t; a time that has passed changes nothing.
func (c *Clock) AdvanceTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jump(t.Sub(c.now()))
}

func (c *Clock) jump(d time.Duration) {
	if d <= 0 {
		return
	}
	c.at = c.at.Add(d)
	close(c.jumped)
	c.jumped = make(chan struct{})
}

// Changed returns a channel that is closed when the clock jumps next.
func (c *Clock) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.jumped
}

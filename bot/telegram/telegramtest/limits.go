package telegramtest

import (
	"math"
	"time"
)

// Limits are the rates above which the server answers 429; a zero rate is no limit.
// What Telegram really enforces is unspecified (TG-01..TG-04): these are its published numbers.
type Limits struct {
	PerSecond      float64 // all chats together
	Burst          int
	PrivateSecond  float64 // one private chat
	PrivateBurst   int
	GroupPerMinute int // one group: sends, edits, copies and new topics in any 60 seconds
}

// TelegramLimits are 30 a second overall, one a second in a private chat with bursts of five,
// and 20 a minute in a group.
func TelegramLimits() Limits {
	return Limits{PerSecond: 30, Burst: 30, PrivateSecond: 1, PrivateBurst: 5, GroupPerMinute: 20}
}

type limiter struct {
	limits  Limits
	overall bucket
}

// meter counts one chat's messages.
type meter struct {
	bucket bucket
	recent []time.Time // ring of the last GroupPerMinute sends
	next   int
}

// bucket is a token bucket that starts full.
type bucket struct {
	used float64
	at   time.Time
}

func newLimiter(l Limits) limiter { return limiter{limits: l} }

// wait is how long until n tokens are there; 0 means now.
func (b *bucket) wait(now time.Time, rate float64, burst, n int) time.Duration {
	if rate <= 0 {
		return 0
	}
	b.used = max(0, b.used-max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	over := b.used + float64(min(n, burst)) - float64(burst)
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over / rate * float64(time.Second))
}

// take counts n messages to c, or refuses them all.
func (l *limiter) take(c *chat, now time.Time, n int) *Error {
	wait := l.overall.wait(now, l.limits.PerSecond, l.limits.Burst, n)
	private := c.kind == "private"
	if private {
		wait = max(wait, c.meter.bucket.wait(now, l.limits.PrivateSecond, l.limits.PrivateBurst, n))
	} else {
		wait = max(wait, c.meter.windowWait(now, l.limits.GroupPerMinute, n))
	}
	if wait > 0 {
		return tooMany(max(1, int(math.Ceil(wait.Seconds()))))
	}
	l.overall.used += float64(n)
	if private {
		c.meter.bucket.used += float64(n)
	} else {
		c.meter.count(now, l.limits.GroupPerMinute, n)
	}
	return nil
}

// windowWait is how long until n more messages fit into any 60 seconds.
func (m *meter) windowWait(now time.Time, limit, n int) time.Duration {
	if limit <= 0 || len(m.recent) < limit {
		n -= limit - len(m.recent)
		if limit <= 0 || n <= 0 || len(m.recent) == 0 {
			return 0
		}
	}
	n = min(n, limit)
	last := m.recent[(m.next+n-1)%len(m.recent)] // oldest first from next
	return max(0, last.Add(time.Minute).Sub(now))
}

func (m *meter) count(now time.Time, limit, n int) {
	if limit <= 0 {
		return
	}
	for range n {
		if len(m.recent) < limit {
			m.recent = append(m.recent, now)
			continue
		}
		m.recent[m.next] = now
		m.next = (m.next + 1) % limit
	}
}

package outbox

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"redress/flows/complaint"
)

// Pace is how fast parcels may go. Edits, copies and new topics count like messages.
type Pace struct {
	PerSecond float64 // overall
	Burst     int     // overall, at once

	PrivatePerSecond float64 // to one person
	PrivateBurst     int

	GroupPerMinute int // to one group, in any minute
	GroupUrgent    int // of these, kept for Urgent parcels
	GroupLow       int // of the rest, left by Low parcels for the others
}

// TelegramPace stays under 30 a second overall, one a second per person after a short burst,
// and 20 a minute per group (TG-01, TG-02, TG-03).
func TelegramPace() Pace {
	return Pace{
		PerSecond: 25, Burst: 5, PrivatePerSecond: 1, PrivateBurst: 3,
		GroupPerMinute: 20, GroupUrgent: 4, GroupLow: 6,
	}
}

const (
	farthest   = time.Minute // the longest put-back; by then the pace is known better
	manyChats  = 4096
	forgetting = 10 * time.Minute
)

// pacer says how long each parcel has to wait.
type pacer struct {
	pace    Pace
	mu      sync.Mutex
	overall *rate.Limiter
	chats   map[int64]*chatPace
}

// chatPace is what is known of one chat.
type chatPace struct {
	limiter *rate.Limiter // private chats
	window  window        // groups
	line    time.Time     // end of the line of those that were put back
	held    time.Time     // Telegram said: not before
	used    time.Time
}

func newPacer(p Pace) *pacer {
	return &pacer{
		pace: p, overall: rate.NewLimiter(rate.Limit(p.PerSecond), p.Burst), chats: map[int64]*chatPace{},
	}
}

// hold keeps a chat quiet until the time given.
func (p *pacer) hold(chat int64, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.chat(chat, until); until.After(c.held) {
		c.held = until
	}
}

// reserve returns how long to wait before the parcel may be tried. Up to maxInLine its place is
// taken; beyond, nothing is taken, and the parcel should come back about then.
func (p *pacer) reserve(now time.Time, parcel complaint.Parcel) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chat(parcel.Chat, now)
	if held := c.held.Sub(now); held > maxInLine {
		return c.queue(now, c.held, p.pace)
	}
	at := now
	if c.held.After(at) {
		at = c.held
	}
	n := cost(parcel)
	if parcel.Private {
		return p.reservePrivate(c, now, at, n)
	}
	return p.reserveGroup(c, now, at, n, parcel.Urgency)
}

func (p *pacer) reservePrivate(c *chatPace, now, at time.Time, n int) time.Duration {
	mine := c.limiter.ReserveN(at, min(n, p.pace.PrivateBurst))
	wait := at.Sub(now) + mine.DelayFrom(at)
	if wait > maxInLine {
		mine.CancelAt(at)
		return wait
	}
	return p.reserveOverall(now, wait, n, func() { mine.CancelAt(at) })
}

func (p *pacer) reserveGroup(c *chatPace, now, at time.Time, n int, u complaint.Urgency) time.Duration {
	at = c.window.earliest(at, n, p.pace.InGroup(u))
	wait := at.Sub(now)
	if wait > maxInLine {
		return c.queue(now, at, p.pace)
	}
	wait = p.reserveOverall(now, wait, n, func() {})
	if wait <= maxInLine {
		c.window.take(now.Add(wait), n)
	}
	return wait
}

func (p *pacer) reserveOverall(now time.Time, wait time.Duration, n int, cancel func()) time.Duration {
	at := now.Add(wait)
	all := p.overall.ReserveN(at, min(n, p.pace.Burst))
	if wait += all.DelayFrom(at); wait > maxInLine {
		all.CancelAt(at)
		cancel()
	}
	return wait
}

// queue gives the next place in the line of a chat that is full until at, so that not all
// that wait come back at once.
func (c *chatPace) queue(now, at time.Time, p Pace) time.Duration {
	if c.line.Before(at) {
		c.line = at
	}
	if end := now.Add(max(farthest, at.Sub(now))); c.line.After(end) {
		return end.Sub(now)
	}
	wait := c.line.Sub(now)
	c.line = c.line.Add(time.Minute / time.Duration(max(p.GroupPerMinute, 1)))
	return wait
}

func (p *pacer) chat(id int64, now time.Time) *chatPace {
	c := p.chats[id]
	if c == nil {
		p.forget(now)
		c = &chatPace{limiter: rate.NewLimiter(rate.Limit(p.pace.PrivatePerSecond), p.pace.PrivateBurst)}
		p.chats[id] = c
	}
	c.used = now
	return c
}

func (p *pacer) forget(now time.Time) {
	if len(p.chats) < manyChats {
		return
	}
	for id, c := range p.chats {
		if now.Sub(c.used) > forgetting && now.After(c.held) {
			delete(p.chats, id)
		}
	}
}

// cost is how many calls a parcel takes that count for the pace.
func cost(p complaint.Parcel) int {
	const perMessage = 4096
	n := 1
	switch p.Op {
	case complaint.Say:
		n = 1 + len([]rune(p.Text.String()))/perMessage - len(p.Done)
	case complaint.Copy:
		n = len(p.CopyIDs) - len(p.Done)
	}
	n = max(n, 1)
	if p.Topic != "" && p.Forum && p.TopicID == 0 && p.MessageID == 0 {
		n++
	}
	return n
}

// InGroup is how many of a group's messages, in any minute, a parcel of that urgency may find
// itself among.
func (p Pace) InGroup(u complaint.Urgency) int {
	n := p.GroupPerMinute
	if u < complaint.Urgent {
		n -= p.GroupUrgent
	}
	if u < complaint.Normal {
		n -= p.GroupLow
	}
	return max(n, 1)
}

// Unpaced is for a server that has no limits, such as the one of `redress play`.
func Unpaced() Pace {
	const plenty = 1 << 20
	return Pace{PerSecond: plenty, Burst: plenty, PrivatePerSecond: plenty, PrivateBurst: plenty, GroupPerMinute: plenty}
}

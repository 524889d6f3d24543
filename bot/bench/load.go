package bench

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Result is what one measurement found.
type Result struct {
	Answers  int           // that came while it was measured
	Cycles   int           // complaints seen through to the end
	Disorder int           // answers that came to somebody in another order than the questions
	Missing  int           // questions without an answer at the end
	Took     time.Duration // how long it was measured
	CPU      time.Duration // of the bot
	Resident int64         // of the bot at the end, in bytes
	Calls    int           // that the bot made
	waits    []time.Duration
}

// PerSecond is answers a second.
func (r Result) PerSecond() float64 { return float64(r.Answers) / r.Took.Seconds() }

// CPUPerThousand is the bot's processor seconds for a thousand answers.
func (r Result) CPUPerThousand() float64 {
	return r.CPU.Seconds() * 1000 / float64(max(r.Answers, 1))
}

// Wait is the time from update to answer that the share q of answers did not exceed.
func (r Result) Wait(q float64) time.Duration {
	if len(r.waits) == 0 {
		return 0
	}
	slices.Sort(r.waits)
	return r.waits[min(int(q*float64(len(r.waits))), len(r.waits)-1)]
}

// Load is who writes, and for how long.
type Load struct {
	People int           // who write
	Rate   float64       // updates a second, however slow the bot is; 0: everybody waits for the answer, then writes again
	Warm   time.Duration // before it counts
	For    time.Duration // while it counts
}

// Behaviour says what a person writes first, and after each message of the bot. It is called
// by one goroutine at a time.
type Behaviour interface {
	Begin(p *Person)
	Hear(p *Person, m Sent)
}

// Person is somebody with a private chat.
type Person struct {
	ID     int64
	N      int // from 0
	server *Server
	tally  *tally

	mu    sync.Mutex
	asked []time.Time // not yet answered
}

// Write sends a text that expects an answer.
func (p *Person) Write(text string) {
	p.asked = append(p.asked, time.Now())
	p.server.Write(p.ID, p.ID, text, 0)
}

// Press presses a button; it expects an answer.
func (p *Person) Press(under Sent, data string) {
	p.asked = append(p.asked, time.Now())
	p.server.Press(p.ID, under, data)
}

// Answered notes that the oldest question has its answer.
func (p *Person) Answered() {
	if len(p.asked) == 0 {
		return
	}
	p.tally.answer(p.asked[0])
	p.asked = p.asked[1:]
}

// tally counts while it is on.
type tally struct {
	mu     sync.Mutex
	on     bool
	result Result
}

func (t *tally) answer(asked time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.on {
		t.result.Answers++
		t.result.waits = append(t.result.waits, time.Since(asked))
	}
}

func (t *tally) cycle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.on {
		t.result.Cycles++
	}
}

func (t *tally) disorder() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.result.Disorder++
}

func (t *tally) turn(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.on = on
}

// Measure lets people write to the bot, and counts.
func Measure(ctx context.Context, s *Server, bot *Process, l Load, b Behaviour) Result {
	t := &tally{}
	people := make([]*Person, l.People)
	for i := range people {
		p := &Person{ID: int64(1000 + i), N: i, server: s, tally: t}
		people[i] = p
		s.Live(p.ID, func(m Sent) {
			p.mu.Lock()
			defer p.mu.Unlock()
			b.Hear(p, m)
		})
	}
	ctx, stop := context.WithTimeout(ctx, l.Warm+l.For)
	defer stop()
	go begin(ctx, people, l, b)
	wait(ctx, l.Warm)
	cpu, calls, since := bot.CPU(), s.Calls(), time.Now()
	t.turn(true)
	<-ctx.Done()
	t.turn(false)
	r := t.result
	r.Took, r.CPU, r.Calls, r.Resident = time.Since(since), bot.CPU()-cpu, s.Calls()-calls, bot.Resident()
	r.Missing = missing(people)
	return r
}

// begin lets everybody write once, or goes on at a rate.
func begin(ctx context.Context, people []*Person, l Load, b Behaviour) {
	start := func(p *Person) {
		p.mu.Lock()
		defer p.mu.Unlock()
		b.Begin(p)
	}
	if l.Rate == 0 {
		for _, p := range people {
			start(p)
		}
		return
	}
	for n, since := 0, time.Now(); ctx.Err() == nil; n++ {
		wait(ctx, time.Until(since.Add(time.Duration(float64(n)/l.Rate*float64(time.Second)))))
		start(people[rand.IntN(len(people))])
	}
}

func missing(people []*Person) (n int) {
	for _, p := range people {
		p.mu.Lock()
		n += len(p.asked)
		p.mu.Unlock()
	}
	return n
}

func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

package outbox

import (
	"context"
	"log/slog"
	"time"

	"redress/flows/complaint"
)

// Queue is where parcels wait. It is durable and may serve several workers.
type Queue interface {
	// Lease hands out parcels that are due at now, for this worker alone until the time given;
	// after that they count as not handed out. Of each lane it hands out only the oldest, and
	// nothing while another one of the lane is leased. Urgent parcels come first, Low ones last.
	Lease(ctx context.Context, now, until time.Time, limit int) ([]complaint.Parcel, error)
	// Settle writes down outcomes and ends the leases, in one transaction.
	Settle(ctx context.Context, now time.Time, settled []complaint.Settled) error
	// NextDue tells when the next parcel that Lease would hand out falls due; zero: none waits.
	NextDue(ctx context.Context) (time.Time, error)
}

// Sender tries a parcel once.
type Sender interface {
	Send(ctx context.Context, p complaint.Parcel) complaint.Outcome
}

const (
	workers     = 128                    // parcels under way at once
	crowd       = 16                     // under way, and outcomes are written down many at a time
	linger      = 2 * time.Millisecond   // for others of a crowd to finish
	lease       = 3 * time.Minute        // longer than the longest wait and try together
	tryTimeout  = 90 * time.Second       // one try, all calls of it
	maxInLine   = 3 * time.Second        // a longer wait for the pace is spent in the queue
	idleCheck   = 5 * time.Second        // how often to look without being woken
	shortest    = 100 * time.Millisecond // between two looks
	drainTime   = 20 * time.Second       // for what is under way when stopping
	settleRetry = time.Second
)

// Config is what an Outbox needs.
type Config struct {
	Queue   Queue
	Sender  Sender
	Now     func() time.Time          // nil: the system's clock
	Settled func([]complaint.Settled) // told after outcomes are written; nil: nobody. Must not block
	Pace    Pace                      // zero: Telegram's
	Shared  Shared                    // nil: no other replicas
	Log     *slog.Logger              // nil: nothing is logged
}

// Outbox is the delivery worker.
type Outbox struct {
	cfg   Config
	pacer *pacer
	tries *tries
	wake  chan struct{}
	count counters
}

// New prepares a worker; Run starts it.
func New(cfg Config) *Outbox {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Pace == (Pace{}) {
		cfg.Pace = TelegramPace()
	}
	return &Outbox{cfg: cfg, pacer: newPacer(cfg.Pace), tries: newTries(), wake: make(chan struct{}, 1)}
}

// Wake tells the worker that something new is in the queue. It never blocks.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

func (o *Outbox) now() time.Time { return o.cfg.Now().UTC() }

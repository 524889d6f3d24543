package outbox

import (
	"context"
	"time"

	"redress/flows/complaint"
)

// Shared is a pace kept together with other replicas, on top of this worker's own.
type Shared interface {
	// Take takes n places for p and returns 0; or it takes none and returns how long to wait
	// before asking again.
	Take(ctx context.Context, p complaint.Parcel, n int) (wait time.Duration, err error)
	// Hold lets nobody take a place in p's chat for d.
	Hold(ctx context.Context, p complaint.Parcel, d time.Duration) error
}

const sharedTimeout = time.Second

// share waits for the shared pace, up to maxInLine; a longer wait is returned. Where the shared
// pace cannot be asked, this worker's own has to do.
func (o *Outbox) share(ctx context.Context, p complaint.Parcel) (wait time.Duration) {
	if o.cfg.Shared == nil {
		return 0
	}
	for waited := time.Duration(0); ; waited += wait {
		wait = o.take(ctx, p)
		if wait <= 0 || waited+wait > maxInLine || !sleep(ctx, wait) {
			return wait
		}
	}
}

func (o *Outbox) take(ctx context.Context, p complaint.Parcel) time.Duration {
	ctx, cancel := context.WithTimeout(ctx, sharedTimeout)
	defer cancel()
	wait, err := o.cfg.Shared.Take(ctx, p, cost(p))
	if err != nil {
		o.cfg.Log.Debug("the shared pace cannot be asked", "error", err)
		return 0
	}
	return wait
}

// hold keeps p's chat quiet, here and elsewhere.
func (o *Outbox) hold(p complaint.Parcel, d time.Duration) {
	o.pacer.hold(p.Chat, o.now().Add(d))
	if o.cfg.Shared == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), sharedTimeout)
	defer cancel()
	if err := o.cfg.Shared.Hold(ctx, p, d); err != nil {
		o.cfg.Log.Debug("the shared pace cannot be told", "error", err)
	}
}

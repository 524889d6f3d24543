package outbox

import (
	"sync/atomic"

	"redress/flows/complaint"
)

// Stats counts since the start; UnderWay is of now.
type Stats struct {
	Sent, Retried, Blocked, Failed int64 // outcomes of tries; Failed includes those given up
	Uncertain                      int64 // the answer was lost: the message may be there twice
	Throttled                      int64 // tries that Telegram answered with "slow down"
	PutBack                        int64 // parcels whose pace allowed no try yet
	Panics                         int64
	UnderWay                       int64
}

type counters struct {
	sent, retried, blocked, failed, uncertain, throttled, putBack, panics, flying atomic.Int64
}

func (c *counters) add(out complaint.Outcome) {
	switch out.State {
	case complaint.Sent:
		c.sent.Add(1)
	case complaint.Retrying:
		c.retried.Add(1)
	case complaint.BlockedBy:
		c.blocked.Add(1)
	case complaint.Failed:
		c.failed.Add(1)
	}
	if out.Uncertain {
		c.uncertain.Add(1)
	}
	if out.Throttled > 0 {
		c.throttled.Add(1)
	}
}

// Stats returns the counts.
func (o *Outbox) Stats() Stats {
	c := &o.count
	return Stats{
		Sent: c.sent.Load(), Retried: c.retried.Load(), Blocked: c.blocked.Load(), Failed: c.failed.Load(),
		Uncertain: c.uncertain.Load(), Throttled: c.throttled.Load(), PutBack: c.putBack.Load(),
		Panics: c.panics.Load(), UnderWay: c.flying.Load(),
	}
}

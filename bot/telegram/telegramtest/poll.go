package telegramtest

import (
	"encoding/json"
	"time"
)

// maxPoll is the longest long poll, in seconds.
const maxPoll = 50

func (c *call) getUpdates() (any, *Error) {
	mine, e := c.beginPoll()
	if e != nil {
		return nil, e
	}
	timer := time.NewTimer(time.Duration(min(max(c.int("timeout"), 0), maxPoll)) * time.Second)
	defer timer.Stop()
	for {
		found, arrived := c.collect()
		if found != nil {
			return found, c.endPoll(mine)
		}
		select {
		case <-arrived:
		case <-timer.C:
			return json.RawMessage("[]"), c.endPoll(mine)
		case <-mine:
			return nil, c.endPoll(mine)
		case <-c.ctx.Done():
			return json.RawMessage("[]"), c.endPoll(mine)
		case <-c.closed:
			return json.RawMessage("[]"), c.endPoll(mine)
		}
	}
}

// beginPoll confirms by offset, takes over from an older poll and remembers allowed_updates.
func (c *call) beginPoll() (chan struct{}, *Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if e := c.subscribe(); e != nil {
		return nil, e
	}
	if c.queue.confirm(c.number("offset"), c.Server.now().Unix()) {
		c.touch()
	}
	if c.queue.poller != nil {
		close(c.queue.poller)
	}
	c.queue.poller = make(chan struct{})
	return c.queue.poller, nil
}

// subscribe applies the allowed_updates parameter, if given.
func (c *call) subscribe() *Error {
	if !c.has("allowed_updates") {
		return nil
	}
	allowed := []string{}
	if e := c.object("allowed_updates", "allowed updates", &allowed); e != nil {
		return e
	}
	c.queue.allowed = allowed
	return nil
}

func (c *call) collect() (json.RawMessage, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	limit := c.int("limit")
	if limit <= 0 || limit > 100 {
		limit = 100
	}
	if found := c.queue.batch(limit); found != nil {
		return found, nil
	}
	if c.queue.arrived == nil {
		c.queue.arrived = make(chan struct{})
	}
	return nil, c.queue.arrived
}

func (c *call) endPoll(mine chan struct{}) *Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.queue.poller == mine {
		c.queue.poller = nil
		return nil
	}
	if c.hook != nil {
		return conflict("terminated by setWebhook request")
	}
	return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
}

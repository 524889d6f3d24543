package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

const (
	pollWait     = 50 * time.Second // how long Telegram holds an empty poll
	pollSlack    = 25 * time.Second // on top, for slow lines
	pollBatch    = 100
	maxPollPause = 30 * time.Second
	maxConflicts = 5 // in a row, about 15 s: a predecessor that is still going down
)

// Errors that end polling; a person has to act.
var (
	ErrToken    = errors.New("telegram does not know this bot: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL (a new token can be had from @BotFather)")
	ErrConflict = errors.New("another program polls for this bot: stop it, or give each installation a bot of its own")
	ErrWebhook  = errors.New("a webhook is set for this bot, so it cannot be polled: set TELEGRAM_WEBHOOK_URL, or delete the webhook")
)

// Gate polls for updates. Telegram forgets an update when a poll names a higher offset; the
// gate names it only after everything before it is durable.
type Gate struct {
	client *Client
	inlet  Inlet
}

// NewGate returns a gate that polls with c and hands what comes to in.
func NewGate(c *Client, in Inlet) *Gate { return &Gate{c, in} }

// Run polls until ctx ends, and then returns nil. Other errors need a person: ErrToken,
// ErrConflict, ErrWebhook. Whatever passes by itself is waited out.
func (g *Gate) Run(ctx context.Context) error {
	var next int64
	pause := pauses{}
	for known := false; ctx.Err() == nil; {
		if !known {
			n, ok, err := g.inlet.Intake.Offset(ctx)
			if err != nil {
				g.wait(ctx, pause.after("the offset cannot be read", err, 0))
				continue
			}
			if known = true; ok {
				next = n
			}
		}
		upTo, err := g.once(ctx, next)
		if err == nil {
			next, pause = upTo, pauses{}
			continue
		}
		if fatal := pause.fatal(err); fatal != nil && ctx.Err() == nil {
			return fatal
		}
		g.wait(ctx, pause.after("polling failed", err, retryAfter(err)))
	}
	return nil
}

// once polls and makes durable what came; it returns the offset of the next poll.
func (g *Gate) once(ctx context.Context, next int64) (int64, error) {
	updates, err := g.poll(ctx, next)
	if err != nil || len(updates) == 0 {
		return next, err
	}
	upTo := following(updates, next)
	if err := g.inlet.take(ctx, updates, upTo); err != nil {
		return next, fmt.Errorf("updates cannot be kept: %w", err)
	}
	return upTo, nil
}

// following returns the offset behind updates. Ids may start anew at a lower number after a
// quiet week (TG-24), so only this batch counts.
func following(updates []json.RawMessage, next int64) int64 {
	highest, found := int64(0), false
	for _, raw := range updates {
		if id, ok := updateID(raw); ok && (!found || id > highest) {
			highest, found = id, true
		}
	}
	if !found {
		return next + 1
	}
	return highest + 1
}

func (g *Gate) poll(ctx context.Context, next int64) ([]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, pollWait+pollSlack)
	defer cancel()
	body, err := json.Marshal(map[string]any{
		"offset": next, "limit": pollBatch, "timeout": int(pollWait / time.Second), "allowed_updates": allowedUpdates(),
	})
	if err != nil {
		return nil, err
	}
	a := g.client.post(ctx, "getUpdates", body)
	if err := a.err("getUpdates"); err != nil {
		return nil, refusal{a, err}
	}
	var updates []json.RawMessage
	if err := json.Unmarshal(a.Result, &updates); err != nil {
		return nil, errors.New("telegram: getUpdates: the answer is not a list")
	}
	return updates, nil
}

// post is one call that the library does not offer.
func (c *Client) post(ctx context.Context, method string, body []byte) answer {
	x := &exchange{}
	ctx = context.WithValue(ctx, exchangeKey{}, x)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(body))
	if err != nil {
		return answer{Err: errors.New("TELEGRAM_API_URL is not a usable address")}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{Err: bare(err), Wrote: x.wrote.Load()}
	}
	_ = resp.Body.Close()
	return read(x.status, x.header, x.body)
}

// refusal is an error with the answer it came from.
type refusal struct {
	answer
	error
}

func (r refusal) Unwrap() error { return r.error }

func retryAfter(err error) time.Duration {
	var r refusal
	if errors.As(err, &r) {
		return r.RetryAfter
	}
	return 0
}

// pauses counts what went wrong in a row.
type pauses struct{ failures, conflicts int }

// fatal returns the error that ends polling, if err is one.
func (p *pauses) fatal(err error) error {
	var r refusal
	if !errors.As(err, &r) || r.Err != nil {
		return nil
	}
	switch r.Code {
	case http.StatusUnauthorized, http.StatusNotFound:
		return err
	case http.StatusConflict:
		if strings.Contains(strings.ToLower(r.Description), "webhook") {
			return fmt.Errorf("%w (%w)", ErrWebhook, r.error)
		}
		if p.conflicts++; p.conflicts >= maxConflicts {
			return fmt.Errorf("%w (%w)", ErrConflict, r.error)
		}
	}
	return nil
}

type pause struct {
	what     string
	err      error
	failures int
	length   time.Duration
}

// after returns how long to wait: what Telegram asked for, or twice as long each time.
func (p *pauses) after(what string, err error, asked time.Duration) pause {
	d := min(time.Second<<min(p.failures, 10), maxPollPause)
	d = max(asked, d/2+rand.N(d/2))
	p.failures++
	return pause{what, err, p.failures, d}
}

func (g *Gate) wait(ctx context.Context, p pause) {
	if ctx.Err() != nil {
		return
	}
	g.inlet.log().Warn(p.what, "error", p.err, "failures", p.failures, "pause", p.length)
	t := time.NewTimer(p.length)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

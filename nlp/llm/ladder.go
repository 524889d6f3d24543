package llm

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const mostTries = 4

// climb tries the rung that worked last and goes down when the server does not know it; the
// rung that then works is remembered. An answer that cannot be read is asked for once more.
func (c *Client) climb(ctx context.Context, f Form, p prompt) (Answer, error) {
	var last error
	tokens, repaired := 0, false
	start := c.step.Load()
	for rung, try := start, 0; try < mostTries; try++ {
		a, err := c.ask(ctx, f, p, rung)
		tokens += a.Tokens
		if err == nil {
			if rung != start {
				c.step.CompareAndSwap(start, rung)
			}
			a.Tokens = tokens
			return a, nil
		}
		last = err
		var e *serverError
		switch {
		case ctx.Err() != nil:
			return Answer{Tokens: tokens}, fmt.Errorf("%w: %w", ErrSlow, ctx.Err())
		case errors.As(err, &e) && e.modern && c.doer.modernise():
		case errors.As(err, &e) && e.unsupported() && rung < rungPlain:
			rung++
		case errors.As(err, &e) && e.again():
			if !wait(ctx, e.after) {
				return Answer{Tokens: tokens}, last
			}
		case errors.Is(err, ErrUnreadable) && !repaired:
			repaired = true
			p = p.again()
		default:
			return Answer{Tokens: tokens}, last
		}
	}
	return Answer{Tokens: tokens}, last
}

// wait sleeps unless the time left is shorter.
func wait(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

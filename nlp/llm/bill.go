package llm

import "sync/atomic"

// Spent is what a client has used since it was made, as servers reported it.
type Spent struct{ Calls, Prompt, Tokens int64 }

type bill struct{ calls, prompt, tokens atomic.Int64 }

func (b *bill) add(prompt, tokens int) {
	b.calls.Add(1)
	b.prompt.Add(int64(max(prompt, 0)))
	b.tokens.Add(int64(max(tokens, 0)))
}

// Spent tells what was used so far: calls, tokens sent, and tokens in all.
func (c *Client) Spent() Spent {
	return Spent{c.bill.calls.Load(), c.bill.prompt.Load(), c.bill.tokens.Load()}
}

// Left tells how many tokens a customer may still use in this hour.
func (c *Client) Left(customer int64) int { return c.budget.left(customer, c.conf.Now()) }

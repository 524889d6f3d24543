package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"
)

// Config says which model to ask and within which limits. Zero limits take the defaults.
type Config struct {
	BaseURL string // of the server, "" OpenAI's
	Key     string
	Model   string
	HTTP    *http.Client

	Embedding string // model that turns texts into vectors; "": none

	Timeout           time.Duration // of one inquiry, retries included; default 8 s
	Concurrent        int           // requests at a time; default 4
	TokensPerHour     int           // default 300,000
	TokensPerCustomer int           // per hour; default 20,000
	Now               func() time.Time
}

func (c Config) withDefaults() Config {
	if c.Timeout == 0 {
		c.Timeout = 8 * time.Second
	}
	if c.Concurrent == 0 {
		c.Concurrent = 4
	}
	if c.TokensPerHour == 0 {
		c.TokensPerHour = 300_000
	}
	if c.TokensPerCustomer == 0 {
		c.TokensPerCustomer = 20_000
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// Client asks one model. It is safe for concurrent use.
type Client struct {
	conf    Config
	api     *openai.Client
	breaker *gobreaker.CircuitBreaker[Answer]
	slots   chan struct{}
	budget  *budget
	step    atomic.Int32 // rung of the ladder that worked
}

// The rungs of the ladder: how the form of the answer is asked for.
const (
	rungSchema int32 = iota
	rungObject
	rungPlain
)

// New prepares a client; it asks nothing yet.
func New(c Config) *Client {
	c = c.withDefaults()
	conf := openai.DefaultConfig(c.Key)
	if c.BaseURL != "" {
		conf.BaseURL = strings.TrimRight(c.BaseURL, "/")
	}
	conf.HTTPClient = &doer{inner: c.HTTP, model: c.Model}
	return &Client{
		conf: c, api: openai.NewClientWithConfig(conf), slots: make(chan struct{}, c.Concurrent),
		budget: newBudget(c.TokensPerHour, c.TokensPerCustomer),
		breaker: gobreaker.NewCircuitBreaker[Answer](gobreaker.Settings{
			Timeout:      30 * time.Second,
			ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= 5 },
			IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, context.Canceled) },
		}),
	}
}

// Fill asks the model to fill in the form. It returns within the configured time; its error
// wraps one of the package's Err values and holds nothing of the texts.
func (c *Client) Fill(ctx context.Context, f Form) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.conf.Timeout)
	defer cancel()
	p := f.prompt()
	if !c.budget.take(f.Customer, p.tokens(), c.conf.Now()) {
		return Answer{}, ErrBudget
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("%w: all slots taken", ErrBusy)
	}
	a, err := c.breaker.Execute(func() (Answer, error) { return c.climb(ctx, f, p) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return Answer{}, ErrOpen
	}
	c.budget.settle(f.Customer, p.tokens(), a.Tokens, c.conf.Now())
	return a, err
}

const mostTries = 4

// climb tries the rung that worked last, goes down when the server does not know it, and
// repairs once an answer that cannot be read.
func (c *Client) climb(ctx context.Context, f Form, p prompt) (Answer, error) {
	var last error
	repaired := false
	for range mostTries {
		rung := c.step.Load()
		a, err := c.ask(ctx, f, p, rung)
		if err == nil {
			return a, nil
		}
		last = err
		var e *serverError
		switch {
		case ctx.Err() != nil:
			return Answer{}, fmt.Errorf("%w: %w", ErrSlow, ctx.Err())
		case errors.As(err, &e) && e.unsupported() && rung < rungPlain:
			c.step.CompareAndSwap(rung, rung+1)
		case errors.As(err, &e) && e.again():
			if !wait(ctx, e.after) {
				return Answer{}, last
			}
		case errors.Is(err, ErrUnreadable) && !repaired:
			repaired = true
			p = p.again()
		default:
			return Answer{}, last
		}
	}
	return Answer{}, last
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

// ask sends one request and reads one answer.
func (c *Client) ask(ctx context.Context, f Form, p prompt, rung int32) (Answer, error) {
	req := openai.ChatCompletionRequest{Model: c.conf.Model, Messages: []openai.ChatCompletionMessage{
		{Role: openai.ChatMessageRoleSystem, Content: p.system},
		{Role: openai.ChatMessageRoleUser, Content: p.user},
	}}
	switch rung {
	case rungSchema:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "complaint", Schema: f.schema(), Strict: true},
		}
	case rungObject:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	resp, err := c.api.CreateChatCompletion(ctx, req)
	if err != nil {
		return Answer{}, translate(err, resp.Header())
	}
	if len(resp.Choices) == 0 {
		return Answer{}, fmt.Errorf("%w: no choices", ErrUnreadable)
	}
	choice := resp.Choices[0]
	if choice.Message.Refusal != "" || choice.FinishReason == openai.FinishReasonContentFilter {
		return Answer{}, ErrRefused
	}
	content := choice.Message.Content
	if strings.TrimSpace(content) == "" {
		content = choice.Message.ReasoningContent
	}
	a, err := f.read(content)
	a.Tokens = resp.Usage.TotalTokens
	return a, err
}

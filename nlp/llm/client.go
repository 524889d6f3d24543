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

	Embedding     string // model that turns texts into vectors; "": none
	Transcription string // model that writes down what is said; "": none
	Vision        string // model that describes pictures; "": none

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
		// Texts go where they were sent, never where an answer points to.
		c.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
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
	doer    *doer
	step    atomic.Int32 // rung of the ladder that worked
	bill    bill
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
	patch := &doer{inner: c.HTTP}
	conf.HTTPClient = patch
	return &Client{
		conf: c, doer: patch, api: openai.NewClientWithConfig(conf), slots: make(chan struct{}, c.Concurrent),
		budget: newBudget(c.TokensPerHour, c.TokensPerCustomer),
		breaker: gobreaker.NewCircuitBreaker[Answer](gobreaker.Settings{
			Timeout:     30 * time.Second,
			ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= 5 },
			// A refusal is about one text; others must not suffer for it.
			IsSuccessful: func(err error) bool {
				return err == nil || errors.Is(err, ErrRefused) || errors.Is(err, context.Canceled)
			},
		}),
	}
}

// Fill asks the model to fill in the form. It returns within the configured time; its error
// wraps one of the package's Err values and holds nothing of the texts.
func (c *Client) Fill(ctx context.Context, f Form) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.conf.Timeout)
	defer cancel()
	p := f.prompt()
	return c.spend(ctx, f.Customer, p.tokens(), func() (Answer, error) { return c.climb(ctx, f, p) })
}

// spend runs one inquiry within budget, concurrency and breaker. What was reserved is given
// back when nothing was asked.
func (c *Client) spend(ctx context.Context, customer int64, tokens int, ask func() (Answer, error)) (Answer, error) {
	if !c.budget.take(customer, tokens, c.conf.Now()) {
		return Answer{}, ErrBudget
	}
	spent := 0
	defer func() { c.budget.settle(customer, tokens, spent, c.conf.Now()) }()
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("%w: all slots taken", ErrBusy)
	}
	a, err := c.breaker.Execute(ask)
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return Answer{}, ErrOpen
	}
	if spent = a.Tokens; spent == 0 {
		spent = tokens // the server did not say
	}
	return a, err
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
	c.bill.add(resp.Usage.PromptTokens, resp.Usage.TotalTokens)
	if err != nil {
		return Answer{}, c.translate(err, resp.Header())
	}
	choice, err := only(resp)
	if err != nil {
		return Answer{Tokens: resp.Usage.TotalTokens}, err
	}
	a, err := f.read(words(choice.Message))
	a.Tokens = resp.Usage.TotalTokens
	return a, err
}

// only is the first choice, unless the model refused.
func only(resp openai.ChatCompletionResponse) (openai.ChatCompletionChoice, error) {
	if len(resp.Choices) == 0 {
		return openai.ChatCompletionChoice{}, fmt.Errorf("%w: no choices", ErrUnreadable)
	}
	choice := resp.Choices[0]
	if choice.Message.Refusal != "" || choice.FinishReason == openai.FinishReasonContentFilter {
		return choice, ErrRefused
	}
	return choice, nil
}

// words is what the model said, wherever its server puts it: as text, in parts, as the
// arguments of a tool nobody offered, or among its thoughts.
func words(m openai.ChatCompletionMessage) string {
	if strings.TrimSpace(m.Content) != "" {
		return m.Content
	}
	var parts strings.Builder
	for _, p := range m.MultiContent {
		parts.WriteString(p.Text)
	}
	switch {
	case strings.TrimSpace(parts.String()) != "":
		return parts.String()
	case len(m.ToolCalls) > 0:
		return m.ToolCalls[0].Function.Arguments
	}
	return m.ReasoningContent
}

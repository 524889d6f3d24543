package redisstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

// ErrDown means that Redis does not answer for now, or was not asked because it did not
// answer just before. Go on without it.
var ErrDown = errors.New("redis does not answer")

const (
	callTimeout = 250 * time.Millisecond // one call, connecting included
	failures    = 3                      // in a row, and Redis counts as down
	restTime    = 2 * time.Second        // before it is tried again
)

// Client is the connection to Redis, safe for concurrent use.
type Client struct {
	redis   redis.UniversalClient
	breaker *gobreaker.CircuitBreaker[struct{}]
}

// Open understands url and prepares the connection; it does not connect yet (see Ping).
//
//	redis://user:password@host:6379/0           one server (rediss:// with TLS, unix:// a socket)
//	redis://host:26379?master_name=x&addr=…     sentinels
//	redis://host:6379?addr=host2:6379&addr=…    a cluster
func Open(url string, log *slog.Logger) (*Client, error) { return open(url, log, restTime) }

func open(url string, log *slog.Logger, rest time.Duration) (*Client, error) {
	client, err := dialer(url)
	if err != nil {
		return nil, err
	}
	return &Client{redis: client, breaker: gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name: "redis", MaxRequests: 1, Timeout: rest,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failures },
		IsSuccessful: answered,
		OnStateChange: func(_ string, _, to gobreaker.State) {
			log.Warn("redis", "breaker", to.String())
		},
	})}, nil
}

// answered reports whether an error is an answer of Redis, or the caller's own doing, rather
// than a sign that Redis is down.
func answered(err error) bool {
	var reply redis.Error
	return err == nil || errors.As(err, &reply) || errors.Is(err, context.Canceled)
}

// Ping reports whether Redis answers now.
func (c *Client) Ping(ctx context.Context) error {
	return c.call(ctx, func(ctx context.Context) error { return c.redis.Ping(ctx).Err() })
}

// Close ends all connections.
func (c *Client) Close() error { return c.redis.Close() }

// call does one thing in Redis, or fails fast. A missing key is not an error: do must handle it.
func (c *Client) call(ctx context.Context, do func(context.Context) error) error {
	short, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := c.breaker.Execute(func() (struct{}, error) {
		err := do(short)
		if err != nil && ctx.Err() != nil { // the caller left: that says nothing about Redis
			err = errors.Join(context.Canceled, ctx.Err())
		}
		return struct{}{}, err
	})
	switch {
	case err == nil:
		return nil
	case answered(err):
		return fmt.Errorf("redis: %w", err)
	}
	return ErrDown
}

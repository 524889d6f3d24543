package redisstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Lock is a chat held for this replica. Fence grows with every holder of the chat, also after
// Redis was flushed: whoever writes with a lower one is too late.
type Lock struct {
	Fence  int64 // microseconds of Redis's clock, or one more than the last
	client *Client
	chat   int64
	token  string
}

// Scripts are values without state; the library loads them where they are missing.
const (
	lockScript = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local t = redis.call('TIME')
local fence = t[1] * 1000000 + t[2]
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
if fence <= last then fence = last + 1 end
redis.call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[3])
return fence`
	extendScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`
	releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`
)

// fenceTTL is how long the last fence is remembered; after that the clock alone is enough.
const fenceTTL = 24 * time.Hour

// Lock tries to hold a chat for as long as ttl; ok is false while another one holds it.
func (c *Client) Lock(ctx context.Context, chat int64, ttl time.Duration) (lock *Lock, ok bool, err error) {
	l := &Lock{client: c, chat: chat, token: rand.Text()}
	l.Fence, err = c.run(ctx, lockScript, l.keys(), l.token, ttl.Milliseconds(), fenceTTL.Milliseconds())
	if err != nil || l.Fence == 0 {
		return nil, false, err
	}
	return l, true, nil
}

// Extend holds the chat for ttl from now; ok is false when it was lost meanwhile.
func (l *Lock) Extend(ctx context.Context, ttl time.Duration) (ok bool, err error) {
	n, err := l.client.run(ctx, extendScript, l.keys()[:1], l.token, ttl.Milliseconds())
	return n == 1, err
}

// Release lets the chat go if it is still held.
func (l *Lock) Release(ctx context.Context) error {
	_, err := l.client.run(ctx, releaseScript, l.keys()[:1], l.token)
	return err
}

func (l *Lock) keys() []string {
	return []string{fmt.Sprintf("lock:{%d}", l.chat), fmt.Sprintf("fence:{%d}", l.chat)}
}

// run runs a script that answers with a number.
func (c *Client) run(ctx context.Context, script string, keys []string, args ...any) (n int64, err error) {
	err = c.call(ctx, func(ctx context.Context) (err error) {
		n, err = redis.NewScript(script).Run(ctx, c.redis, keys, args...).Int64()
		return err
	})
	return n, err
}

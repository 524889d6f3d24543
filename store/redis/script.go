package redisstore

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// run runs a script that answers with a number. Scripts are values without state; the library
// loads them where they are missing.
func (c *Client) run(ctx context.Context, script string, keys []string, args ...any) (n int64, err error) {
	err = c.call(ctx, func(ctx context.Context) (err error) {
		n, err = redis.NewScript(script).Run(ctx, c.redis, keys, args...).Int64()
		return err
	})
	return n, err
}

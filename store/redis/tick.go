package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// tickTTL is how long a tick is remembered here; the records remember it for ever. It is short,
// because the first one may die before the records know: then another has to be first.
const tickTTL = 30 * time.Second

// FirstAtTick reports whether this is the first to ask for the run of job at due in the last
// half minute. It spares the others the attempt; that a run happens once, and happens at all, is
// for the records to decide.
func (c *Client) FirstAtTick(ctx context.Context, job string, due time.Time) (first bool, err error) {
	key := fmt.Sprintf("tick:{%s:%d}", job, due.UnixMicro())
	err = c.call(ctx, func(ctx context.Context) error {
		err := c.redis.SetArgs(ctx, key, 1, redis.SetArgs{Mode: "NX", TTL: tickTTL}).Err()
		first = err == nil
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	return first && err == nil, err
}

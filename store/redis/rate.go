package redisstore

import (
	"context"
	"fmt"
	"time"
)

// Rate is so many per period, with so many at once.
type Rate struct {
	Count  int
	Period time.Duration
	Burst  int // at least 1
}

// rateScript is the generic cell rate algorithm by Redis's clock: it keeps when the cell is
// empty again, and takes nothing when what is asked for does not fit yet.
const rateScript = `
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held * 1000 end
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, burst, n = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
if full < now then full = now end
local after = full + n * interval
local wait = after - burst * interval - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1)
return 0`

// Take takes n from what all replicas together may do under name, if that is possible now;
// otherwise it takes nothing and says how long to wait before asking again. n is cut to Burst.
func (c *Client) Take(ctx context.Context, name string, r Rate, n int) (wait time.Duration, err error) {
	burst := max(r.Burst, 1)
	interval := float64(r.Period.Microseconds()) / float64(max(r.Count, 1))
	µs, err := c.run(ctx, rateScript, []string{rateKey(name), heldKey(name)}, interval, burst, min(n, burst))
	return time.Duration(µs) * time.Microsecond, err
}

// windowScript keeps when the last were taken, oldest first, by Redis's clock.
const windowScript = `
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held * 1000 end
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local period, limit, n = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local first = redis.call('LINDEX', KEYS[1], 0)
while first and tonumber(first) <= now - period do
  redis.call('LPOP', KEYS[1])
  first = redis.call('LINDEX', KEYS[1], 0)
end
local over = redis.call('LLEN', KEYS[1]) + n - limit
if over > 0 then return redis.call('LINDEX', KEYS[1], over - 1) + period - now end
for i = 1, n do redis.call('RPUSH', KEYS[1], string.format('%.0f', now)) end
redis.call('PEXPIRE', KEYS[1], math.ceil(period / 1000))
return 0`

// TakeOf is Take where no period, whenever it begins, may hold more than limit. Who asks with a
// lower limit leaves room for those who ask with a higher one. n is cut to limit.
func (c *Client) TakeOf(ctx context.Context, name string, limit int, period time.Duration, n int) (wait time.Duration, err error) {
	limit = max(limit, 1)
	µs, err := c.run(ctx, windowScript, []string{windowKey(name), heldKey(name)}, period.Microseconds(), limit, min(n, limit))
	return time.Duration(µs) * time.Microsecond, err
}

const holdScript = `
if redis.call('PTTL', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
return 1`

// Hold lets nobody take anything under name for d: Telegram asked for that much patience. A
// longer hold stays as it is.
func (c *Client) Hold(ctx context.Context, name string, d time.Duration) error {
	_, err := c.run(ctx, holdScript, []string{heldKey(name)}, max(d.Milliseconds(), 1))
	return err
}

func rateKey(name string) string   { return fmt.Sprintf("rate:{%s}", name) }
func windowKey(name string) string { return fmt.Sprintf("window:{%s}", name) }
func heldKey(name string) string   { return fmt.Sprintf("held:{%s}", name) }

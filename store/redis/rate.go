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
	µs, err := c.run(ctx, rateScript, []string{rateKey(name)}, interval, burst, min(n, burst))
	return time.Duration(µs) * time.Microsecond, err
}

// Hold lets nobody take anything under name for d: Telegram asked for that much patience.
func (c *Client) Hold(ctx context.Context, name string, r Rate, d time.Duration) error {
	burst := max(r.Burst, 1)
	interval := r.Period / time.Duration(max(r.Count, 1))
	_, err := c.run(ctx, holdScript, []string{rateKey(name)}, (d + time.Duration(burst-1)*interval).Microseconds())
	return err
}

const holdScript = `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local till = now + tonumber(ARGV[1])
if till <= tonumber(redis.call('GET', KEYS[1]) or '0') then return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', till), 'PX', math.ceil((till - now) / 1000) + 1)
return 1`

func rateKey(name string) string { return fmt.Sprintf("rate:{%s}", name) }

package app

import (
	"context"
	"strconv"
	"time"

	"redress/bot/outbox"
	"redress/flows/complaint"
	redisstore "redress/store/redis"
	sqlstore "redress/store/sql"
)

// sharedPace is the pace of Telegram kept together with other replicas, in Redis. While that
// does not answer, each replica keeps to the pace by itself.
type sharedPace struct {
	redis *redisstore.Client
	pace  outbox.Pace
}

// Take asks for a place among all messages first: one that is then not used, because the chat is
// full, is lost, which is rare, since each replica's own pace was asked before.
func (s sharedPace) Take(ctx context.Context, p complaint.Parcel, n int) (wait time.Duration, err error) {
	all := redisstore.Rate{Count: int(s.pace.PerSecond), Period: time.Second, Burst: s.pace.Burst}
	if wait, err = s.redis.Take(ctx, "telegram", all, n); err != nil || wait > 0 {
		return wait, err
	}
	if p.Private {
		one := redisstore.Rate{Count: int(s.pace.PrivatePerSecond), Period: time.Second, Burst: s.pace.PrivateBurst}
		return s.redis.Take(ctx, inChat(p), one, n)
	}
	return s.redis.TakeOf(ctx, inChat(p), s.pace.InGroup(p.Urgency), time.Minute, n)
}

// Hold lets no replica write to p's chat for d.
func (s sharedPace) Hold(ctx context.Context, p complaint.Parcel, d time.Duration) error {
	return s.redis.Hold(ctx, inChat(p), d)
}

func inChat(p complaint.Parcel) string { return strconv.FormatInt(p.Chat, 10) }

// sharedTicks spares a replica the attempt to claim a run that another one is just claiming.
type sharedTicks struct {
	*sqlstore.DB
	redis *redisstore.Client
}

// ClaimTick leaves a run to whoever asked first; if that one dies before the records know, the
// run is still missing at the planner's next look, and claimed then.
func (s sharedTicks) ClaimTick(ctx context.Context, job string, due time.Time, ev complaint.Event) (won bool, err error) {
	if first, err := s.redis.FirstAtTick(ctx, job, due); err == nil && !first {
		return false, nil
	}
	return s.DB.ClaimTick(ctx, job, due, ev)
}

package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"redress/bot/bench"
	"redress/store/throwaway"
)

// misfortune lets one call in thirty go wrong, and asks of one customer's chat an hour's patience
// at every call.
type misfortune struct {
	on       bool
	over     atomic.Bool
	patience atomic.Int64 // messages to the one who is to be left alone
}

func (m *misfortune) fault(method string, chat int64) bench.Fault {
	all := []bench.Fault{bench.Flood, bench.Internal, bench.BadGateway, bench.DropBefore, bench.DropAfter, bench.GarbleAfter}
	switch {
	case !m.on:
		return bench.None
	case chat == bench.Patient:
		if method != "sendChatAction" {
			m.patience.Add(1)
		}
		return bench.LongFlood
	case m.over.Load() || method == "getMe" || rand.IntN(30) > 0:
		return bench.None
	}
	return all[rand.IntN(len(all))]
}

// end lets all calls go well from now on, but for those that were to wait for an hour.
func (m *misfortune) end() { m.over.Store(true) }

// ownServers are those that were started for one run.
type ownServers struct {
	postgres *throwaway.Postgres
	redis    *throwaway.Redis
	away     []bench.Outage // when PostgreSQL was out of reach
	shaken   int            // how often Redis was flushed, frozen or killed
}

func (t torment) openServers() (s *ownServers, err error) {
	s = &ownServers{}
	if t.postgres {
		if s.postgres, err = throwaway.StartPostgres(throwaway.Durable); err != nil {
			return s, err
		}
	}
	if t.redisServer {
		s.redis, err = throwaway.StartRedis()
	}
	return s, err
}

func (s *ownServers) stop() (err error) {
	if s.postgres != nil {
		err = s.postgres.Stop()
	}
	if s.redis != nil {
		err = errors.Join(err, s.redis.Stop())
	}
	return err
}

// letGoWrong lets things happen to our servers until the function that it returns is called.
func (t torment) letGoWrong(ctx context.Context, s *ownServers) (end func() error) {
	troubles := s.troubles()
	if !t.trouble || len(troubles) == 0 {
		return func() error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	var failed error
	running.Go(func() {
		for n := 0; failed == nil; n++ {
			pause(ctx, 300*time.Millisecond+rand.N(1500*time.Millisecond))
			if ctx.Err() != nil {
				return
			}
			failed = troubles[n%len(troubles)](ctx)
		}
	})
	return func() error { cancel(); running.Wait(); return failed }
}

// troubles are what may happen; each ends with the server at work again.
func (s *ownServers) troubles() (list []func(context.Context) error) {
	const frozen = 2 * time.Second
	if s.postgres != nil {
		list = append(list, func(context.Context) error {
			from := time.Now()
			err := errors.Join(s.postgres.Kill(), s.postgres.Start())
			s.away = append(s.away, bench.Outage{From: from, To: time.Now()})
			return err
		})
	}
	if s.redis != nil {
		list = append(list,
			func(context.Context) error { s.shaken++; return s.redis.Flush() },
			func(ctx context.Context) error {
				s.shaken++
				err := s.redis.Pause()
				pause(ctx, frozen)
				return errors.Join(err, s.redis.Resume())
			},
			func(ctx context.Context) error {
				s.shaken++
				err := s.redis.Kill()
				pause(ctx, frozen)
				return errors.Join(err, s.redis.Start())
			})
	}
	return list
}

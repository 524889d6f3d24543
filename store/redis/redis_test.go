package redisstore

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"redress/flows/complaint"
)

func TestSessions(t *testing.T) {
	everywhere(t, func(t *testing.T, c *Client, chat int64) {
		s := c.Sessions()
		if _, ok, err := s.Get(t.Context(), chat); ok || err != nil {
			t.Errorf("before: %v, %v", ok, err)
		}
		want := complaint.Session{Chat: chat, Language: "zh", Stage: complaint.Asking, Form: map[string]string{"a": "b"}, LastEvent: 7}
		if err := s.Put(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if got, ok, err := s.Get(t.Context(), chat); !ok || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v, %v", got, ok, err)
		}
		if ttl, err := c.redis.TTL(t.Context(), fmt.Sprintf("session:{%d}", chat)).Result(); err != nil || ttl < 29*24*time.Hour || ttl > 30*24*time.Hour {
			t.Errorf("kept for %v, %v", ttl, err)
		}
		if err := c.redis.Set(t.Context(), sessionKey(chat), "{", 0).Err(); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.Get(t.Context(), chat); ok || err != nil {
			t.Errorf("of rubbish: %v, %v", ok, err)
		}
	})
}

func TestLockHasOneHolder(t *testing.T) {
	everywhere(t, func(t *testing.T, c *Client, chat int64) {
		var wait sync.WaitGroup
		held := make(chan *Lock, 20)
		for range 20 {
			wait.Go(func() {
				l, ok, err := c.Lock(t.Context(), chat, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					held <- l
				}
			})
		}
		wait.Wait()
		if len(held) != 1 {
			t.Fatalf("%d hold it", len(held))
		}
		first := <-held
		if ok, err := first.Extend(t.Context(), 2*time.Minute); !ok || err != nil {
			t.Errorf("extended %v, %v", ok, err)
		}
		if err := first.Release(t.Context()); err != nil {
			t.Error(err)
		}
		second, ok, err := c.Lock(t.Context(), chat, time.Minute)
		if err != nil || !ok || second.Fence <= first.Fence {
			t.Fatalf("then: %+v after %d, %v", second, first.Fence, err)
		}
		if err := first.Release(t.Context()); err != nil {
			t.Error(err)
		}
		if ok, err := first.Extend(t.Context(), time.Minute); ok || err != nil {
			t.Errorf("who has let go extends: %v, %v", ok, err)
		}
		if _, ok, err := c.Lock(t.Context(), chat, time.Minute); ok || err != nil {
			t.Errorf("who has let go has let go of another's: %v, %v", ok, err)
		}
		if err := c.redis.Del(t.Context(), second.keys()...).Err(); err != nil { // as a flush does
			t.Fatal(err)
		}
		if third, ok, err := c.Lock(t.Context(), chat, time.Minute); err != nil || !ok || third.Fence <= second.Fence {
			t.Errorf("after a flush: %+v after %d, %v", third, second.Fence, err)
		}
	})
}

func TestLockEndsByItself(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c := connected(t, "redis://"+server.Addr())
	if _, ok, err := c.Lock(t.Context(), 5, time.Minute); !ok || err != nil {
		t.Fatalf("%v, %v", ok, err)
	}
	server.FastForward(time.Minute)
	if _, ok, err := c.Lock(t.Context(), 5, time.Minute); !ok || err != nil {
		t.Errorf("after a minute: %v, %v", ok, err)
	}
}

func TestFenceGrowsWhileTheClockStands(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	server.SetTime(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	c := connected(t, "redis://"+server.Addr())
	last := int64(0)
	for range 3 {
		l, ok, err := c.Lock(t.Context(), 5, time.Minute)
		if err != nil || !ok || l.Fence <= last {
			t.Fatalf("%+v after %d, %v", l, last, err)
		}
		last = l.Fence
		if err := l.Release(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTakeByTheClock(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	server.SetTime(now)
	a, b := connected(t, "redis://"+server.Addr()), connected(t, "redis://"+server.Addr())
	rate := Rate{Count: 20, Period: time.Minute, Burst: 2}
	for i, c := range []struct {
		after time.Duration
		n     int
		want  time.Duration
	}{
		{0, 1, 0}, {0, 1, 0}, {0, 1, 3 * time.Second}, {2 * time.Second, 1, time.Second}, {time.Second, 1, 0}, {0, 1, 3 * time.Second},
		{3 * time.Second, 2, 3 * time.Second}, {3 * time.Second, 2, 0}, {0, 9, 6 * time.Second}, {time.Hour, 1, 0}, {0, 1, 0}, {0, 1, 3 * time.Second},
	} {
		now = now.Add(c.after)
		server.SetTime(now)
		if wait, err := []*Client{a, b}[i%2].Take(t.Context(), "group:-5", rate, c.n); err != nil || wait != c.want {
			t.Errorf("%d: wait %v, want %v, %v", i, wait, c.want, err)
		}
	}
	if wait, err := a.Take(t.Context(), "group:-6", rate, 1); err != nil || wait != 0 {
		t.Errorf("another group: %v, %v", wait, err)
	}
	if err := a.Hold(t.Context(), "group:-6", rate, 30*time.Second); err != nil {
		t.Fatal(err)
	}
	if wait, err := b.Take(t.Context(), "group:-6", rate, 1); err != nil || wait != 30*time.Second {
		t.Errorf("held: %v, %v", wait, err)
	}
	if err := a.Hold(t.Context(), "group:-6", rate, time.Second); err != nil {
		t.Fatal(err)
	}
	now = now.Add(30 * time.Second)
	server.SetTime(now)
	if wait, err := b.Take(t.Context(), "group:-6", rate, 1); err != nil || wait != 0 {
		t.Errorf("held no longer: %v, %v", wait, err)
	}
}

func TestTakeIsShared(t *testing.T) {
	everywhere(t, func(t *testing.T, c *Client, chat int64) {
		var wait sync.WaitGroup
		taken := make(chan bool, 40)
		for range 40 {
			wait.Go(func() {
				pause, err := c.Take(t.Context(), fmt.Sprint(chat), Rate{Count: 10, Period: time.Hour, Burst: 10}, 1)
				if err != nil || pause < 0 || pause > 6*time.Minute {
					t.Errorf("wait %v, %v", pause, err)
				}
				if pause == 0 {
					taken <- true
				}
			})
		}
		wait.Wait()
		if len(taken) != 10 {
			t.Errorf("%d taken, want 10", len(taken))
		}
	})
}

func TestFirstAtTick(t *testing.T) {
	everywhere(t, func(t *testing.T, c *Client, chat int64) {
		job, due := fmt.Sprint("digest", chat), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		for i, want := range []bool{true, false, false} {
			if first, err := c.FirstAtTick(t.Context(), job, due); err != nil || first != want {
				t.Errorf("call %d: %v, %v", i, first, err)
			}
		}
		if first, err := c.FirstAtTick(t.Context(), job, due.AddDate(0, 0, 1)); err != nil || !first {
			t.Errorf("the next day: %v, %v", first, err)
		}
	})
}

func TestErrorsOfRedisAreNotAnOutage(t *testing.T) {
	everywhere(t, func(t *testing.T, c *Client, chat int64) {
		if err := c.redis.HSet(t.Context(), sessionKey(chat), "a", "b").Err(); err != nil {
			t.Fatal(err)
		}
		for range 2 * failures {
			if _, _, err := c.Sessions().Get(t.Context(), chat); err == nil || errors.Is(err, ErrDown) {
				t.Errorf("got %v", err)
			}
		}
		if err := c.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

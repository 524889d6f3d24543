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
}

// TestTakeOfLeavesRoom asks with the limits of what is urgent (5), normal (3) and low (1).
func TestTakeOfLeavesRoom(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a, b := connected(t, "redis://"+server.Addr()), connected(t, "redis://"+server.Addr())
	for i, c := range []struct {
		after    time.Duration
		limit, n int
		want     time.Duration
	}{
		{0, 1, 1, 0}, {time.Second, 1, 1, 59 * time.Second}, {0, 3, 2, 0}, {0, 3, 1, 59 * time.Second},
		{time.Second, 5, 3, 58 * time.Second}, {0, 5, 2, 0}, {0, 5, 1, 58 * time.Second}, {0, 1, 1, time.Minute},
		{58 * time.Second, 5, 1, 0}, {0, 5, 1, time.Second}, {0, 5, 9, time.Minute}, {time.Hour, 5, 9, 0}, {0, 5, 1, time.Minute},
	} {
		now = now.Add(c.after)
		server.SetTime(now)
		if wait, err := []*Client{a, b}[i%2].TakeOf(t.Context(), "-5", c.limit, time.Minute, c.n); err != nil || wait != c.want {
			t.Errorf("%d: wait %v, want %v, %v", i, wait, c.want, err)
		}
	}
	if wait, err := a.TakeOf(t.Context(), "-6", 5, time.Minute, 1); err != nil || wait != 0 {
		t.Errorf("another group: %v, %v", wait, err)
	}
}

func TestHold(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	a, b := connected(t, "redis://"+server.Addr()), connected(t, "redis://"+server.Addr())
	ask := func(want time.Duration) {
		t.Helper()
		rated, err := b.Take(t.Context(), "5", Rate{Count: 1, Period: time.Second, Burst: 9}, 1)
		if err != nil || rated != want {
			t.Errorf("wait %v, want %v, %v", rated, want, err)
		}
		if in, err := b.TakeOf(t.Context(), "5", 9, time.Minute, 1); err != nil || in != want {
			t.Errorf("wait %v in the window, want %v, %v", in, want, err)
		}
	}
	for _, d := range []time.Duration{30 * time.Second, time.Second, time.Hour} {
		if err := a.Hold(t.Context(), "5", d); err != nil {
			t.Fatal(err)
		}
		ask(max(d, 30*time.Second))
	}
	server.FastForward(time.Hour)
	ask(0)
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

// TestTickIsTakenUpWhenTheFirstDied: the records alone remember for ever.
func TestTickIsTakenUpWhenTheFirstDied(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c := connected(t, "redis://"+server.Addr())
	for i, want := range []bool{true, false, true} {
		if first, err := c.FirstAtTick(t.Context(), "digest", time.Unix(1, 0)); err != nil || first != want {
			t.Errorf("call %d: %v, %v", i, first, err)
		}
		server.FastForward(time.Duration(i) * tickTTL)
	}
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

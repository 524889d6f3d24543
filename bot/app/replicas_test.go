package app

import (
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"redress/bot/outbox"
	"redress/flows/complaint"
	redisstore "redress/store/redis"
	sqlstore "redress/store/sql"
)

// twoPaces are those of two replicas that share a Redis.
func twoPaces(t *testing.T, r *ownRedis, p outbox.Pace) [2]sharedPace {
	t.Helper()
	var both [2]sharedPace
	for i := range both {
		both[i] = sharedPace{openRedis(t, r), p}
	}
	return both
}

func openRedis(t *testing.T, r *ownRedis) *redisstore.Client {
	t.Helper()
	c, err := redisstore.Open("redis://"+r.addr, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// taken is how many of so many parcels find a place at once, asked for by both in turn.
func taken(t *testing.T, both [2]sharedPace, parcel complaint.Parcel, times int) (n int) {
	t.Helper()
	for i := range times {
		wait, err := both[i%2].Take(t.Context(), parcel, 1)
		if err != nil {
			t.Fatal(err)
		}
		if wait == 0 {
			n++
		}
	}
	return n
}

func private(chat int64) complaint.Parcel {
	return complaint.Parcel{Private: true, Outbound: complaint.Outbound{Chat: chat}}
}

func TestTwoReplicasKeepOnePace(t *testing.T) {
	t.Parallel()
	r := startRedis(t)
	pace := outbox.TelegramPace()
	pace.PerSecond, pace.Burst = 1<<20, 1<<20 // only the chats count here
	both := twoPaces(t, r, pace)
	group := func(u complaint.Urgency) complaint.Parcel {
		return complaint.Parcel{Outbound: complaint.Outbound{Chat: -7, Urgency: u}}
	}
	for _, c := range []struct {
		name   string
		parcel complaint.Parcel
		want   int
	}{
		{"low", group(complaint.Low), 10}, {"normal", group(complaint.Normal), 6}, {"urgent", group(complaint.Urgent), 4},
		{"another group", complaint.Parcel{Outbound: complaint.Outbound{Chat: -8, Urgency: complaint.Urgent}}, 20},
	} {
		if got := taken(t, both, c.parcel, 30); got != c.want {
			t.Errorf("%s: %d at once, want %d", c.name, got, c.want)
		}
	}
	if got := taken(t, both, private(7), 10); got < 3 || got > 4 { // one comes back each second
		t.Errorf("%d to one person at once, want 3", got)
	}
	if err := both[0].Hold(t.Context(), private(9), time.Hour); err != nil {
		t.Fatal(err)
	}
	if wait, err := both[1].Take(t.Context(), private(9), 1); err != nil || wait < 59*time.Minute {
		t.Errorf("a chat that is held may be written to in %v, %v", wait, err)
	}
	all := twoPaces(t, r, outbox.TelegramPace())
	if got := taken(t, all, private(10), 1); got != 1 {
		t.Errorf("the first message finds no place")
	}
}

// TestAllMessagesShareOnePace asks for many chats at once.
func TestAllMessagesShareOnePace(t *testing.T) {
	t.Parallel()
	both := twoPaces(t, startRedis(t), outbox.TelegramPace())
	began, n := time.Now(), 0
	for chat := range int64(60) {
		n += taken(t, both, private(100+chat), 1)
	}
	if most := 6 + int(time.Since(began).Seconds()*25); n < 5 || n > most {
		t.Errorf("%d places taken in %v, want 5 to %d", n, time.Since(began), most)
	}
}

func TestDeadRedisHoldsNoMessageUp(t *testing.T) {
	t.Parallel()
	r := startRedis(t)
	both := twoPaces(t, r, outbox.TelegramPace())
	r.kill()
	began := time.Now()
	for range 100 {
		if _, err := both[0].Take(t.Context(), private(7), 1); !errors.Is(err, redisstore.ErrDown) {
			t.Fatalf("got %v", err)
		}
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("100 questions took %v", took)
	}
}

// TestATickIsClaimedOnce lets replicas claim at once, with Redis and without; and again after
// the one that asked first has died before it could claim.
func TestATickIsClaimedOnce(t *testing.T) {
	t.Parallel()
	r := startRedis(t)
	db, err := sqlstore.Open(t.Context(), "sqlite::memory:", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ticks := [2]sharedTicks{{db, openRedis(t, r)}, {db, openRedis(t, r)}}
	claim := func(day int) (won int) {
		due := time.Date(2026, 11, day, 8, 30, 0, 0, time.UTC)
		var wait sync.WaitGroup
		wins := make(chan bool, 20)
		for i := range cap(wins) {
			wait.Go(func() {
				ok, err := ticks[i%2].ClaimTick(t.Context(), "digest", due, complaint.Event{Kind: complaint.Tick})
				if err != nil {
					t.Error(err)
				}
				wins <- ok
			})
		}
		wait.Wait()
		close(wins)
		for ok := range wins {
			if ok {
				won++
			}
		}
		return won
	}
	if won := claim(23); won != 1 {
		t.Errorf("claimed %d times", won)
	}
	due := time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)
	if first, err := ticks[0].redis.FirstAtTick(t.Context(), "digest", due); err != nil || !first {
		t.Fatal(first, err)
	}
	if won := claim(24); won != 0 {
		t.Errorf("claimed %d times while another one is about to", won)
	}
	r.flush(t) // as half a minute would
	if won := claim(24); won != 1 {
		t.Errorf("claimed %d times after the first one died", won)
	}
	r.kill()
	if won := claim(25); won != 1 {
		t.Errorf("claimed %d times without Redis", won)
	}
	if events, err := db.Unfinished(t.Context(), 0, 10); err != nil || len(events) != 3 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

package redisstore

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"redress/flows/complaint"
)

func TestDeadRedisCostsMilliseconds(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c := connected(t, "redis://"+server.Addr())
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.Close()
	start := time.Now()
	for range 200 {
		if err := c.Sessions().Put(t.Context(), complaint.Session{Chat: 5}); !errors.Is(err, ErrDown) {
			t.Fatalf("got %v", err)
		}
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("200 calls took %v", took)
	}
}

func TestSilentRedisCostsMilliseconds(t *testing.T) {
	t.Parallel()
	c := connected(t, "redis://"+server(t, func(net.Conn, string) bool { return true }))
	start := time.Now()
	for range 200 {
		if err := c.Hold(t.Context(), "5", time.Minute); !errors.Is(err, ErrDown) {
			t.Fatalf("got %v", err)
		}
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("200 calls took %v", took)
	}
}

func TestRedisThatComesBackIsUsedAgain(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c, err := open("redis://"+server.Addr(), quiet(t), time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	server.Close()
	for range failures + 1 {
		if err := c.Ping(t.Context()); !errors.Is(err, ErrDown) {
			t.Fatalf("got %v", err)
		}
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	for limit := time.After(5 * time.Second); c.Ping(t.Context()) != nil; {
		select {
		case <-limit:
			t.Fatal("it is not used again")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestCallerWhoLeavesIsNoOutage(t *testing.T) {
	t.Parallel()
	c := connected(t, "redis://"+miniredis.RunT(t).Addr())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 2 * failures {
		if err := c.Ping(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNothingIsSentTwice(t *testing.T) {
	t.Parallel()
	var scripts atomic.Int32
	c := connected(t, "redis://"+server(t, func(conn net.Conn, command string) bool {
		if command == "EVALSHA" {
			scripts.Add(1)
			return false
		}
		_, err := conn.Write([]byte("-ERR unknown command\r\n"))
		return err == nil
	}))
	if _, err := c.Take(t.Context(), "x", Rate{Count: 1, Period: time.Second, Burst: 1}, 1); err == nil {
		t.Error("a lost answer is no error")
	}
	if n := scripts.Load(); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

// server is a server that hands each command to answer and hangs up when that says false.
func server(t *testing.T, answer func(conn net.Conn, command string) bool) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, conn)
			mu.Unlock()
			open.Go(func() { serve(conn, answer) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		for _, c := range conns {
			_ = c.Close()
		}
		mu.Unlock()
		open.Wait()
	})
	return l.Addr().String()
}

// serve reads commands: "*<n>", then n times "$<length>" and a word.
func serve(conn net.Conn, answer func(net.Conn, string) bool) {
	defer conn.Close()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		words := 2 * int(lines.Text()[1]-'0')
		command := ""
		for i := 0; i < words && lines.Scan(); i++ {
			if i == 1 {
				command = strings.ToUpper(lines.Text())
			}
		}
		if !answer(conn, command) {
			return
		}
	}
}

func TestURLs(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"redis://host:6379/2":                                    "*redis.Client",
		"rediss://user:secret@host:6379":                         "*redis.Client",
		"unix:///run/redis.sock":                                 "*redis.Client",
		"redis://:secret@a:26379?master_name=m&addr=b:26379":     "*redis.Client",
		"redis://a:6379?addr=b:6379":                             "*redis.ClusterClient",
		"http://user:secret@host":                                "",
		"redis://user:secret@host:port":                          "",
		"redis://user:secret@host:6379?unheard=of":               "",
		"redis://user:secret@host:6379?addr=b:6379&unheard=of":   "",
		"redis://user:secret@host:6379?master_name=m&unheard=of": "",
		"\x7f://user:secret@host:6379":                           "",
		"host:6379":                                              "",
	} {
		c, err := Open(url, quiet(t))
		if want == "" {
			if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "REDIS_URL") {
				t.Errorf("%q: %v", url, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", url, err)
			continue
		}
		if got := kind(c.redis); got != want {
			t.Errorf("%q: %s, want %s", url, got, want)
		}
		_ = c.Close()
	}
}

func kind(c redis.UniversalClient) string {
	switch c.(type) {
	case *redis.Client:
		return "*redis.Client"
	case *redis.ClusterClient:
		return "*redis.ClusterClient"
	}
	return "another"
}

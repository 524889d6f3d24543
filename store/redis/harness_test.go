package redisstore

import (
	"log/slog"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	LogTo(slog.New(slog.DiscardHandler))
	goleak.VerifyTestMain(m)
}

func quiet(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

func connected(t testing.TB, url string) *Client {
	t.Helper()
	c, err := Open(url, quiet(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// everywhere runs a test on miniredis and on a real server. chat is a number that no other
// test uses.
func everywhere(t *testing.T, run func(t *testing.T, c *Client, chat int64)) {
	t.Parallel()
	t.Run("miniredis", func(t *testing.T) {
		t.Parallel()
		run(t, connected(t, "redis://"+miniredis.RunT(t).Addr()), time.Now().UnixNano())
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		run(t, connected(t, realRedis(t)), time.Now().UnixNano())
	})
}

// realRedis returns the URL of a real server: REDIS_TEST_URL, or one started for this test.
func realRedis(t *testing.T) string {
	t.Helper()
	if url := os.Getenv("REDIS_TEST_URL"); url != "" {
		return url
	}
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("no real Redis on this machine: set REDIS_TEST_URL or install redis-server")
	}
	socket := t.TempDir() + "/s"
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	url := "unix://" + socket
	for limit := time.After(10 * time.Second); ; {
		if conn, err := net.Dial("unix", socket); err == nil {
			_ = conn.Close()
			return url
		}
		select {
		case <-limit:
			t.Fatal("redis-server does not start")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

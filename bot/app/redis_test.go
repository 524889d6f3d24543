package app

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redress/bot/telegram/telegramtest"
)

// ownRedis is a Redis server of this test alone, which it may flush and kill.
type ownRedis struct {
	addr string
	cmd  *exec.Cmd
}

// startRedis runs a server on a free loopback port.
func startRedis(t *testing.T) *ownRedis {
	t.Helper()
	file, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REDRESS_REQUIRE_SERVICES") == "1" {
			t.Fatal("REDRESS_REQUIRE_SERVICES is set, but there is no redis-server on this machine")
		}
		t.Skip("no redis-server on this machine")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &ownRedis{addr: l.Addr().String()}
	_, port, _ := net.SplitHostPort(r.addr)
	_ = l.Close()
	r.cmd = exec.Command(file, "--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "", "--appendonly", "no")
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			return r
		}
	}
	t.Fatal("redis-server does not start")
	return nil
}

func (r *ownRedis) kill() {
	_ = r.cmd.Process.Kill() // an error means it is dead already
	_ = r.cmd.Wait()
}

// flush forgets everything, and returns how many keys that was.
func (r *ownRedis) flush(t *testing.T) int64 {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: r.addr})
	defer client.Close()
	keys, err := client.DBSize(t.Context()).Result()
	if err == nil {
		err = client.FlushAll(t.Context()).Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestRedisFlushedInTheMiddleOfADialogue(t *testing.T) {
	t.Parallel()
	r := startRedis(t)
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Redis = fmt.Sprintf("redis://%s/0", r.addr) })
	w.say(w.anna, "You charged me twice for order A-1001")
	if r.flush(t) == 0 {
		t.Fatal("nothing is kept in Redis")
	}
	w.pass(7 * time.Second)
	w.seesWhere(w.anna.ID(), "a question", func(m telegramtest.MessageView) bool { return hasButton(m, "Skip") })
	w.settle()
	r.flush(t)
	w.press(w.anna, w.anna.ID(), "Skip")
	w.seesWhere(w.anna.ID(), "the next question", func(m telegramtest.MessageView) bool { return hasButton(m, "Refund") })
	r.flush(t)
	w.press(w.anna, w.anna.ID(), "Refund")
	w.sees(w.anna.ID(), "This is what I would file")
	r.flush(t)
	w.press(w.anna, w.anna.ID(), "Submit")
	w.sees(w.anna.ID(), "Your number is")
	w.resolvesWithoutRedis(r)
	for _, text := range []string{"More: /privacy", "This is what I would file", "Your number is"} {
		if got := w.count(w.anna.ID(), text); got != 1 {
			t.Errorf("%q came %d times:\n%s", text, got, w.shows(w.anna.ID()))
		}
	}
}

// resolvesWithoutRedis kills the server for good and takes the complaint to its close.
func (w *town) resolvesWithoutRedis(r *ownRedis) {
	w.t.Helper()
	_, rest, _ := strings.Cut(w.sees(w.anna.ID(), "Your number is").Content(), "Your number is ")
	w.card(rest[:9])
	r.kill()
	w.press(w.li, w.staff.ID(), "Claim")
	w.sees(w.anna.ID(), "now has somebody")
	w.resolve(w.li, rest[:9], "Refunded.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.sees(w.anna.ID(), "with how your complaint was resolved")
}

func TestRedisOutOfReachAtStart(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close() // nobody listens there now
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Redis = "redis://" + addr })
	w.files(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
}

package redisstore

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"redress/flows/complaint"
)

// node is a server of a test, started with a configuration of its own.
type node struct {
	addr, port string
	cmd        *exec.Cmd
}

// startNode starts redis-server on a port that was free.
func startNode(t *testing.T, config ...string) *node {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REDRESS_REQUIRE_SERVICES") != "" {
			t.Fatal("there is no redis-server on this machine, and REDRESS_REQUIRE_SERVICES is set")
		}
		t.Skip("no real Redis on this machine: install redis-server")
	}
	addr := freeAddress(t)
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "redis.conf")
	lines := append([]string{"port " + port, "bind 127.0.0.1", "save \"\"", "dir " + filepath.Dir(file), "daemonize no"}, config...)
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := &node{addr: addr, port: port, cmd: exec.Command(program, file)}
	if slices.ContainsFunc(config, func(s string) bool { return strings.HasPrefix(s, "sentinel ") }) {
		n.cmd.Args = append(n.cmd.Args, "--sentinel")
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.kill)
	n.await(t, "answers", func(c *redis.Client) bool { return c.Ping(t.Context()).Err() == nil })
	return n
}

// freeAddress is one whose port leaves room for that of the cluster's bus, 10000 above it.
func freeAddress(t *testing.T) string {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := l.Addr().(*net.TCPAddr)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if addr.Port < 55000 {
			return addr.String()
		}
	}
}

func (n *node) kill() {
	_ = n.cmd.Process.Kill() // an error means it is dead already
	_ = n.cmd.Wait()
}

// await asks until the server says yes.
func (n *node) await(t *testing.T, what string, yes func(*redis.Client) bool) {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: n.addr, MaxRetries: -1})
	defer c.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !yes(c) {
		select {
		case <-ctx.Done():
			t.Fatalf("%s never: %s", n.addr, what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// startCluster joins three servers.
func startCluster(t *testing.T) []*node {
	t.Helper()
	var nodes []*node
	for range 3 {
		nodes = append(nodes, startNode(t, "cluster-enabled yes", "cluster-node-timeout 2000"))
	}
	for i, n := range nodes {
		c := redis.NewClient(&redis.Options{Addr: n.addr})
		err := c.ClusterAddSlotsRange(t.Context(), i*16384/3, (i+1)*16384/3-1).Err()
		for _, other := range nodes[i+1:] {
			if err == nil {
				err = c.ClusterMeet(t.Context(), "127.0.0.1", other.port).Err()
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	}
	for _, n := range nodes {
		n.await(t, "the cluster is whole", func(c *redis.Client) bool {
			info, err := c.ClusterInfo(t.Context()).Result()
			return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:3")
		})
	}
	return nodes
}

// TestCluster does everything on three real nodes, with keys on all of them, and goes on where
// it can when one is killed.
func TestCluster(t *testing.T) {
	t.Parallel()
	nodes := startCluster(t)
	c := connected(t, fmt.Sprintf("redis://%s?addr=%s&addr=%s", nodes[0].addr, nodes[1].addr, nodes[2].addr))
	for chat := range int64(30) {
		everything(t, c, chat)
	}
	for _, n := range nodes {
		n.await(t, "has a part of the keys", func(c *redis.Client) bool {
			size, err := c.DBSize(t.Context()).Result()
			return err == nil && size > 10
		})
	}
	nodes[2].kill()
	began, down := time.Now(), 0
	for chat := range int64(100) {
		if err := c.Sessions().Put(t.Context(), complaint.Session{Chat: chat}); err != nil {
			down++
		}
	}
	if took := time.Since(began); took > 5*time.Second || down == 0 {
		t.Errorf("100 calls on a cluster without a third took %v, %d did not work", took, down)
	}
}

// everything calls whatever the package offers.
func everything(t *testing.T, c *Client, chat int64) {
	t.Helper()
	name := fmt.Sprint(chat)
	want := complaint.Session{Chat: chat, LastEvent: 7}
	if err := c.Sessions().Put(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := c.Sessions().Get(t.Context(), chat); err != nil || !ok || got.LastEvent != 7 {
		t.Errorf("got %+v, %v, %v", got, ok, err)
	}
	for i, free := range []bool{true, true, false} {
		wait, err := c.Take(t.Context(), name, Rate{Count: 1, Period: time.Hour, Burst: 2}, 1)
		if err != nil || (wait == 0) != free {
			t.Errorf("take %d of %s: %v, %v", i, name, wait, err)
		}
		wait, err = c.TakeOf(t.Context(), name, 2, time.Hour, 1)
		if err != nil || (wait == 0) != free {
			t.Errorf("take %d of the window of %s: %v, %v", i, name, wait, err)
		}
	}
	if err := c.Hold(t.Context(), name, time.Hour); err != nil {
		t.Error(err)
	}
	for i, want := range []bool{true, false} {
		if first, err := c.FirstAtTick(t.Context(), name, time.Unix(0, 0)); err != nil || first != want {
			t.Errorf("tick %d of %s: %v, %v", i, name, first, err)
		}
	}
}

// TestSentinel finds the server by way of a sentinel, and the new one when that fails over.
func TestSentinel(t *testing.T) {
	t.Parallel()
	first := startNode(t)
	second := startNode(t, "replicaof 127.0.0.1 "+first.port)
	second.await(t, "follows the first", func(c *redis.Client) bool {
		info, err := c.Info(t.Context(), "replication").Result()
		return err == nil && strings.Contains(info, "master_link_status:up")
	})
	sentinel := startNode(t, "sentinel monitor main 127.0.0.1 "+first.port+" 1",
		"sentinel down-after-milliseconds main 300", "sentinel failover-timeout main 3000")
	c, err := open(fmt.Sprintf("redis://%s?master_name=main", sentinel.addr), quiet(t), 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	everything(t, c, 5)
	sentinel.await(t, "knows the second", func(s *redis.Client) bool {
		info, err := s.Info(t.Context(), "sentinel").Result()
		return err == nil && strings.Contains(info, "slaves=1")
	})
	first.kill()
	second.await(t, "can be written to through the sentinel", func(*redis.Client) bool {
		return c.Sessions().Put(t.Context(), complaint.Session{Chat: 6}) == nil
	})
	everything(t, c, 7)
}

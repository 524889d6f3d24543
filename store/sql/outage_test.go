package sqlstore

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/store/storetest"
)

// The server is killed again and again while two replicas work. Whoever is told of an error
// asks again; at the end everything is there, once.
func TestServerKilledUnderLoad(t *testing.T) {
	t.Parallel()
	server := storetest.NewServer(t)
	address := server.Database(t)
	dbs := [2]*DB{openURL(t, address, WithName("a")), openURL(t, address, WithName("b"))}
	const callers, kills = 4, 3
	stop := make(chan struct{})
	counts := make([]int, len(dbs)*callers)
	var wait sync.WaitGroup
	for i := range counts {
		wait.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					counts[i] = n
					return
				default:
				}
				insist(t, dbs[i%2], int64(n*len(counts)+i+1))
			}
		})
	}
	for range kills {
		pause(t.Context(), 700*time.Millisecond)
		server.Kill(t)
		must(t, server.Start())
	}
	pause(t.Context(), 500*time.Millisecond)
	close(stop)
	wait.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	checkTotal(t, dbs[0], total)
	for _, db := range dbs {
		must(t, db.Close())
	}
	t.Logf("%d complaints over %d kills of the server", total, kills)
}

// insist accepts and deals with an event, however often it takes.
func insist(t *testing.T, db *DB, n int64) {
	for t.Context().Err() == nil {
		fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)})
		if err != nil {
			continue
		}
		if len(fresh) == 0 { // kept by a call that could not say so
			_ = db.look(t.Context(), func(q *conn) (err error) {
				fresh, err = collect(q, scanEvent, `SELECT id, source, tries, body FROM events WHERE source = $1`, said(n).Source)
				return err
			})
		}
		if len(fresh) == 1 && files(t, db, fresh[0]) == nil {
			return
		}
	}
}

func checkTotal(t *testing.T, db *DB, total int) {
	t.Helper()
	if total < 50 {
		t.Errorf("only %d complaints: the server was hardly up", total)
	}
	numbers := texts(t, db, `SELECT number FROM complaints ORDER BY number`)
	for i, number := range numbers {
		if want := fmt.Sprintf("2026-%04d", i+1); number != want {
			t.Fatalf("number %d is %s, want %s", i+1, number, want)
		}
	}
	for query, want := range map[string]int{
		`SELECT id FROM complaints`:                       total,
		`SELECT source FROM events WHERE state = 'done'`:  total,
		`SELECT source FROM events WHERE state <> 'done'`: 0,
		`SELECT key FROM outbox`:                          total,
		`SELECT key FROM timers`:                          total,
	} {
		if got := texts(t, db, query); len(got) != want {
			t.Errorf("%s: %d rows, want %d", query, len(got), want)
		}
	}
}

// cutter passes everything between clients and a server on, until it cuts a line at a COMMIT.
type cutter struct {
	server string
	after  bool // the server has carried it out; the answer is lost

	mu    sync.Mutex
	armed bool
	cuts  int
}

func (c *cutter) arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed = true
}

func (c *cutter) fires() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.armed
	c.armed = false
	if was {
		c.cuts++
	}
	return was
}

func (c *cutter) serve(l net.Listener) {
	var open sync.WaitGroup
	for {
		client, err := l.Accept()
		if err != nil {
			open.Wait()
			return
		}
		open.Go(func() { c.carry(client) })
	}
}

func (c *cutter) carry(client net.Conn) {
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		_ = client.Close()
		return
	}
	var back sync.WaitGroup
	var lost sync.Mutex // held: answers go nowhere
	back.Go(func() {
		buffer := make([]byte, 32*1024)
		for {
			n, err := server.Read(buffer)
			lost.Lock()
			if err == nil {
				_, err = client.Write(buffer[:n])
			}
			lost.Unlock()
			if err != nil {
				_ = client.Close()
				return
			}
		}
	})
	buffer := make([]byte, 32*1024)
	for {
		n, err := client.Read(buffer)
		if err == nil && bytes.Contains(buffer[:n], []byte("COMMIT\x00")) && c.fires() {
			lost.Lock()
			if c.after {
				_, _ = server.Write(buffer[:n])
				// its answer means that it is carried out; nobody hears it
			}
			_ = client.Close()
			lost.Unlock()
			err = io.EOF
		}
		if err == nil {
			_, err = server.Write(buffer[:n])
		}
		if err != nil {
			_ = server.Close()
			break
		}
	}
	back.Wait()
}

// A connection is cut at COMMIT. Whether the server has carried it out or not, the caller gets
// the result, and everything has happened once.
func TestCutAtCommit(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before the server has it": false, "before its answer is here": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			must(t, err)
			address, err := url.Parse(servers.Database(t))
			must(t, err)
			c := &cutter{server: address.Host, after: after}
			var serving sync.WaitGroup
			serving.Go(func() { c.serve(l) })
			t.Cleanup(func() { _ = l.Close(); serving.Wait() })
			address.Host = l.Addr().String()
			address.RawQuery += "&default_query_exec_mode=exec" // statements go over the line as text
			db := openURL(t, address.String())
			t.Cleanup(func() { must(t, db.Close()) })
			for n := int64(1); n <= 5; n++ {
				cutOnce(t, db, c, n)
			}
			if got := texts(t, db, `SELECT number FROM complaints ORDER BY number`); !slices.Equal(got, []string{"2026-0001", "2026-0002", "2026-0003", "2026-0004", "2026-0005"}) {
				t.Errorf("complaints %v", got)
			}
			if c.cuts != 10 {
				t.Errorf("%d cuts, want 10", c.cuts)
			}
		})
	}
}

func cutOnce(t *testing.T, db *DB, c *cutter, n int64) {
	t.Helper()
	c.arm()
	fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)})
	if err != nil || len(fresh) != 1 {
		t.Fatalf("accepted %d, %v", len(fresh), err)
	}
	steps := 0
	c.arm()
	res, err := db.Do(t.Context(), fresh[0], flows.Want{}, benchNow, func(st flows.State) (flows.Result, error) {
		steps++
		return flows.Result{Complaints: []*complaint.Complaint{{ID: fmt.Sprint("c", n), Number: fmt.Sprintf("2026-%04d", st.Number), Status: complaint.Filed}}}, nil
	})
	want := 1 // what is kept is not decided again
	if !c.after {
		want = 2
	}
	if err != nil || len(res.Complaints) != 1 || steps != want {
		t.Errorf("%d complaints in the result, stepped %d times, want %d, %v", len(res.Complaints), steps, want, err)
	}
}

func TestServerAwayIsSaidClearly(t *testing.T) {
	t.Parallel()
	server := storetest.NewServer(t)
	db := openURL(t, server.Database(t))
	server.Kill(t)
	began := time.Now()
	_, err := db.Accept(t.Context(), []complaint.Event{said(1)})
	if err == nil || !strings.Contains(err.Error(), "check that it runs") || time.Since(began) > 2*patience {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := db.Unfinished(soon, 0, 1); err == nil {
		t.Error("reading works without a server")
	}
	must(t, server.Start())
	if fresh, err := db.Accept(t.Context(), []complaint.Event{said(1)}); err != nil || len(fresh) != 1 {
		t.Errorf("once it is back: accepted %d, %v", len(fresh), err)
	}
	must(t, db.Close())
}

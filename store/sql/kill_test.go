package sqlstore

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"redress/flows"
	"redress/flows/complaint"
)

// victimHome makes the test binary a process that writes until it is killed.
const victimHome = "REDRESS_TEST_VICTIM_DB"

func TestMain(m *testing.M) {
	if url := os.Getenv(victimHome); url != "" {
		victim(url)
		return
	}
	// Every step of the queue's model waits for the disk; the command line may ask for more.
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(served{m})
}

// served stops the tests' PostgreSQL before goroutines are counted.
type served struct{ *testing.M }

func (s served) Run() int {
	defer servers.Stop()
	return s.M.Run()
}

// victim accepts events and does every second one, and says so only after each is durable.
func victim(url string) {
	ctx := context.Background()
	db, err := Open(ctx, url, slog.New(slog.DiscardHandler))
	for n := int64(1); err == nil; n++ {
		var fresh []complaint.Event
		if fresh, err = db.Accept(ctx, []complaint.Event{said(n)}); err != nil {
			break
		}
		fmt.Println("accepted", n)
		if n%2 == 0 {
			_, err = db.Do(ctx, fresh[0], flows.Want{Customer: fresh[0].Chat.ID}, benchNow, func(st flows.State) (flows.Result, error) {
				return another(fresh[0], st), nil
			})
			fmt.Println("done", n)
		}
	}
	fmt.Println("failed", err)
}

func TestKilledProcessLosesNothing(t *testing.T) {
	t.Parallel()
	for round := range 3 {
		url := "sqlite:" + t.TempDir() + "/redress.db"
		accepted, done := killAfter(t, url, 40+round*7)
		db, err := Open(t.Context(), url, quiet(t))
		if err != nil {
			t.Fatal(err)
		}
		checkSurvivors(t, db, accepted, done)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// killAfter lets a victim run until it has said so many lines, kills it without warning and
// returns how far it said it was.
func killAfter(t *testing.T, url string, lines int) (accepted, done int64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victimHome+"="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for scan := bufio.NewScanner(out); scan.Scan(); lines-- {
		if lines == 0 {
			_ = cmd.Process.Kill()
		}
		var n int64
		word, number, _ := strings.Cut(scan.Text(), " ")
		if _, err := fmt.Sscan(number, &n); err != nil {
			t.Errorf("the victim says %q", scan.Text())
		}
		switch word {
		case "accepted":
			accepted = n
		case "done":
			done = n
		}
	}
	_ = cmd.Wait()
	return accepted, done
}

func checkSurvivors(t *testing.T, db *DB, accepted, done int64) {
	t.Helper()
	if accepted < 20 || done < 10 {
		t.Fatalf("the victim got to %d and %d only", accepted, done)
	}
	for n := int64(1); n <= accepted; n++ {
		if fresh, err := db.Accept(t.Context(), []complaint.Event{said(n)}); err != nil || len(fresh) != 0 {
			t.Errorf("event %d was accepted and is lost: %v", n, err)
		}
	}
	todo, err := db.Unfinished(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	left := map[int64]bool{}
	for _, ev := range todo {
		left[ev.Message.ID] = true
	}
	for n := int64(2); n <= accepted; n += 2 {
		st, err := db.Load(t.Context(), flows.Want{Customer: said(n).Chat.ID, Words: true}, benchNow)
		if err != nil {
			t.Fatal(err)
		}
		if whole := st.Complaint != nil && len(st.Messages) == 1 && st.Session.LastEvent != 0; whole == left[n] || n <= done && left[n] {
			t.Errorf("event %d: done %v, still to do %v", n, whole, left[n])
		}
	}
	if broken, _, err := db.VerifyHistory(t.Context(), "", 10_000); err != nil || len(broken) > 0 {
		t.Errorf("history broken: %v, %v", broken, err)
	}
}

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp"
	"redress/nlp/measure"
)

// cost is what the local understanding takes.
type cost struct {
	median, p99 time.Duration // of a message of 300 characters, on one core
	load        time.Duration // until it is ready
	heap        uint64        // bytes that stay in use once it is loaded
	resident    int64         // bytes of memory of the process that came with it; 0 unknown
	binary      int64         // bytes that it adds to a program
}

type load struct {
	took     time.Duration
	heap     uint64
	resident int64
}

// weigh loads the understanding and says what that took.
func weigh() (*nlp.Understanding, load) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	pages, began := resident(), time.Now()
	u := nlp.New(nlp.Config{})
	took := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	return u, load{took, after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc), resident() - pages}
}

// resident is the memory that the process has, where the system tells it; else 0.
func resident() int64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

func costOf(u *nlp.Understanding, rows []measure.Row, l load) (cost, error) {
	c := cost{load: l.took, heap: l.heap, resident: l.resident}
	c.median, c.p99 = speed(u, rows)
	var err error
	c.binary, err = growth()
	return c, err
}

const (
	timedMessages = 1500
	timedRounds   = 7
	timedRunes    = 300
)

// speed times messages of 300 characters on one core. Each is understood several times, of
// which the quickest counts, so that what else the machine does is left out.
func speed(u *nlp.Understanding, rows []measure.Row) (median, p99 time.Duration) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var took []time.Duration
	for _, text := range sized(rows) {
		best := time.Hour
		for range timedRounds {
			began := time.Now()
			u.Local(complaint.Inquiry{Texts: []string{text}, Now: began, Quick: true})
			best = min(best, time.Since(began))
		}
		took = append(took, best)
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100]
}

// sized makes messages of exactly 300 characters from rows of one language each.
func sized(rows []measure.Row) (texts []string) {
	rest := map[string][]rune{}
	for _, r := range rows {
		rest[r.Lang] = append(append(rest[r.Lang], []rune(r.Text)...), ' ')
		for len(rest[r.Lang]) >= timedRunes && len(texts) < timedMessages {
			texts = append(texts, string(rest[r.Lang][:timedRunes]))
			rest[r.Lang] = rest[r.Lang][timedRunes:]
		}
	}
	return texts
}

// growth builds a program that has what the bot has anyway, with the understanding and
// without, and compares.
func growth() (int64, error) {
	dir, err := os.MkdirTemp("", "redress-growth-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // temporary
	without, err := build(dir, "without", `_ "redress/bot/outbox"; _ "redress/bot/telegram"; _ "redress/store/sql"`, "")
	if err != nil {
		return 0, err
	}
	with, err := build(dir, "with", `_ "redress/bot/outbox"; _ "redress/bot/telegram"; _ "redress/store/sql"; "redress/nlp"; "context"; "redress/flows/complaint"`,
		`u := nlp.New(nlp.Config{Model: &nlp.ModelConfig{}}); println(u.Triage(context.Background(), complaint.Inquiry{}).Kind)`)
	return with - without, err
}

func build(dir, name, imports, body string) (int64, error) {
	source, target := filepath.Join(dir, name+".go"), filepath.Join(dir, name)
	if err := os.WriteFile(source, []byte("package main\nimport ("+imports+")\nfunc main() {"+body+"}\n"), 0o600); err != nil {
		return 0, err
	}
	if out, err := exec.Command("go", "build", "-o", target, source).CombinedOutput(); err != nil {
		return 0, fmt.Errorf("run this in the repository: %w\n%s", err, out)
	}
	info, err := os.Stat(target)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

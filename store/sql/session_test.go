package sqlstore

import (
	"context"
	"errors"
	"sync"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

// cache is a SessionCache in memory.
type cache struct {
	mu     sync.Mutex
	kept   map[int64]complaint.Session
	broken bool
}

func (c *cache) Get(_ context.Context, chat int64) (complaint.Session, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.kept[chat]
	return s, ok, nil
}

func (c *cache) Put(_ context.Context, s complaint.Session) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return errors.New("out of order")
	}
	c.kept[s.Chat] = s
	return nil
}

func TestCachedSessionServesOnlyWhileItIsTheNewest(t *testing.T) {
	t.Parallel()
	c := &cache{kept: map[int64]complaint.Session{}}
	db := opened(t, WithSessionCache(c))
	load := func() complaint.Session {
		t.Helper()
		st, err := db.Load(t.Context(), flows.Want{Customer: 5}, benchNow)
		if err != nil {
			t.Fatal(err)
		}
		return st.Session
	}
	ev := do(t, db, 1, flows.Result{Session: &complaint.Session{Chat: 5, Language: "en"}})
	if s := c.kept[5]; s.LastEvent != ev.ID || s.Language != "en" {
		t.Fatalf("cached %+v", s)
	}
	c.kept[5] = complaint.Session{Chat: 5, Language: "cached", LastEvent: ev.ID}
	if got := load().Language; got != "cached" {
		t.Errorf("the newest copy was not used, but %q", got)
	}
	delete(c.kept, 5) // flushed
	if got := load().Language; got != "en" {
		t.Errorf("after a flush: %q", got)
	}
	c.broken = true // now it keeps what is old
	c.kept[5] = complaint.Session{Chat: 5, Language: "cached", LastEvent: ev.ID}
	do(t, db, 2, flows.Result{Session: &complaint.Session{Chat: 5, Language: "zh"}})
	if got := load().Language; got != "zh" {
		t.Errorf("an old copy was used: %q", got)
	}
}

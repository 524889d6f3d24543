package bench

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// hook posts updates to replicas, as a load balancer would spread them: many chats at once,
// each chat in order, and again until one replica has taken it.
type hook struct {
	ctx     context.Context
	client  *http.Client
	targets []string // addresses of the replicas
	tickets chan struct{}

	mu     sync.Mutex
	path   string
	secret string
	chats  map[int64][]update // a chat in the map has a goroutine
}

const (
	hookWidth = 40 // posts at once, Telegram's default
	hookPause = 30 * time.Millisecond
)

func newHook(ctx context.Context, targets []string) *hook {
	return &hook{ctx: ctx, client: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: hookWidth}},
		targets: targets, tickets: make(chan struct{}, hookWidth), chats: map[int64][]update{}}
}

// add lets a replica take updates, too; remove takes that back.
func (h *hook) add(target string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.targets = append(slices.Clone(h.targets), target)
}

func (h *hook) remove(target string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.targets = slices.DeleteFunc(slices.Clone(h.targets), func(t string) bool { return t == target })
}

func (h *hook) open(path, secret string) {
	if h == nil || path == "" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.path, h.secret = "/telegram", secret
}

func (h *hook) post(u update) {
	h.mu.Lock()
	defer h.mu.Unlock()
	waiting, running := h.chats[u.chat]
	h.chats[u.chat] = append(waiting, u)
	if !running {
		go h.run(u.chat)
	}
}

func (h *hook) run(chat int64) {
	for {
		h.mu.Lock()
		if len(h.chats[chat]) == 0 || h.ctx.Err() != nil {
			delete(h.chats, chat)
			h.mu.Unlock()
			return
		}
		u := h.chats[chat][0]
		h.chats[chat] = h.chats[chat][1:]
		h.mu.Unlock()
		for h.ctx.Err() == nil && !h.deliver(u) {
			wait(h.ctx, hookPause)
		}
	}
}

// deliver posts an update to one of the replicas, whichever.
func (h *hook) deliver(u update) bool {
	h.tickets <- struct{}{}
	defer func() { <-h.tickets }()
	h.mu.Lock()
	path, secret := h.path, h.secret
	target := h.targets[rand.IntN(len(h.targets))]
	h.mu.Unlock()
	req, err := http.NewRequestWithContext(h.ctx, http.MethodPost, "http://"+target+path, bytes.NewBufferString(u.body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	resp, err := h.client.Do(req)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, resp.Body) // only the status counts
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

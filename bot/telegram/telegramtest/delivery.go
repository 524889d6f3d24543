package telegramtest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// enqueue hands an update to its chat's queue; the server is locked.
func (h *webhook) enqueue(u *update) {
	line, busy := h.waiting[u.chat]
	h.waiting[u.chat] = append(line, u)
	if !busy {
		go h.work(u.chat)
	}
}

func (h *webhook) work(chat int64) {
	for {
		u := h.head(chat)
		if u == nil || !h.deliver(u) {
			return
		}
	}
}

// head takes the next update of a queue, or ends the queue.
func (h *webhook) head(chat int64) *update {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	line := h.waiting[chat]
	if len(line) == 0 {
		delete(h.waiting, chat)
		return nil
	}
	h.waiting[chat] = line[1:]
	return line[0]
}

// deliver repeats one update until it is taken or too old; false means that the webhook ended.
func (h *webhook) deliver(u *update) bool {
	for delay := h.s.retryBase; ; delay = min(2*delay, h.s.retryMax) {
		status, after, err := h.post(u)
		if h.ctx.Err() != nil {
			return false
		}
		if h.settle(u, status, err) {
			return true
		}
		timer := time.NewTimer(max(delay, after))
		select {
		case <-timer.C:
		case <-h.ctx.Done():
			timer.Stop()
			return false
		}
	}
}

// settle notes the outcome and tells whether the update is done with.
func (h *webhook) settle(u *update, status int, err error) bool {
	s := h.s
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
	if err == nil || s.now().Unix()-u.date > updateAge {
		s.queue.drop(u.id)
		return true
	}
	h.failed, h.failure = s.now(), err.Error()
	switch {
	case status != http.StatusGone:
		h.gone = time.Time{}
	case h.gone.IsZero():
		h.gone = h.failed
	case h.failed.Sub(h.gone) > goneAge && s.hook == h:
		s.stopWebhook()
	}
	return false
}

// post sends one update; after is the pause the receiver asked for.
func (h *webhook) post(u *update) (status int, after time.Duration, err error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-h.ctx.Done():
		return 0, 0, h.ctx.Err()
	}
	req, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := h.client.Do(req)
	if err != nil {
		//lint:ignore ST1005 these are Telegram's words
		return 0, 0, errors.New("Connection failed")
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return resp.StatusCode, 0, nil
	}
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return resp.StatusCode, time.Duration(min(max(seconds, 0), 3600)) * time.Second,
		errors.New("Wrong response from the webhook: " + resp.Status) //nolint:staticcheck // Telegram's words
}

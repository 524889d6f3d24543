package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"redress/bot/telegram/telegramtest"
	"redress/flows/complaint"
)

// shelf is an Intake in memory that can be told to fail.
type shelf struct {
	mu       sync.Mutex
	offset   int64
	events   []complaint.Event
	known    map[string]bool
	aside    map[string]string
	failures int // so many writes fail first
}

func (s *shelf) Offset(context.Context) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offset, s.offset != 0, s.fail()
}

func (s *shelf) fail() error {
	if s.failures > 0 {
		s.failures--
		return errors.New("disk full")
	}
	return nil
}

func (s *shelf) Accept(_ context.Context, events []complaint.Event) ([]complaint.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keep(events)
}

func (s *shelf) keep(events []complaint.Event) (fresh []complaint.Event, err error) {
	if err := s.fail(); err != nil {
		return nil, err
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	for _, e := range events {
		if !s.known[e.Source] {
			s.known[e.Source] = true
			fresh = append(fresh, e)
		}
	}
	s.events = append(s.events, fresh...)
	return fresh, nil
}

func (s *shelf) AcceptBatch(_ context.Context, events []complaint.Event, next int64) ([]complaint.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh, err := s.keep(events)
	if err == nil {
		s.offset = next
	}
	return fresh, err
}

func (s *shelf) Quarantine(_ context.Context, source string, raw []byte, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail(); err != nil {
		return err
	}
	if s.aside == nil {
		s.aside = map[string]string{}
	}
	s.aside[source] = string(raw)
	return nil
}

func (s *shelf) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.events {
		if e.Message != nil {
			list = append(list, e.Message.Text)
		}
	}
	return list
}

func client(t *testing.T, rt http.RoundTripper) *Client {
	t.Helper()
	c, err := New(Config{Token: telegramtest.DefaultToken, Transport: rt})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// script answers polls one after the other and notes their offsets; at the end it hangs.
type script struct {
	mu      sync.Mutex
	answers []string // a number is an HTTP status with an HTML page, "" a broken line
	offsets []int64
	allowed []string
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	var p struct {
		Offset  int64    `json:"offset"`
		Allowed []string `json:"allowed_updates"`
	}
	if body, err := io.ReadAll(r.Body); err != nil || r.Header.Get("Content-Type") == "application/json" && json.Unmarshal(body, &p) != nil {
		return nil, errors.New("not a poll")
	}
	s.mu.Lock()
	s.offsets, s.allowed = append(s.offsets, p.Offset), p.Allowed
	var body string
	more := len(s.answers) > 0
	if more {
		body, s.answers = s.answers[0], s.answers[1:]
	}
	s.mu.Unlock()
	switch {
	case !more:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case body == "":
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func batch(updates ...string) string {
	return `{"ok":true,"result":[` + strings.Join(updates, ",") + `]}`
}

func words42(id, text string) string {
	return `{"update_id":` + id + `,"message":{"message_id":1,"date":1750000000,"chat":{"id":7,"type":"private"},"from":{"id":7},"text":"` + text + `"}}`
}

// failing loses the first writes of batches.
type failing struct {
	*shelf
	times int
}

func (f *failing) AcceptBatch(ctx context.Context, events []complaint.Event, next int64) ([]complaint.Event, error) {
	if f.times > 0 {
		f.times--
		return nil, errors.New("disk full")
	}
	return f.shelf.AcceptBatch(ctx, events, next)
}

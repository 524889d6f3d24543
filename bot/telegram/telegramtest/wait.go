package telegramtest

import (
	"context"
	"fmt"
)

// touch marks a change; the server is locked.
func (s *Server) touch() {
	s.changes++
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// next returns the number of changes so far and a channel closed at the next one.
func (s *Server) next() (uint64, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changes, s.changed
}

// Changes is how many changes there were so far.
func (s *Server) Changes() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changes
}

// Wait returns once ok says true; it is asked now and after every change. It may look at the
// server, but must not change it, nor call a method of the bot. The error of an ended ctx is returned.
func (s *Server) Wait(ctx context.Context, ok func() bool) error {
	for {
		_, ch := s.next()
		if ok() {
			return nil
		}
		select {
		case <-ch:
		case <-ctx.Done():
			return fmt.Errorf("the awaited state did not come: %w", ctx.Err())
		}
	}
}

// Await returns the first message of the chat for which match says true, waiting for it.
func (s *Server) Await(ctx context.Context, chatID int64, match func(MessageView) bool) (MessageView, error) {
	var found MessageView
	err := s.Wait(ctx, func() bool {
		for _, m := range s.Chat(chatID).Messages {
			if match(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// Subscribe sends the number of the latest change whenever there are new ones, until ctx
// ends; slow readers skip numbers but always get the last. The channel is closed at the end.
func (s *Server) Subscribe(ctx context.Context) <-chan uint64 {
	out := make(chan uint64, 1)
	go func() {
		defer close(out)
		sent := uint64(0)
		for {
			n, ch := s.next()
			if n != sent {
				select {
				case out <- n:
					sent = n
					continue
				case <-ctx.Done():
					return
				}
			}
			select {
			case <-ch:
			case <-ctx.Done():
				return
			case <-s.closed:
				return
			}
		}
	}()
	return out
}

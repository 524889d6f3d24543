package telegramtest

import (
	"encoding/json"
	"errors"
	"strings"
)

// Inject queues an update made of the given JSON object, which must not have an update_id;
// chatID names the webhook queue it belongs to. It is for updates the fake cannot make, such
// as kinds newer than the bot's library.
func (s *Server) Inject(chatID int64, object string) (int64, error) {
	object = strings.TrimSpace(object)
	if !json.Valid([]byte(object)) || !strings.HasPrefix(object, "{") || object == "{}" {
		return 0, errors.New("give a JSON object with one update field, such as {\"message\":{…}}")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pushRaw(chatID, []byte(","+object[1:])), nil
}

// Redeliver sends an update once more under its own id, as happens when the bot's answer or
// confirmation was lost.
func (s *Server) Redeliver(updateID int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.queue.kept[updateID]
	if !ok {
		return errors.New("no such update is remembered")
	}
	if _, waiting := s.queue.places[updateID]; waiting && s.hook == nil {
		return nil
	}
	if s.hook == nil {
		s.queue.again = append(s.queue.again, u)
	}
	s.announce(u)
	return nil
}

package bench

import (
	"math/rand/v2"
	"time"
)

// Of so many updates, one meets each of these. Telegram allows itself all of them.
const (
	oneTwice    = 15 // the same update is delivered twice
	onePressed  = 10 // the same press comes under a new id
	oneOvertook = 10 // a chat's updates wait for a moment, and those of others overtake them
)

const longestOvertaking = 300 * time.Millisecond

// Muddle lets updates come twice, under new ids and in another order between chats from now on.
func (s *Server) Muddle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late = map[int64][]string{}
}

// times is how often something comes that comes twice once in so many times. The caller holds
// the lock.
func (s *Server) times(oneIn int) int {
	if s.late == nil || rand.IntN(oneIn) > 0 {
		return 1
	}
	return 2
}

// holdBack keeps an update for later, behind those of its chat that wait already. The caller
// holds the lock.
func (s *Server) holdBack(chat int64, what string) bool {
	waiting, held := s.late[chat]
	if s.late == nil || !held && rand.IntN(oneOvertook) > 0 {
		return false
	}
	s.late[chat] = append(waiting, what)
	if !held {
		time.AfterFunc(rand.N(longestOvertaking), func() { s.letThrough(chat) })
	}
	return true
}

func (s *Server) letThrough(chat int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, what := range s.late[chat] {
		s.release(chat, what)
	}
	delete(s.late, chat)
}

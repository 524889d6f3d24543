package telegram

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/go-telegram/bot"
)

const (
	memberTTL = 10 * time.Second
	memberMax = 4096
)

// Member asks whether user belongs to chat and administers it. An answer is kept for ten
// seconds, or until Invalidate. known is false when Telegram gave no answer; then nothing may
// be concluded.
func (c *Client) Member(ctx context.Context, chat, user int64) (member, admin, known bool) {
	key := memberKey{chat, user}
	if m, ok := c.members.get(key); ok {
		return m.member, m.admin, true
	}
	seen := c.members.generation()
	a := c.call(ctx, func(ctx context.Context) error {
		_, err := c.api.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: chat, UserID: user})
		return err
	})
	m, known := membership(a)
	if known {
		c.members.put(key, m, seen)
	}
	return m.member, m.admin, known
}

// Invalidate forgets what is known about user in chat.
func (c *Client) Invalidate(chat, user int64) { c.members.drop(memberKey{chat, user}) }

func membership(a answer) (standing, bool) {
	if a.OK {
		w := decode[wireMember](a.Result)
		return standing{w.present(), w.admin()}, w.Status != ""
	}
	text := strings.ToLower(a.Description)
	absent := a.Code == 400 && (strings.Contains(text, "user not found") ||
		strings.Contains(text, "member not found") || strings.Contains(text, "participant_id_invalid"))
	return standing{}, absent
}

type memberKey struct{ chat, user int64 }

type standing struct{ member, admin bool }

type cachedStanding struct {
	standing
	until time.Time
}

// memberCache keeps answers for a while. An answer that was asked for before something was
// forgotten is not kept: it may be older than the change.
type memberCache struct {
	mu      sync.Mutex
	entries map[memberKey]cachedStanding
	drops   int
}

func newMemberCache() *memberCache {
	return &memberCache{entries: map[memberKey]cachedStanding{}}
}

func (m *memberCache) generation() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.drops
}

func (m *memberCache) get(k memberKey) (standing, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries[k]
	return e.standing, ok && time.Now().Before(e.until)
}

func (m *memberCache) put(k memberKey, s standing, asked int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if asked != m.drops {
		return
	}
	if len(m.entries) >= memberMax {
		clear(m.entries)
	}
	m.entries[k] = cachedStanding{s, time.Now().Add(memberTTL)}
}

func (m *memberCache) drop(k memberKey) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drops++
	delete(m.entries, k)
}

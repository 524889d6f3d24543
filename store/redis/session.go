package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"redress/flows/complaint"
)

// sessionTTL is how long a copy of a session is kept after it was last put.
const sessionTTL = 30 * 24 * time.Hour

// Sessions keeps copies of sessions. Whether a copy is the newest, its LastEvent tells.
type Sessions struct{ client *Client }

// Sessions returns the cache of sessions.
func (c *Client) Sessions() *Sessions { return &Sessions{c} }

// Get returns the copy for a chat; ok is false when there is none or it cannot be read.
func (s *Sessions) Get(ctx context.Context, chat int64) (session complaint.Session, ok bool, err error) {
	var body []byte
	err = s.client.call(ctx, func(ctx context.Context) (err error) {
		if body, err = s.client.redis.Get(ctx, sessionKey(chat)).Bytes(); errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	if err != nil || body == nil {
		return session, false, err
	}
	if json.Unmarshal(body, &session) != nil {
		return complaint.Session{}, false, nil
	}
	return session, true, nil
}

// Put keeps a copy for 30 days.
func (s *Sessions) Put(ctx context.Context, session complaint.Session) error {
	body, err := json.Marshal(session)
	if err != nil {
		return errors.New("a session cannot be encoded")
	}
	return s.client.call(ctx, func(ctx context.Context) error {
		return s.client.redis.Set(ctx, sessionKey(session.Chat), body, sessionTTL).Err()
	})
}

func sessionKey(chat int64) string { return fmt.Sprintf("session:{%d}", chat) }

package telegramtest

import (
	"slices"
	"strconv"
	"time"
)

// maxAnswer is the longest answer to a pressed button, in UTF-16 units (TG-06).
const maxAnswer = 200

// Answer is what the person saw after pressing a button.
type Answer struct {
	QueryID string    `json:"query_id"`
	UserID  int64     `json:"user_id"`
	ChatID  int64     `json:"chat_id"`
	Text    string    `json:"text"`
	Alert   bool      `json:"alert"`
	URL     string    `json:"url,omitempty"`
	At      time.Time `json:"at"`
}

// query is a pressed button.
type query struct {
	id      string
	user    int64
	chat    int64
	message int
	data    string
	asked   time.Time
	answers []Answer
}

type queries struct {
	byID   map[string]*query
	order  []string
	recent []Answer
	last   int64
	keep   int
}

func newQueries(keep int) queries {
	return queries{byID: map[string]*query{}, last: 430_000_000_000_000_000, keep: keep}
}

func (q *queries) add(p query) *query {
	q.last += 7
	p.id = strconv.FormatInt(q.last, 10)
	q.byID[p.id] = &p
	q.order = append(q.order, p.id)
	if q.keep > 0 && len(q.order) > 2*q.keep {
		for _, id := range q.order[:len(q.order)-q.keep] {
			delete(q.byID, id)
		}
		q.order = slices.Clone(q.order[len(q.order)-q.keep:])
	}
	return &p
}

func (c *call) answerCallbackQuery() (any, *Error) {
	q, ok := c.queries.byID[c.str("callback_query_id")]
	if !ok || c.now.Sub(q.asked) > c.queryTTL {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if unitLen(c.str("text")) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	a := Answer{
		QueryID: q.id, UserID: q.user, ChatID: q.chat,
		Text: c.str("text"), Alert: c.flag("show_alert"), URL: c.str("url"), At: c.now,
	}
	q.answers = append(q.answers, a)
	c.queries.recent = append(c.queries.recent, a)
	if n := len(c.queries.recent); c.queries.keep > 0 && n > 2*c.queries.keep {
		c.queries.recent = slices.Clone(c.queries.recent[n-c.queries.keep:])
	}
	c.touch()
	return true, nil
}

// callbackQuery is the official JSON form; message may be inaccessible (TG-32).
type callbackQuery struct {
	ID           string `json:"id"`
	From         User   `json:"from"`
	Message      any    `json:"message,omitempty"`
	ChatInstance string `json:"chat_instance"`
	Data         string `json:"data,omitempty"`
}

type inaccessible struct {
	Chat      Chat  `json:"chat"`
	MessageID int   `json:"message_id"`
	Date      int64 `json:"date"`
}

// ask sends the update for a pressed button and returns its id.
func (s *Server) ask(q *query) int64 {
	ch := s.world.chats[q.chat]
	u := callbackQuery{
		ID: q.id, From: s.world.users[q.user].user, Data: q.data,
		ChatInstance: strconv.FormatInt(-7_000_000_000_000-q.chat, 10),
		Message:      inaccessible{Chat: s.world.face(ch), MessageID: q.message},
	}
	if r, ok := ch.live(q.message); ok {
		u.Message = r.msg
	}
	return s.push("callback_query", q.chat, u)
}

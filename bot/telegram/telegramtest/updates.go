package telegramtest

import (
	"container/list"
	"encoding/json"
	"slices"
	"strconv"
)

// updateAge is how long updates are kept, in seconds (TG-20).
const updateAge = 86_400

// update is one queued update; its JSON is made once.
type update struct {
	id   int64
	chat int64 // the webhook's queue
	date int64
	body []byte
}

// queue holds the updates the bot has not confirmed.
type queue struct {
	nextID  int64
	pending *list.List // of *update, by id
	places  map[int64]*list.Element
	kept    map[int64]*update // also confirmed ones, for Redeliver
	keptIDs []int64
	keep    int
	allowed []string // as set by the bot; empty is the default
	again   []*update
	handed  int           // of again, given to the poll that is being answered
	arrived chan struct{} // closed when something is added; nil while nobody waits
	poller  chan struct{} // closed when another poll takes over
}

func newQueue(first int64, keep int) queue {
	return queue{
		nextID: first, keep: keep,
		pending: list.New(), places: map[int64]*list.Element{}, kept: map[int64]*update{},
	}
}

// allows tells whether the bot asked for this kind (TG-25).
func (q *queue) allows(kind string) bool {
	if len(q.allowed) > 0 {
		return slices.Contains(q.allowed, kind)
	}
	return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
}

// push queues an update of the given kind and returns its id, 0 if the bot does not want it.
func (s *Server) push(kind string, chatID int64, value any) int64 {
	if !s.queue.allows(kind) {
		return 0
	}
	raw, err := json.Marshal(value)
	if err != nil { // our own structs and checked JSON only
		panic(err)
	}
	return s.pushRaw(chatID, slices.Concat([]byte(`,"`+kind+`":`), raw, []byte("}")))
}

// pushRaw queues an update whose JSON after the update_id is tail.
func (s *Server) pushRaw(chatID int64, tail []byte) int64 {
	q := &s.queue
	u := &update{id: q.nextID, chat: chatID, date: s.now().Unix()}
	q.nextID++
	u.body = append(strconv.AppendInt([]byte(`{"update_id":`), u.id, 10), tail...)
	q.places[u.id] = q.pending.PushBack(u)
	q.remember(u)
	s.announce(u)
	return u.id
}

func (q *queue) remember(u *update) {
	q.kept[u.id] = u
	q.keptIDs = append(q.keptIDs, u.id)
	if q.keep > 0 && len(q.keptIDs) > 2*q.keep {
		for _, id := range q.keptIDs[:len(q.keptIDs)-q.keep] {
			delete(q.kept, id)
		}
		q.keptIDs = slices.Clone(q.keptIDs[len(q.keptIDs)-q.keep:])
	}
}

// announce wakes the poll or the webhook.
func (s *Server) announce(u *update) {
	if s.hook != nil {
		s.hook.enqueue(u)
	}
	s.queue.wake()
	s.touch()
}

func (q *queue) wake() {
	if q.arrived != nil {
		close(q.arrived)
		q.arrived = nil
	}
}

func (q *queue) drop(id int64) {
	if e, ok := q.places[id]; ok {
		q.pending.Remove(e)
		delete(q.places, id)
	}
}

// confirm forgets everything before offset, and everything too old, and tells whether that
// was anything. A negative offset keeps that many from the end.
func (q *queue) confirm(offset, now int64) (some bool) {
	some, q.handed = q.handed > 0, 0
	for e := q.pending.Front(); e != nil; e = q.pending.Front() {
		u := e.Value.(*update)
		surplus := offset < 0 && int64(q.pending.Len()) > -offset
		if u.id >= offset && !surplus && now-u.date <= updateAge {
			return some
		}
		q.drop(u.id)
		some = true
	}
	return some
}

// batch returns up to limit updates as a JSON array, nil if there are none.
func (q *queue) batch(limit int) json.RawMessage {
	if q.pending.Len() == 0 && len(q.again) == 0 {
		return nil
	}
	out := []byte{'['}
	n := 0
	add := func(u *update) {
		if n++; n > 1 {
			out = append(out, ',')
		}
		out = append(out, u.body...)
	}
	repeated := min(limit, len(q.again))
	for _, u := range q.again[:repeated] {
		add(u)
	}
	q.again, q.handed = q.again[repeated:], repeated
	for e := q.pending.Front(); e != nil && n < limit; e = e.Next() {
		add(e.Value.(*update))
	}
	return append(out, ']')
}

// Pending is how many updates wait for the bot.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.pending.Len() + len(s.queue.again) + s.queue.handed
}

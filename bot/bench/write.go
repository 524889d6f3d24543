package bench

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Write is a text by a person in a chat, perhaps in answer to a message.
func (s *Server) Write(person, chat int64, text string, replyTo int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.message++
	reply := ""
	if replyTo != 0 {
		reply = fmt.Sprintf(`,"reply_to_message":{"message_id":%d,"date":%d,"chat":%s,"from":%s}`,
			replyTo, time.Now().Unix(), chatJSON(chat), botJSON)
	}
	entities := ""
	if strings.HasPrefix(text, "/") {
		command, _, _ := strings.Cut(text, " ")
		entities = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(command))
	}
	quoted, _ := json.Marshal(text) // a string always can
	s.put(chat, fmt.Sprintf(`"message":{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":%s%s%s}`,
		s.message, time.Now().Unix(), chatJSON(chat), personJSON(person), quoted, entities, reply))
}

// Press is a button pressed by a person under a message of the bot.
func (s *Server) Press(person int64, under Sent, data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range s.times(onePressed) {
		s.presses++
		s.put(under.Chat, fmt.Sprintf(`"callback_query":{"id":"%d","from":%s,"chat_instance":"1","data":%q,
		"message":{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":"…"}}`,
			s.presses, personJSON(person), data, under.MessageID, time.Now().Unix(), chatJSON(under.Chat), botJSON))
	}
}

func (s *Server) put(chat int64, what string) {
	if !s.holdBack(chat, what) {
		s.release(chat, what)
	}
}

// release lets an update out.
func (s *Server) release(chat int64, what string) {
	u := update{s.next, chat, fmt.Sprintf(`{"update_id":%d,%s}`, s.next, what)}
	s.next++
	for range s.times(oneTwice) {
		if s.hook != nil {
			s.hook.post(u)
		} else {
			s.updates = append(s.updates, u)
		}
	}
	close(s.fresh)
	s.fresh = make(chan struct{})
}

const botJSON = `{"id":100,"is_bot":true,"first_name":"Bench","username":"bench_bot"}`

func personJSON(id int64) string {
	return fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"P%d","language_code":"en"}`, id, id)
}

func chatJSON(id int64) string {
	if id > 0 {
		return fmt.Sprintf(`{"id":%d,"type":"private","first_name":"P%d"}`, id, id)
	}
	return fmt.Sprintf(`{"id":%d,"type":"supergroup","title":"Desk"}`, id)
}

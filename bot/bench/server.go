package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// Token is the bot's at the stand-in.
	Token = "123456:stand-in-for-the-token-of-a-bot"
)

// Sent is what the bot put into a chat, or changed there.
type Sent struct {
	Method    string
	Chat      int64
	Thread    int
	MessageID int
	Text      string
	Buttons   []string // their data
}

// Server is the stand-in for Telegram: updates go out by long poll in the order they were put
// in, and what the bot sends is handed to whoever lives in the chat.
type Server struct {
	delay  time.Duration // before every answer
	listen net.Listener
	http   *http.Server

	mu      sync.Mutex
	updates []update
	next    int
	message int
	fresh   chan struct{} // closed when there are new updates
	people  map[int64]func(Sent)
	calls   int
	polled  chan struct{} // closed when the bot has asked for updates
}

type update struct {
	id   int
	body string
}

// NewServer listens on a free port of this machine. Every answer takes at least delay.
func NewServer(delay time.Duration) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the stand-in for Telegram cannot listen: %w", err)
	}
	s := &Server{delay: delay, listen: l, next: 1, fresh: make(chan struct{}), people: map[int64]func(Sent){}, polled: make(chan struct{})}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.http.Serve(l) }() // ends with Close
	return s, nil
}

// URL is where the bot finds it.
func (s *Server) URL() string { return "http://" + s.listen.Addr().String() }

// Close ends it.
func (s *Server) Close() error { return s.http.Close() }

// Live puts somebody into a chat. It is to be told of what the bot sends there, on any
// goroutine, and must not block.
func (s *Server) Live(chat int64, hear func(Sent)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[chat] = hear
}

// Polled is closed once the bot has asked for updates.
func (s *Server) Polled() <-chan struct{} { return s.polled }

// Calls is how many calls the bot has made.
func (s *Server) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

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
	s.put(fmt.Sprintf(`"message":{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":%s%s%s}`,
		s.message, time.Now().Unix(), chatJSON(chat), personJSON(person), quoted, entities, reply))
}

// Press is a button pressed by a person under a message of the bot.
func (s *Server) Press(person int64, under Sent, data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(fmt.Sprintf(`"callback_query":{"id":"%d","from":%s,"chat_instance":"1","data":%q,
		"message":{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":"…"}}`,
		s.next, personJSON(person), data, under.MessageID, time.Now().Unix(), chatJSON(under.Chat), botJSON))
}

func (s *Server) put(what string) {
	s.updates = append(s.updates, update{s.next, fmt.Sprintf(`{"update_id":%d,%s}`, s.next, what)})
	s.next++
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

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	params, err := paramsOf(r)
	if err != nil {
		http.Error(w, `{"ok":false,"error_code":400,"description":"Bad Request: not understood"}`, http.StatusBadRequest)
		return
	}
	if method == "getUpdates" {
		s.poll(w, r, params)
		return
	}
	result, heard := s.answer(method, params)
	if s.delay > 0 {
		time.Sleep(s.delay)
	}
	respond(w, result)
	if heard != nil {
		heard()
	}
}

func respond(w http.ResponseWriter, result string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"ok":true,"result":`+result+`}`) // a bot that has gone does not hear it
}

// answer carries out a call; heard tells who lives in the chat.
func (s *Server) answer(method string, p map[string]string) (result string, heard func()) {
	chat, _ := strconv.ParseInt(p["chat_id"], 10, 64) // 0 where the call has none
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	switch method {
	case "getMe":
		return `{"id":100,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,"can_read_all_group_messages":true}`, nil
	case "getChatMember":
		return fmt.Sprintf(`{"status":"administrator","can_manage_topics":true,"can_delete_messages":true,"can_pin_messages":true,"user":%s}`, personJSON(number(p["user_id"]))), nil
	case "getChat":
		return chatJSON(chat), nil
	case "sendMessage", "editMessageText", "editMessageReplyMarkup":
		return s.sent(method, chat, p)
	case "copyMessage":
		s.message++
		return fmt.Sprintf(`{"message_id":%d}`, s.message), nil
	case "getMyCommands":
		return `[]`, nil
	}
	return `true`, nil
}

func (s *Server) sent(method string, chat int64, p map[string]string) (string, func()) {
	m := Sent{Method: method, Chat: chat, Text: p["text"], Buttons: dataOf(p["reply_markup"]), MessageID: int(number(p["message_id"]))}
	if method == "sendMessage" {
		s.message++
		m.MessageID = s.message
	}
	result := fmt.Sprintf(`{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":"…"}`, m.MessageID, time.Now().Unix(), chatJSON(chat), botJSON)
	hear := s.people[chat]
	if hear == nil {
		return result, nil
	}
	return result, func() { hear(m) }
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // 0 where there is none
	return n
}

// dataOf reads the data of an inline keyboard's buttons.
func dataOf(markup string) (data []string) {
	const key = `"callback_data":"`
	for {
		_, rest, ok := strings.Cut(markup, key)
		if !ok {
			return data
		}
		one, after, _ := strings.Cut(rest, `"`)
		data, markup = append(data, one), after
	}
}

// poll hands out updates from the offset on, waiting for some when there are none.
func (s *Server) poll(w http.ResponseWriter, r *http.Request, p map[string]string) {
	if s.delay > 0 {
		time.Sleep(s.delay)
	}
	offset, timeout := int(number(p["offset"])), time.Duration(number(p["timeout"]))*time.Second
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for {
		batch, fresh := s.from(offset)
		if batch != "" {
			respond(w, "["+batch+"]")
			return
		}
		select {
		case <-fresh:
		case <-deadline.C:
			respond(w, "[]")
			return
		case <-r.Context().Done():
			return
		}
	}
}

const pollBatch = 100

func (s *Server) from(offset int) (batch string, fresh chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.polled:
	default:
		close(s.polled)
	}
	for len(s.updates) > 0 && s.updates[0].id < offset {
		s.updates = s.updates[1:]
	}
	var b strings.Builder
	for i, u := range s.updates[:min(len(s.updates), pollBatch)] {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(u.body)
	}
	return b.String(), s.fresh
}

// paramsOf reads a call's parameters, sent as JSON or as a form.
func paramsOf(r *http.Request) (map[string]string, error) {
	kind, more, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // "" for calls without parameters
	switch kind {
	case "application/json":
		return jsonParams(r.Body)
	case "multipart/form-data":
		return formParams(multipart.NewReader(r.Body, more["boundary"]))
	}
	return nil, nil
}

func jsonParams(body io.Reader) (map[string]string, error) {
	var raw map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&raw); err != nil {
		return nil, err
	}
	params := make(map[string]string, len(raw))
	for k, v := range raw {
		text := string(v)
		if json.Unmarshal(v, &text) != nil { // not a string: as it is written
			text = string(v)
		}
		params[k] = text
	}
	return params, nil
}

func formParams(form *multipart.Reader) (map[string]string, error) {
	params := map[string]string{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) { // also of a form without any part
			return params, nil
		}
		if err != nil {
			return nil, err
		}
		value, err := io.ReadAll(io.LimitReader(part, 1<<20))
		if err != nil {
			return nil, err
		}
		params[part.FormName()] = string(value)
	}
}

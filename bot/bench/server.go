package bench

import (
	"fmt"
	"io"
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

// Entry is one call that put something into a chat, as the stand-in's own log has it.
type Entry struct {
	Sent
	At       time.Time
	By       string // the replica that called
	Answered bool   // the answer was not lost
}

// Server is the stand-in for Telegram: updates go out by long poll in the order they were put
// in, and what the bot sends is handed to whoever lives in the chat.
type Server struct {
	delay  time.Duration                         // before every answer
	faults func(method string, chat int64) Fault // nil: nothing goes wrong
	hook   *hook                                 // nil: by long poll
	listen net.Listener
	http   *http.Server

	mu      sync.Mutex
	updates []update
	next    int
	message int
	presses int
	webhook string
	late    map[int64][]string // updates that others overtake, by chat; nil: all come in order, once
	fresh   chan struct{}      // closed when there are new updates
	people  map[int64]func(Sent)
	calls   int
	log     []Entry       // kept when faults are
	polled  chan struct{} // closed when the bot has asked for updates
}

type update struct {
	id   int
	chat int64
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

// ServeHTTP answers one call. What stands before "/bot" in the path names the replica.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	by, call, _ := strings.Cut(r.URL.Path, "/bot")
	_, method, _ := strings.Cut(call, "/")
	params, err := paramsOf(r)
	if err != nil {
		http.Error(w, `{"ok":false,"error_code":400,"description":"Bad Request: not understood"}`, http.StatusBadRequest)
		return
	}
	if s.delay > 0 {
		time.Sleep(s.delay)
	}
	if method == "getUpdates" {
		s.poll(w, r, params)
		return
	}
	chat := number(params["chat_id"])
	fault := s.faultFor(method, chat)
	if fault.refuse(w) {
		return
	}
	result, heard := s.answer(method, by, chat, params, fault == None)
	if heard != nil {
		heard()
	}
	if fault.lose(w, result) {
		return
	}
	respond(w, result)
}

func respond(w http.ResponseWriter, result string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"ok":true,"result":`+result+`}`) // a bot that has gone does not hear it
}

// answer carries out a call; heard tells who lives in the chat.
func (s *Server) answer(method, by string, chat int64, p map[string]string, answered bool) (result string, heard func()) {
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
		return s.sent(method, by, chat, p, answered)
	case "setWebhook":
		s.hook.open(p["url"], p["secret_token"])
		s.webhook = p["url"]
	case "getWebhookInfo":
		return fmt.Sprintf(`{"url":%q,"pending_update_count":0}`, s.webhook), nil
	case "copyMessage":
		s.message++
		return fmt.Sprintf(`{"message_id":%d}`, s.message), nil
	case "getMyCommands":
		return `[]`, nil
	}
	return `true`, nil
}

func (s *Server) sent(method, by string, chat int64, p map[string]string, answered bool) (string, func()) {
	m := Sent{Method: method, Chat: chat, Text: p["text"], Buttons: dataOf(p["reply_markup"]), MessageID: int(number(p["message_id"]))}
	if method == "sendMessage" {
		s.message++
		m.MessageID = s.message
	}
	result := fmt.Sprintf(`{"message_id":%d,"date":%d,"chat":%s,"from":%s,"text":"…"}`, m.MessageID, time.Now().Unix(), chatJSON(chat), botJSON)
	if s.faults != nil {
		s.log = append(s.log, Entry{Sent: m, At: time.Now(), By: by, Answered: answered})
	}
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

// Break lets calls go wrong from now on, and keeps a log of what arrived.
func (s *Server) Break(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"redress/bot/telegram/telegramtest"
)

// stub is the smallest bot: it polls, remembers what it heard and answers pressed buttons.
type stub struct {
	p    *playground
	mu   sync.Mutex
	seen []update
	more chan struct{} // closed when something was heard
	// on is told of every update, in its order; nil does nothing.
	on func(update)
}

type update struct {
	ID      int64                 `json:"update_id"`
	Message *telegramtest.Message `json:"message"`
	Query   *struct {
		ID      string               `json:"id"`
		From    telegramtest.User    `json:"from"`
		Data    string               `json:"data"`
		Message telegramtest.Message `json:"message"`
	} `json:"callback_query"`
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func startStub(p *playground) *stub { return startStubWith(p, nil) }

func startStubWith(p *playground, on func(*stub, update)) *stub {
	b := &stub{p: p, more: make(chan struct{})}
	if on != nil {
		b.on = func(u update) { on(b, u) }
	}
	ended := make(chan struct{})
	go func() { defer close(ended); b.poll() }()
	p.Cleanup(func() { p.server.Close(); <-ended })
	return b
}

func (b *stub) poll() {
	offset := int64(0)
	for {
		var got []update
		if !b.ask("getUpdates", map[string]string{"offset": id(offset), "timeout": "20"}, &got) {
			return
		}
		if b.p.Context().Err() != nil {
			return
		}
		for _, u := range got {
			offset = u.ID + 1
			b.hear(u)
		}
	}
}

func (b *stub) hear(u update) {
	if u.Query != nil {
		b.call("answerCallbackQuery", map[string]string{"callback_query_id": u.Query.ID, "text": "stub heard " + u.Query.Data})
	}
	if b.on != nil {
		b.on(u)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seen = append(b.seen, u)
	close(b.more)
	b.more = make(chan struct{})
}

// heard waits for an update.
func (b *stub) heard(match func(update) bool) update {
	b.p.Helper()
	for {
		b.mu.Lock()
		more := b.more
		for _, u := range b.seen {
			if match(u) {
				b.mu.Unlock()
				return u
			}
		}
		b.mu.Unlock()
		select {
		case <-more:
		case <-b.p.Context().Done():
			b.p.Fatal("the stub did not hear it")
		}
	}
}

// ask calls the Bot API; false when the server is gone.
func (b *stub) ask(method string, params map[string]string, into any) bool {
	form := url.Values{}
	for k, v := range params {
		form.Set(k, v)
	}
	r, err := http.NewRequest(http.MethodPost, "http://stub/bot"+b.p.server.BotToken()+"/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	reply, err := b.p.server.Client().Do(r)
	if err != nil {
		return false
	}
	defer func() { _ = reply.Body.Close() }()
	raw, err := io.ReadAll(reply.Body)
	var body struct {
		OK     bool            `json:"ok"`
		Result json.RawMessage `json:"result"`
	}
	return err == nil && json.Unmarshal(raw, &body) == nil && body.OK && json.Unmarshal(body.Result, into) == nil
}

func (b *stub) call(method string, params map[string]string) int {
	b.p.Helper()
	var m json.RawMessage
	if !b.ask(method, params, &m) {
		b.p.Errorf("%s %v was refused", method, params)
	}
	var sent struct {
		ID int `json:"message_id"`
	}
	_ = json.Unmarshal(m, &sent) // not every method answers with a message
	return sent.ID
}

// say sends a message with buttons, given as label, data pairs.
func (b *stub) say(chat int64, topic int, text string, buttons ...string) int {
	b.p.Helper()
	return b.call("sendMessage", params(chat, topic, text, buttons))
}

func params(chat int64, topic int, text string, buttons []string) map[string]string {
	p := map[string]string{"chat_id": id(chat), "text": text}
	if topic != 0 {
		p["message_thread_id"] = strconv.Itoa(topic)
	}
	var row []telegramtest.Button
	for i := 0; i+1 < len(buttons); i += 2 {
		row = append(row, telegramtest.Button{Text: buttons[i], CallbackData: buttons[i+1]})
	}
	if row != nil {
		raw, err := json.Marshal(telegramtest.Keyboard{InlineKeyboard: [][]telegramtest.Button{row}})
		if err != nil {
			panic(err)
		}
		p["reply_markup"] = string(raw)
	}
	return p
}

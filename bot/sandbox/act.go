package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"redress/bot/telegram/telegramtest"
)

// Handler serves the page.
func (s *Stage) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.whole)
	mux.HandleFunc("GET /stage", s.part)
	mux.HandleFunc("GET /events", s.stream)
	mux.HandleFunc("GET /file/{id}", s.file)
	mux.HandleFunc("GET /page/{name}", s.static)
	mux.Handle("POST /say", s.doing(s.say))
	mux.Handle("POST /attach", s.doing(s.attach))
	mux.Handle("POST /press", s.doing(s.press))
	mux.Handle("POST /delete", s.doing(s.remove))
	mux.Handle("POST /block", s.doing(s.block))
	mux.Handle("POST /clock", s.doing(s.turn))
	mux.Handle("POST /policy", s.doing(s.pick))
	mux.Handle("POST /again", s.doing(s.again))
	mux.Handle("POST /digest", s.doing(s.digest))
	mux.Handle("POST /story", s.doing(s.story))
	return s.guard(mux)
}

// doing turns something a person does into a handler. What cannot be done is told in plain
// text; the page shows it.
func (s *Stage) doing(do func(*http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := do(r); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

func number(r *http.Request, name string) int64 {
	n, _ := strconv.ParseInt(r.PostFormValue(name), 10, 64)
	return n
}

// actor is the voice of the person who acts, in the chat and topic where they do.
func (s *Stage) actor(r *http.Request) (telegramtest.Talk, error) {
	who, chat := number(r, "who"), number(r, "chat")
	p, ok := s.cfg.Server.Person(who)
	if !ok || !s.present().plays(who, chat) {
		return telegramtest.Talk{}, errors.New("this person is not in that chat: load the page again")
	}
	return p.InChat(chat).Topic(int(number(r, "topic"))).Reply(int(number(r, "reply"))), nil
}

// say writes a message, or changes one.
func (s *Stage) say(r *http.Request) error {
	t, err := s.actor(r)
	if err != nil {
		return err
	}
	if id := number(r, "edit"); id != 0 {
		_, err = t.Edit(int(id), r.PostFormValue("text"))
		return err
	}
	_, err = t.Text(r.PostFormValue("text"))
	return err
}

// attach sends a stand-in for what people send from a phone, with the text as its caption.
func (s *Stage) attach(r *http.Request) error {
	t, err := s.actor(r)
	if err != nil {
		return err
	}
	t = t.Caption(r.PostFormValue("text"))
	switch kind := r.PostFormValue("kind"); kind {
	case "photo":
		_, err = t.Attach(photo("any"))
	case "voice":
		_, err = t.Voice(14, []byte("a voice note of the playground"))
	case "document":
		_, err = t.Document("receipt.pdf", "application/pdf", make([]byte, 48<<10))
	case "location":
		_, err = t.Location(31.2304, 121.4737)
	default:
		err = fmt.Errorf("nothing to send of the kind %q", kind)
	}
	return err
}

func (s *Stage) press(r *http.Request) error {
	t, err := s.actor(r)
	if err != nil {
		return err
	}
	_, err = t.Press(int(number(r, "message")), r.PostFormValue("data"))
	return err
}

// remove deletes a message; in the staff group the owner of the group does it, since members
// can delete only what they wrote.
func (s *Stage) remove(r *http.Request) error {
	t, err := s.actor(r)
	if err != nil {
		return err
	}
	cast := s.present()
	if owner, ok := s.cfg.Server.Person(cast.Otto); ok && number(r, "chat") == cast.Staff {
		t = owner.InChat(cast.Staff)
	}
	return t.Delete(int(number(r, "message")))
}

// block stops the bot for a customer, or starts it again.
func (s *Stage) block(r *http.Request) error {
	if _, err := s.actor(r); err != nil {
		return err
	}
	p, _ := s.cfg.Server.Person(number(r, "who"))
	if r.PostFormValue("on") == "yes" {
		p.Block()
		return nil
	}
	p.Unblock()
	return nil
}

// turn moves the clock forward.
func (s *Stage) turn(r *http.Request) error {
	switch by := r.PostFormValue("by"); by {
	case "hour":
		s.cfg.Clock.Advance(time.Hour)
	case "day":
		s.cfg.Clock.Advance(24 * time.Hour)
	case "morning":
		s.cfg.Clock.AdvanceTo(s.cfg.NextMorning(s.cfg.Clock.Now()))
	default:
		return fmt.Errorf("the clock does not move by %q", by)
	}
	return nil
}

// pick changes the policy, which ends a story and clears the chats.
func (s *Stage) pick(r *http.Request) error {
	s.player.stop()
	s.forget()
	s.listen()
	name := r.PostFormValue("policy")
	for _, p := range s.cfg.Policies {
		if p.Name == name {
			return s.cfg.Switch(r.Context(), name)
		}
	}
	return fmt.Errorf("no policy %q to pick", name)
}

func (s *Stage) digest(r *http.Request) error {
	if s.cfg.Digest == nil {
		return errors.New("the digest comes by itself in the morning")
	}
	return s.cfg.Digest(r.Context())
}

// story plays, pauses, resumes or stops a story.
func (s *Stage) story(r *http.Request) error {
	switch do := r.PostFormValue("do"); do {
	case "play":
		go func() { _ = s.Play(context.WithoutCancel(r.Context()), r.PostFormValue("story")) }() // its end is shown and logged
	case "pause", "resume":
		s.player.hold(do == "pause")
		s.touch()
	case "stop", "close":
		s.player.stop()
		s.player.clear()
		s.forget()
		s.touch()
	default:
		return fmt.Errorf("a story cannot be asked to %q", do)
	}
	return nil
}

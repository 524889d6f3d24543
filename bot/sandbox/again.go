package sandbox

import (
	"errors"
	"net/http"
	"slices"
)

// words is what a customer told the bot before the rules were changed.
type words struct {
	xiaoyu bool
	texts  []string
}

// listen remembers what the customers told in their first breath, so that it can be told again
// under other rules.
func (s *Stage) listen() {
	cast := s.present()
	for _, customer := range []int64{cast.Anna, cast.Xiaoyu} {
		var texts []string
		for _, m := range s.cfg.Server.Chat(customer).Messages {
			if m.FromBot && len(texts) > 0 && len(m.Buttons()) > 0 {
				break // the bot has begun to ask
			}
			if !m.FromBot && !m.Deleted && m.Text != "" && m.Text[0] != '/' {
				texts = append(texts, m.Text)
			}
		}
		if len(texts) > 0 {
			s.mu.Lock()
			s.before = words{xiaoyu: customer == cast.Xiaoyu, texts: texts}
			s.mu.Unlock()
			return
		}
	}
}

// again tells under the rules in force what was told under those before.
func (s *Stage) again(*http.Request) error {
	s.mu.Lock()
	before, cast := s.before, s.cast
	s.before = words{}
	s.mu.Unlock()
	customer := cast.Anna
	if before.xiaoyu {
		customer = cast.Xiaoyu
	}
	p, ok := s.cfg.Server.Person(customer)
	if !ok || len(before.texts) == 0 {
		return errors.New("nobody has told anything that could be told again")
	}
	for _, text := range before.texts {
		if _, err := p.InChat(customer).Text(text); err != nil {
			return err
		}
	}
	s.touch()
	return nil
}

// repeatable is the beginning of what could be told again, "" when there is nothing.
func (s *Stage) repeatable() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.before.texts) == 0 {
		return ""
	}
	r := []rune(s.before.texts[0])
	return string(slices.Clip(r[:min(len(r), 48)]))
}

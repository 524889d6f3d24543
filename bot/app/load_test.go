package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/bot/telegram/telegramtest"
)

const (
	loadVisitors = 6
	loadKills    = 12
	loadReplies  = 3
)

// TestKilledAtRandomUnderLoad kills the program again and again while several customers file
// and staff claim and answer, and then looks whether anything is missing, doubled or out of order.
func TestKilledAtRandomUnderLoad(t *testing.T) {
	t.Parallel()
	s := newStation(t, telegramtest.Supergroup)
	s.start()
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	visitors := make([]*visitor, loadVisitors)
	var people sync.WaitGroup
	for i := range visitors {
		visitors[i] = s.visitor(fmt.Sprintf("L%02d", i))
		people.Go(func() { s.complains(ctx, visitors[i], i) })
	}
	done := make(chan struct{})
	go func() { people.Wait(); close(done) }()
	kills := s.killAtRandom(done)
	select {
	case <-done:
	case <-ctx.Done():
	}
	people.Wait()
	s.kill()
	doubled := 0
	for i, v := range visitors {
		doubled += s.audit(v, i)
	}
	t.Logf("killed %d times; %d messages came twice, their answers were lost", kills, doubled)
}

// killAtRandom kills the program at random moments, until the people are done or it is enough.
func (s *station) killAtRandom(done <-chan struct{}) (kills int) {
	s.t.Helper()
	for ; kills < loadKills; kills++ {
		select {
		case <-done:
			return kills
		case <-time.After(time.Duration(200+rand.IntN(900)) * time.Millisecond):
		}
		s.kill()
		s.start()
	}
	return kills
}

// complains is what one customer and the staff do about one complaint. It ends with ctx.
func (s *station) complains(ctx context.Context, v *visitor, i int) {
	telegramtest.Must(v.Says(loadWords(i, 0)))
	telegramtest.Must(v.Says(loadWords(i, 1)))
	for last := 0; v.number == ""; {
		m, ok := s.await(ctx, v.ID(), func(m telegramtest.MessageView) bool {
			return m.MessageID > last && (hasButton(m, "Skip") || hasButton(m, "Submit") || strings.Contains(m.Content(), "Your number is"))
		})
		if !ok {
			return
		}
		last = m.MessageID
		if _, rest, filed := strings.Cut(m.Content(), "Your number is "); filed {
			v.number = rest[:9]
		} else if hasButton(m, "Submit") {
			telegramtest.Must(v.Private().Press(m.MessageID, "Submit"))
		} else {
			telegramtest.Must(v.Private().Press(m.MessageID, "Skip"))
		}
	}
	telegramtest.Must(v.Says(loadWords(i, 2)))
	s.isHandled(ctx, v)
}

// isHandled has both members of staff claim at once, and the winner answer.
func (s *station) isHandled(ctx context.Context, v *visitor) {
	card, ok := s.await(ctx, s.staff.ID(), func(m telegramtest.MessageView) bool { return isCard(m, v.number) })
	if !ok {
		return
	}
	for _, p := range []*telegramtest.Person{s.li, s.mona} {
		telegramtest.Must(p.In(s.staff).PressData(card.MessageID, "s:claim:"+v.number))
	}
	card, ok = s.await(ctx, s.staff.ID(), func(m telegramtest.MessageView) bool {
		return isCard(m, v.number) && (strings.Contains(m.Content(), "Owner: Li") || strings.Contains(m.Content(), "Owner: Mona"))
	})
	if !ok {
		return
	}
	owner := s.li
	if strings.Contains(card.Content(), "Owner: Mona") {
		owner = s.mona
	}
	for n := range loadReplies {
		telegramtest.Must(owner.In(s.staff).Reply(card.MessageID).Text(fmt.Sprintf("reply %d to %s", n, v.name)))
	}
	_, _ = s.await(ctx, v.ID(), func(m telegramtest.MessageView) bool {
		return strings.Contains(m.Content(), fmt.Sprintf("reply %d to %s", loadReplies-1, v.name))
	})
}

// await waits for a message of the bot; ok is false when ctx ends first.
func (s *station) await(ctx context.Context, chat int64, match func(telegramtest.MessageView) bool) (found telegramtest.MessageView, ok bool) {
	err := s.tg.Wait(ctx, func() (ok bool) { found, ok = s.newest(chat, match); return ok })
	return found, err == nil
}

// loadWords are a visitor's messages, none like another.
func loadWords(visitor, n int) string {
	return []string{
		fmt.Sprintf("You charged me twice for order A-9%03d", visitor),
		fmt.Sprintf("I want my %d euros back", 40+visitor),
		fmt.Sprintf("By the way, it was on day %d", visitor),
	}[n]
}

// audit checks one visitor's story and returns how much came twice.
func (s *station) audit(v *visitor, i int) (doubled int) {
	s.t.Helper()
	if got, want := s.heard(v.Person), strings.Join([]string{loadWords(i, 0), loadWords(i, 1), loadWords(i, 2)}, "|"); got != want {
		s.t.Errorf("%s: kept %q, said %q", v.name, got, want)
	}
	filed := s.look("SELECT status FROM complaints WHERE customer = $1", v.ID())
	history := s.look(`SELECT action FROM history WHERE action IN ('submit', 'claim')
		AND complaint = (SELECT id FROM complaints WHERE customer = $1) ORDER BY n`, v.ID())
	if !slices.Equal(filed, []string{"claimed"}) || !slices.Equal(history, []string{"submit", "claim"}) {
		s.t.Errorf("%s: complaints %v, history %v", v.name, filed, history)
	}
	if n := s.cards(v); n < 1 || n > 1+s.lost(v, "card") {
		s.t.Errorf("%s: %d cards; the answers to %d were lost", v.name, n, s.lost(v, "card"))
	}
	var replies []string
	for _, m := range s.tg.Chat(v.ID()).Messages {
		if at := strings.Index(m.Content(), "reply "); m.FromBot && at >= 0 {
			replies = append(replies, m.Content()[at:])
		}
	}
	for n := range loadReplies {
		text := fmt.Sprintf("reply %d to %s", n, v.name)
		count := s.count(v.ID(), text)
		if lost := s.lost(v, text); count < 1 || count > 1+lost {
			s.t.Errorf("%s: %q came %d times; the answers to %d were lost", v.name, text, count, lost)
		}
		doubled += max(count-1, 0)
	}
	if !slices.IsSorted(replies) {
		s.t.Errorf("%s reads out of order: %q", v.name, replies)
	}
	return doubled + s.cards(v) - 1
}
